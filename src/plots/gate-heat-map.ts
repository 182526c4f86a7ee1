import { OptionError } from '../errors.ts';
import type { LayerTrace } from '../inspect/trace.ts';
import { checkChoice, checkNumber, checkOptions, describe } from '../options.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { HeatFigure } from './figure.ts';
import { headOf } from './texts-of.ts';

/** Options of `gateHeatMap`. */
export interface GateHeatMapOptions {
  /** Name of the gate or state: 'forgetGate', 'cell', 'hidden', … Default: the first there is. */
  gate?: string;
  /** Index of the sequence in the batch. Default: 0. */
  sample?: number;
  /** Units at most, from 1. Default: all. */
  units?: number;
  /** Default: gate and layer by name. */
  title?: string;
  /** A sentence under it. */
  caption?: string;
}

/**
 * One gate or state of a recurrent layer over time: a row a unit, a column a step. Gates are shown from 0 to 1, states in two
 * colours around 0.
 *
 * @param trace one layer of what `trace` of 'memcell/inspect' gives.
 * @param options gate: name of the gate or state, default the first. sample: index of the sequence, default 0. units: at most
 * so many, default all. title. caption.
 * @throws OptionError if the trace has no gate of the name, or no such sequence.
 * @example
 * ```ts
 * import { LSTM, Sequential } from 'memcell';
 * import { trace } from 'memcell/inspect';
 * import { gateHeatMap } from 'memcell/plots';
 * const model = new Sequential([new LSTM({ units: 3 })], { seed: 1 });
 * const [lstm] = trace(model, [[[1], [2], [3], [4]]]);
 * const { rows, title } = gateHeatMap(lstm, { gate: 'forgetGate' });
 * console.log(rows.length, rows[0].length, title); // => 3 4 forgetGate of 'lstm'
 * ```
 */
export function gateHeatMap(trace: LayerTrace, options: GateHeatMapOptions = {}): HeatFigure {
  const action = 'draw gate heat map';
  checkOptions(action, options, ['gate', 'sample', 'units', 'title', 'caption']);
  const given = Object.values(trace?.values ?? {});
  if (given.length === 0 || !given.every((one) => one instanceof Tensor)) {
    const hint = 'Give one layer of what trace gives: gateHeatMap(trace(model, x)[0]).';
    throw new OptionError(`Cannot ${action}: trace must be a LayerTrace, received ${describe(trace)}`, { hint });
  }
  const names = Object.keys(trace.values);
  const name = checkChoice(action, 'gate', options.gate ?? names[0], names);
  const { data, shape } = trace.values[name] as Tensor;
  const [batch, steps, width] = shape as readonly [number, number, number];
  const sample = checkNumber(action, 'sample', options.sample ?? 0, { from: 0, below: batch, whole: true });
  const units = Math.min(checkNumber(action, 'units', options.units ?? width, { from: 1, whole: true }), width);
  const { title = `${name} of '${trace.layer}'`, caption } = options;
  const isGate = name.endsWith('Gate');
  const at = (unit: number, step: number): number => data[(sample * steps + step) * width + unit] as number;
  return {
    kind: 'heat',
    ...headOf(action, title, caption),
    rows: Array.from({ length: units }, (_, unit) => Array.from({ length: steps }, (_, step) => at(unit, step))),
    x: 'step',
    y: 'unit',
    columnLabels: Array.from({ length: steps }, (_, step) => String(step + 1)),
    rowLabels: Array.from({ length: units }, (_, unit) => String(unit + 1)),
    value: isGate ? `${name}, 0 closed to 1 open` : name,
    ...(isGate ? { min: 0, max: 1 } : { diverging: true }),
  };
}
