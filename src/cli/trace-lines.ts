import { saturation } from '../inspect/saturation.ts';
import type { LayerTrace } from '../inspect/trace.ts';
import { heatRows } from '../plots/heat-rows.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { formatNumber } from './numbers.ts';
import type { Terminal } from './terminal.ts';

/** How traces are shown. */
interface TraceOptions {
  /** Units shown of each gate. */
  readonly units: number;
  readonly paint: Terminal['paint'];
}

/** Gates and states of one sample as heat rows: a row a unit, a column a step. */
export function* traceLines(traces: readonly LayerTrace[], { units, paint }: TraceOptions): Generator<string> {
  for (const [i, each] of traces.entries()) {
    const [first] = Object.values(each.values) as unknown as readonly [Tensor];
    const [, steps, width] = first.shape as readonly [number, number, number];
    const shown = Math.min(units, width);
    if (i > 0) yield '';
    yield paint('bold', `${each.className} '${each.layer}'  ${steps} steps, ${width} units`);
    const ends = new Map(saturation([each]).map((one) => [one.name, one]));
    for (const [name, tensor] of Object.entries(each.values)) {
      const [min, max] = rangeOf(name, tensor);
      const end = ends.get(name);
      const share = end ? `, ${percent(end.low)} at the low end, ${percent(end.high)} at the high end` : '';
      yield '';
      yield `${paint('cyan', name)}  ${paint('dim', `${formatNumber(min)} to ${formatNumber(max)}${share}`)}`;
      const rows = heatRows(unitsOf(tensor, shown), { min, max }).split('\n');
      for (const [unit, row] of rows.entries()) yield `  ${String(unit + 1).padStart(3)}  ${row}`;
    }
    if (shown < width) {
      yield '';
      yield paint('dim', `${width - shown} more units: --units ${width}`);
    }
  }
}

/** Gates and states of one sample, a JSON object each: values[step][unit]. */
export function* traceJson(traces: readonly LayerTrace[]): Generator<string> {
  for (const { layer, className, values } of traces) {
    for (const [name, tensor] of Object.entries(values)) {
      const [sample] = tensor.toArray() as readonly (readonly (readonly number[])[])[];
      yield JSON.stringify({ layer, className, name, values: sample });
    }
  }
}

/** The ends of the scale: those of the activation, or for a memory without ends those of its values, 0 in the middle. */
function rangeOf(name: string, { data }: Tensor): [number, number] {
  if (name.endsWith('Gate')) return [0, 1];
  let largest = name === 'cell' ? 0 : 1;
  for (const value of data) if (Math.abs(value) > largest && Number.isFinite(value)) largest = Math.abs(value);
  return [-largest, largest];
}

/** The first units of [1, T, U], each with its values over the steps. */
function unitsOf({ data, shape }: Tensor, count: number): number[][] {
  const [, steps, width] = shape as readonly [number, number, number];
  return Array.from({ length: count }, (_, unit) =>
    Array.from({ length: steps }, (_, step) => data[step * width + unit] as number),
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
