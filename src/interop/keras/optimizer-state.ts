import type { NumberArray, NumberBlock } from '../../formats/number-array.ts';
import { type Refuse, shown } from '../../formats/refuse.ts';
import { pow } from '../../math.ts';
import type { Optimizer } from '../../optimizers/index.ts';
import type { Variable } from '../../tensor/variable.ts';
import { numbersFor } from './hdf5-tree.ts';

/** Slots that Keras keeps side by side for each weight, and those that follow for all weights together. */
const GROUPS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Adam: [['momentum', 'velocity'], ['velocity_hat']],
  AdamW: [['momentum', 'velocity'], ['velocity_hat']],
  RMSprop: [['velocity'], ['momentum'], ['average_gradient']],
};

/** What an optimizer keeps, by the names and in the order of Keras. */
export function* slotOrder(optimizer: Optimizer, weights: readonly Variable[]): Generator<readonly [string, Variable]> {
  const { slotNames } = optimizer;
  for (const each of ['average', 'accumulator'] as const) {
    for (const weight of weights) {
      const slot = optimizer.slotsOf(weight)?.[each];
      if (slot !== undefined) yield [nameOf(weight, each === 'average' ? each : 'gradient_accumulator'), slot];
    }
  }
  for (const group of GROUPS[optimizer.className] ?? [slotNames]) {
    const places = group
      .filter((name) => slotNames.includes(name))
      .map((name) => [name, slotNames.indexOf(name)] as const);
    for (const weight of weights) {
      const own = optimizer.slotsOf(weight)?.own ?? [];
      for (const [name, place] of places) if (own[place] !== undefined) yield [nameOf(weight, name), own[place]];
    }
  }
}

function nameOf({ name }: Variable, slot: string): string {
  return `${name.replaceAll('/', '_')}_${slot}`;
}

/** What an optimizer keeps, as blocks in the order of Keras: calls, learning rate, slots. */
export function stateBlocks(
  optimizer: Optimizer,
  weights: readonly Variable[],
): readonly (readonly [string, NumberBlock])[] {
  const scalar = (data: NumberArray): NumberBlock => ({ shape: [], data });
  const slots = [...slotOrder(optimizer, weights)].map(([name, { shape, data }]) => {
    return [name, { shape, data: data as Float32Array }] as const;
  });
  return [
    ['iteration', scalar(Int32Array.of(optimizer.calls))],
    ...(followsSchedule(optimizer)
      ? []
      : [['learning_rate', scalar(Float32Array.of(optimizer.learningRate))] as const]),
    ...slots,
    ...(optimizer.className === 'Nadam' && slots.length > 0
      ? [['u_product', scalar(Float32Array.of(momentumProduct(optimizer)))] as const]
      : []),
  ];
}

/** Whether its step size is no number that Keras would keep. */
function followsSchedule(optimizer: Optimizer): boolean {
  return typeof optimizer.config().learningRate !== 'number';
}

/** Nadam's product of all shares of momentum so far, which ours works out from the number of steps. */
function momentumProduct({ iterations, ...rest }: Optimizer): number {
  const beta1 = (rest as { beta1?: number }).beta1 ?? 0.9;
  let product = 1;
  for (let step = 1; step <= iterations; step++) product *= beta1 * (1 - 0.5 * pow(0.96, step));
  return product;
}

/**
 * Gives an optimizer what a file kept of it; nothing happens where the file says that it had made no step.
 *
 * @param blocks in the order of the file.
 * @returns what assigns it, once all has been checked.
 */
export function readState(
  optimizer: Optimizer,
  weights: readonly Variable[],
  blocks: readonly (readonly [string, NumberBlock | undefined])[],
  refuse: Refuse,
): () => void {
  const [calls, ...others] = blocks;
  const slots = followsSchedule(optimizer) ? others : others.slice(1);
  if (calls === undefined || slots.length === 0) return () => {};
  const count = Number(calls[1]?.data[0]);
  if (!Number.isSafeInteger(count) || count < 0) {
    refuse(`block '${calls[0]}' must be a whole number from 0`, shown(Number.isNaN(count) ? 'nothing' : count));
  }
  optimizer.build(weights);
  const order = [...slotOrder(optimizer, weights)];
  const expected = order.length + (optimizer.className === 'Nadam' ? 1 : 0);
  if (slots.length !== expected) {
    refuse(`optimizer must keep ${expected} blocks for ${weights.length} weights`, `${slots.length}`);
  }
  const values = order.map(([, slot], i) => {
    const [path, block] = slots[i] as readonly [string, NumberBlock | undefined];
    return [slot, numbersFor(block, path, slot, refuse)] as const;
  });
  return () => {
    for (const [slot, data] of values) slot.assign(data);
    optimizer.resume(count, weights);
  };
}
