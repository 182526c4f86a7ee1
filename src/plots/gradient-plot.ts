import { OptionError } from '../errors.ts';
import type { GradientNorms } from '../inspect/gradient-norms.ts';
import { checkChoice, checkOptions, describe } from '../options.ts';
import type { LineSeries, LinesFigure } from './figure.ts';
import { numbersOf } from './numbers-of.ts';
import { headOf } from './texts-of.ts';

/** Options of `gradientPlot`. */
export interface GradientPlotOptions {
  /** Of the axis upwards. Default: 'log'. */
  scale?: 'linear' | 'log';
  /** Default: 'Gradient through time'. */
  title?: string;
  /** A sentence under it. */
  caption?: string;
}

/**
 * How much of the loss reaches each step: a line that falls towards the first steps is a gradient that vanishes, one that
 * rises is one that explodes.
 *
 * @param norms what `gradientNorms` of 'memcell/inspect' gives, or lists of norms by name.
 * @param options scale: 'log' (default) or 'linear'. title: default 'Gradient through time'. caption.
 * @throws OptionError if it is neither.
 * @example
 * ```ts
 * import { gradientPlot } from 'memcell/plots';
 * const figure = gradientPlot({ SimpleRNN: [0.001, 0.03, 1], LSTM: [0.4, 0.7, 1] });
 * console.log(figure.y.scale, figure.series[0].x); // => log [ 1, 2, 3 ]
 * ```
 */
export function gradientPlot(
  norms: readonly GradientNorms[] | Readonly<Record<string, ArrayLike<number>>>,
  options: GradientPlotOptions = {},
): LinesFigure {
  const action = 'draw gradients';
  checkOptions(action, options, ['scale', 'title', 'caption']);
  if (typeof norms !== 'object' || norms === null) {
    throw new OptionError(`Cannot ${action}: norms must be a list or an object, received ${describe(norms)}`);
  }
  if (Array.isArray(norms) && !norms.every((one) => typeof one?.layer === 'string')) {
    throw new OptionError(
      `Cannot ${action}: a list must be what gradientNorms gives, received ${describe(norms[0])} in it`,
      {
        hint: 'Give lists of your own by name: gradientPlot({ LSTM: [0.4, 0.7, 1] }).',
      },
    );
  }
  const { scale = 'log', title = 'Gradient through time', caption } = options;
  const lines: readonly (readonly [string, ArrayLike<number>])[] = Array.isArray(norms)
    ? norms.map((one: GradientNorms) => [one.layer, one.norms] as const)
    : Object.entries(norms as Readonly<Record<string, ArrayLike<number>>>);
  const series = lines.map(([name, values]): LineSeries => {
    const y = numbersOf(action, `norms of '${name}'`, values);
    return { name, x: y.map((_, t) => t + 1), y };
  });
  return {
    kind: 'lines',
    ...headOf(action, title, caption),
    x: { label: 'step' },
    y: { label: '‖∂L/∂h‖', scale: checkChoice(action, 'scale', scale, ['linear', 'log']) },
    series,
  };
}
