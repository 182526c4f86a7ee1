import { backend } from '../backend/current.ts';
import type { Memory } from '../backend/memory.ts';
import type { Trainable } from '../layers/trainable.ts';
import type { Optimizer, WeightGradient } from '../optimizers/index.ts';
import type { Variable } from '../tensor/variable.ts';

/** From where in the arena a step's changes have come to their end before, and how many they were. */
interface Proven {
  readonly memory: Memory;
  readonly depth: number;
  readonly changes: number;
}

const proven = new WeakMap<Optimizer, Proven>();

/**
 * Makes a step's changes, all of them or none: constraints, averages and moving statistics take memory on the way, and
 * where it runs out, weights, slots and states come back to what they were. Copies are kept only where the memory has
 * not been found sufficient before: in a steady training there are none.
 */
export function commit(
  model: Trainable,
  optimizer: Optimizer,
  gradients: readonly WeightGradient[],
  updates: readonly (() => void)[],
): void {
  const { memory } = backend();
  const depth = memory.depth();
  const changes = gradients.length + updates.length;
  const before = proven.get(optimizer);
  const enough = before?.memory === memory && before.depth >= depth && before.changes === changes;
  if (!enough) optimizer.build(gradients.map(({ variable }) => variable));
  const restore = enough ? undefined : copies(model, optimizer);
  try {
    optimizer.apply(gradients);
    for (const update of updates) update();
  } catch (error) {
    restore?.();
    throw error;
  }
  if (!enough) proven.set(optimizer, { memory, depth, changes });
}

/** Copies all that a step may change, and gives a function that brings it back. */
function copies(model: Trainable, optimizer: Optimizer): () => void {
  const layers = model.statefulLayers ?? [];
  const fresh = layers.filter(({ stateVariables }) => stateVariables.length === 0);
  const states = layers.flatMap(({ stateVariables }) => stateVariables);
  const variables = new Set<Variable>([
    ...(model.weights ?? model.trainableVariables()),
    ...states,
    ...optimizer.variables(),
  ]);
  const kept = Array.from(variables, (variable) => [variable, variable.data] as const);
  return () => {
    for (const [variable, data] of kept) variable.assign(data);
    for (const layer of fresh) layer.resetStates();
  };
}
