import { OptionError } from '../errors.ts';
import { checkNumber, checkOptions, describe } from '../options.ts';
import type { LayerTrace } from './trace.ts';

/** How much of a gate or state stands at its ends, where its gradient nearly vanishes. */
export interface Saturation {
  readonly layer: string;
  /** forgetGate, candidate, … */
  readonly name: string;
  /** Share of values at the lower end: near 0 for a gate, near −1 for a candidate or h. */
  readonly low: number;
  /** Share of values at the upper end, near 1. */
  readonly high: number;
}

/**
 * Share of gates, candidates and outputs that are saturated: gates below `margin` or above 1 − margin; candidates and h
 * below −(1 − margin) or above 1 − margin. A cell's memory c has no ends and is left out.
 *
 * @param options margin: distance from the end, above 0, below 0.5. Default 0.05.
 * @example
 * ```ts
 * import { LSTM, Sequential } from 'memcell';
 * import { saturation, trace } from 'memcell/inspect';
 * const model = new Sequential([new LSTM({ units: 3, biasInitializer: 'ones' })], { seed: 1 });
 * const open = saturation(trace(model, [[[100], [200]]]), { margin: 0.1 });
 * console.log(open.length, open.every(({ low, high }) => low + high <= 1)); // => 5 true
 * ```
 */
export function saturation(traces: readonly LayerTrace[], options: { margin?: number } = {}): Saturation[] {
  checkOptions('measure saturation', options, ['margin']);
  const margin = checkNumber('measure saturation', 'margin', options.margin ?? 0.05, { above: 0, below: 0.5 });
  if (!Array.isArray(traces)) {
    throw new OptionError(`Cannot measure saturation: traces must be what trace() gave, received ${describe(traces)}`);
  }
  return (traces as readonly LayerTrace[]).flatMap(({ layer, values }) =>
    Object.entries(values)
      .filter(([name]) => name !== 'cell')
      .map(([name, { data }]) => {
        const lowest = name.endsWith('Gate') ? margin : margin - 1;
        let [low, high] = [0, 0];
        for (const value of data) {
          if (value < lowest) low++;
          else if (value > 1 - margin) high++;
        }
        const count = Math.max(data.length, 1);
        return { layer, name, low: low / count, high: high / count };
      }),
  );
}
