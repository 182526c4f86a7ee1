import { backend } from '../backend/current.ts';
import type { Address } from '../backend/table.ts';
import { heldNumbers, sparseRows } from '../tensor/gradients.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';

/** Elements of a weight that follow each other, with their gradient and slots, as places in memory. */
export interface WeightRun {
  readonly size: number;
  readonly variable: Address;
  readonly gradient: Address;
  /** In the order of `slotNames`. */
  readonly slots: readonly Address[];
}

/** Calls `update` with a whole weight, or with each run of the rows that a sparse gradient holds. */
export function forEachRun(
  variable: Variable,
  gradient: Tensor,
  slots: readonly Variable[],
  update: (run: WeightRun) => void,
): void {
  const w = variable.address();
  const g = heldNumbers(gradient).address();
  const places: Address[] = [];
  for (const slot of slots) places.push(slot.address());
  const rows = sparseRows(gradient);
  if (rows === undefined) {
    update({ size: variable.size, variable: w, gradient: g, slots: places });
    return;
  }
  const { ids } = rows;
  const width = variable.size / (variable.shape[0] as number);
  const bytes = width * backend().memory.elementBytes;
  const run = { size: 0, variable: 0, gradient: 0, slots: [...places] };
  for (let from = 0, to = 1; from < ids.length; from = to++) {
    const id = ids[from] as number;
    while (to < ids.length && ids[to] === id + to - from) to++; // rows that follow each other are one run
    run.size = (to - from) * width;
    run.variable = w + id * bytes;
    run.gradient = g + from * bytes;
    for (let i = 0; i < places.length; i++) run.slots[i] = (places[i] as number) + id * bytes;
    update(run);
  }
}
