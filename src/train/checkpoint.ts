import { FormatError, OptionError } from '../errors.ts';
import type { Layer } from '../layers/layer.ts';
import type { Optimizer } from '../optimizers/index.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { type Callback, isResumable } from './callback.ts';
import type { Checkpoint, CheckpointState, Json, Position } from './checkpoint-data.ts';

/** A layer that keeps states from batch to batch. */
export interface StatefulLayer extends Layer {
  setStates(states: readonly Tensor[]): void;
}

/** What a checkpoint is made of. */
export interface CheckpointSource {
  readonly name: string;
  readonly weights: readonly Variable[];
  /** Layers that keep something from call to call. */
  readonly statefulLayers: readonly StatefulLayer[];
  readonly optimizer: Optimizer;
  readonly callbacks: readonly Callback[];
}

/** The stateful ones among layers and their parts. */
export function statefulAmong(layers: readonly Layer[]): StatefulLayer[] {
  return layers.flatMap((layer) => [
    ...('stateful' in layer && layer.stateful === true ? [layer as Layer as StatefulLayer] : []),
    ...statefulAmong(layer.layers),
  ]);
}

/** Copies all that `source` holds. */
export function capture(source: CheckpointSource, position: Position, fit: Json): Checkpoint {
  const tensors = new Map<string, Tensor>();
  for (const [key, variable] of variablesOf(source)) tensors.set(key, variable.detach());
  const { optimizer } = source;
  const { learningRate } = optimizer.config();
  return {
    tensors,
    state: {
      ...position,
      optimizer: optimizer.className,
      learningRate: typeof learningRate === 'number' ? learningRate : null,
      callbacks: source.callbacks.map((callback) =>
        isResumable(callback) ? { className: callback.className, state: callback.state() } : null,
      ),
      fit,
    },
  };
}

/**
 * Gives `source` what a checkpoint holds; where it does not fit, nothing has changed but the states of callbacks.
 *
 * @throws OptionError where optimizer or callbacks are others; FormatError where a tensor is missing or has another shape.
 */
export function restore(source: CheckpointSource, { tensors, state }: Checkpoint): void {
  const action = `resume training of '${source.name}'`;
  const { optimizer, callbacks, statefulLayers } = source;
  if (optimizer.className !== state.optimizer) {
    throw new OptionError(
      `Cannot ${action}: optimizer must be ${state.optimizer}, as in the checkpoint, received ${optimizer.className}`,
    );
  }
  restoreCallbacks(action, callbacks, state);
  optimizer.build(source.weights.filter(({ trainable }) => trainable));
  const assignments = [...variablesOf({ ...source, statefulLayers: [] })].map(
    ([key, variable]) => [variable, found(action, tensors, key, variable)] as const,
  );
  for (const [variable, tensor] of assignments) variable.assign(tensor.data);
  for (const [l, layer] of statefulLayers.entries()) {
    const values = statesIn(tensors, l, layer);
    if (values.length > 0) layer.setStates(values);
  }
  if (state.learningRate !== null && optimizer.learningRate !== state.learningRate) {
    optimizer.learningRate = state.learningRate;
  }
}

/** Every Variable and the name that it has in a checkpoint. */
function* variablesOf(source: CheckpointSource): Generator<readonly [string, Variable]> {
  for (const [i, weight] of source.weights.entries()) yield [`weights/${i}/${weight.name}`, weight];
  for (const [i, variable] of source.optimizer.variables().entries())
    yield [`optimizer/${i}/${variable.name}`, variable];
  for (const [l, layer] of source.statefulLayers.entries()) {
    for (const [i, variable] of layer.stateVariables.entries()) yield [stateKey(l, layer, i), variable];
  }
  for (const [c, callback] of source.callbacks.entries()) {
    if (!isResumable(callback)) continue;
    for (const [i, variable] of callback.variables.entries()) yield [`callbacks/${c}/${i}`, variable];
  }
}

/** Models in models may have layers of one name: numbers tell them apart. */
function stateKey(l: number, { fullName }: Layer, i: number): string {
  return `states/${l}/${fullName}/${i}`;
}

/** The states of a layer, in order. */
function statesIn(tensors: ReadonlyMap<string, Tensor>, l: number, layer: Layer): Tensor[] {
  const states: Tensor[] = [];
  for (;;) {
    const next = tensors.get(stateKey(l, layer, states.length));
    if (next === undefined) return states;
    states.push(next);
  }
}

function found(action: string, tensors: ReadonlyMap<string, Tensor>, key: string, { shape }: Variable): Tensor {
  const tensor = tensors.get(key);
  if (tensor !== undefined && sameShape(tensor.shape, shape)) return tensor;
  throw new FormatError(
    `Cannot ${action}: checkpoint must hold '${key}' of shape ${formatShape(shape)}, received ${tensor === undefined ? 'none' : formatShape(tensor.shape)}`,
    { hint: 'Build, compile and fit the model as when the checkpoint was made, or remove it.' },
  );
}

function restoreCallbacks(action: string, callbacks: readonly Callback[], state: CheckpointState): void {
  const names = (list: readonly (string | null)[]): string => list.map((name) => name ?? '(own)').join(', ') || 'none';
  const now = callbacks.map((callback) => (isResumable(callback) ? callback.className : null));
  const then = state.callbacks.map((kept) => kept?.className ?? null);
  if (now.length !== then.length || now.some((name, i) => name !== then[i])) {
    throw new OptionError(
      `Cannot ${action}: callbacks must be ${names(then)}, as in the checkpoint, received ${names(now)}`,
    );
  }
  callbacks.forEach((callback, i) => {
    if (isResumable(callback)) callback.restore(state.callbacks[i]?.state ?? null);
  });
}
