import { OptionError } from '../errors.ts';
import { checkChoice, checkOptions, describe } from '../options.ts';
import type { LineSeries, LinesFigure } from './figure.ts';
import { numbersOf } from './numbers-of.ts';
import { headOf, textsOf } from './texts-of.ts';

/** Numbers by name, one an epoch: `history` of what `fit` gives, or lists of your own. */
export type Curves = Readonly<Record<string, readonly number[]>>;

/** What `fit` gives, as far as its curves go. */
export interface CurvesHistory {
  readonly epoch: readonly number[];
  readonly history: Curves;
}

/** Options of `learningCurves`. */
export interface LearningCurvesOptions {
  /** Names of the curves; each brings its `val…` along. Default: ['loss'], or the first name where there is no loss. */
  metrics?: readonly string[];
  /** Default: 'Learning curves'. */
  title?: string;
  /** A sentence under it. */
  caption?: string;
  /** Of the axis upwards. Default: 'linear'. */
  scale?: 'linear' | 'log';
}

/**
 * Loss and metrics over the epochs, those of validation dashed.
 *
 * @param history what `fit` gives, or lists by name: { loss: […], valLoss: […] }; epochs are counted from 1.
 * @param options metrics: names of the curves, default ['loss']. title: default 'Learning curves'. caption. scale: 'linear'
 * (default) or 'log'.
 * @throws OptionError if there is no curve of a name.
 * @example
 * ```ts
 * import { learningCurves } from 'memcell/plots';
 * const { series } = learningCurves({ loss: [0.9, 0.4], valLoss: [1, 0.6] });
 * console.log(series.map(({ name }) => name)); // => [ 'loss', 'valLoss' ]
 * ```
 */
export function learningCurves(history: CurvesHistory | Curves, options: LearningCurvesOptions = {}): LinesFigure {
  const action = 'draw learning curves';
  checkOptions(action, options, ['metrics', 'title', 'caption', 'scale']);
  const { title = 'Learning curves', caption, scale = 'linear' } = options;
  const { curves, epoch } = curvesOf(action, history);
  const names = Object.keys(curves);
  const usual = names.includes('loss') ? 'loss' : names.find((name) => !isValidation(name));
  const metrics = textsOf(action, 'metrics', options.metrics ?? (usual === undefined ? [] : [usual]));
  if (metrics.length === 0) {
    throw new OptionError(`Cannot ${action}: there must be a curve, received ${describe(names)}`);
  }
  for (const name of metrics) checkChoice(action, 'metrics', name, names);
  const shown = metrics.flatMap((name) => [name, validationName(name)]).filter((name) => Object.hasOwn(curves, name));
  const series = shown.map((name): LineSeries => {
    const y = numbersOf(
      action,
      `'${name}'`,
      Array.from(curves[name] as readonly number[], (value) => value ?? NaN),
    ); // JSON has null
    return { name, x: y.map((_, i) => (epoch?.[i] ?? i) + 1), y, dashed: isValidation(name) };
  });
  return {
    kind: 'lines',
    ...headOf(action, title, caption),
    x: { label: 'epoch' },
    y: { label: metrics.join(', '), scale: checkChoice(action, 'scale', scale, ['linear', 'log']) },
    series,
  };
}

/** Whether `fit` gives such a name to what was validated: 'valLoss', and not 'value'. */
function isValidation(name: string): boolean {
  return /^val[A-Z]/.test(name);
}

/** 'valLoss' for 'loss', as `fit` names it. */
function validationName(name: string): string {
  return `val${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function curvesOf(action: string, given: CurvesHistory | Curves): { curves: Curves; epoch?: readonly number[] } {
  if (typeof given !== 'object' || given === null) {
    throw new OptionError(`Cannot ${action}: history must be an object of lists, received ${describe(given)}`);
  }
  const { history, epoch } = given as Partial<CurvesHistory>;
  const whole = typeof history === 'object' && history !== null && !Array.isArray(history);
  const curves = whole ? history : (given as Curves);
  for (const [name, values] of Object.entries(curves)) {
    if (Array.isArray(values) || ArrayBuffer.isView(values)) continue;
    throw new OptionError(`Cannot ${action}: '${name}' must be a list of numbers, received ${describe(values)}`);
  }
  return whole && epoch !== undefined ? { curves, epoch } : { curves };
}
