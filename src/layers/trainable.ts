import type { Random } from '../random.ts';
import type { Tensors } from '../tensor/batch.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';

export type { Tensors };

/** Which steps of a tensor count: [B, T] with 1 where one does and 0 where it is padding; undefined: all. */
export type Mask = Tensor | undefined;

/** What a forward pass knows beside its input. One object serves one pass; `forwardPass` makes it. */
export interface ForwardContext {
  /** Whether dropout and its like are on. */
  readonly training: boolean;
  /** Where random layers draw from; needed where `training` is true. */
  readonly random?: Random | undefined;
  /** Masks of the pass's tensors; a tensor that is not in it has none. */
  readonly masks: Map<Tensor, Tensor>;
  /** Penalties that layers add on the way; `regularization` takes them up. */
  readonly penalties: Tensor[];
  /**
   * Changes of weights that no gradient makes (moving statistics), done once the step is known to be good. Left out: a
   * layer makes them at once.
   */
  readonly updates?: (() => void)[] | undefined;
  /** Recurrent states kept from one call to the next, by layer; only in a stream. */
  readonly states?: Map<object, readonly Variable[]> | undefined;
  /** How often each layer was called in this pass; only in a stream. */
  readonly turns?: Map<object, number> | undefined;
  /** Is told what recurrent layers compute; only where somebody looks inside. */
  readonly tracer?: Tracer | undefined;
}

/** Listens to a pass; tensors are valid within the scope of the pass. */
export interface Tracer {
  /** Of recurrent layers: gates (after their activations) and states by name, each [B, T, U], in the order the steps were made. */
  forward?(layer: object, values: Readonly<Record<string, Tensor>>): void;
  /** Gradient of the loss by the state h after each step [B, T, U], in the order the steps were made. */
  backward?(layer: object, gradient: Tensor): void;
  /** Of every layer: what it gave. */
  output?(layer: object, output: Tensors): void;
}

/**
 * What a forward pass begins with: no masks and no penalties, not training unless told so.
 *
 * @example
 * ```ts
 * import { Dense, forwardPass, Random, tensor } from 'memcell';
 * const layer = new Dense({ units: 1, kernelInitializer: 'ones' });
 * layer.ensureBuilt([null, 2], new Random(0));
 * console.log(layer.call(tensor([[1, 2]]), forwardPass()).toArray()); // => [ [ 3 ] ]
 * ```
 */
export function forwardPass(options: Partial<ForwardContext> = {}): ForwardContext {
  const turns = options.states && new Map<object, number>();
  return { training: false, masks: new Map(), penalties: [], turns, ...options };
}

/** All that training needs to know of a model; P is one tensor, or a list of them where it has several outputs. */
export interface Trainable<P extends Tensors = Tensors> {
  readonly name: string;
  /** The prediction for a batch; masks of its outputs are left in the context. */
  forward(input: Tensors, context: ForwardContext): P;
  /** Sum of all penalties on weights and on what the pass left in the context; undefined where there is none. */
  regularization(context: ForwardContext): Tensor | undefined;
  /** Weights that gradients flow to. */
  trainableVariables(): readonly Variable[];
  /** All weights, where there are others besides. */
  readonly weights?: readonly Variable[];
  /** Parts that keep states from batch to batch. */
  readonly statefulLayers?: readonly KeepsStates[];
}

/** A part of a model that keeps something from call to call beside its weights. */
export interface KeepsStates {
  readonly stateVariables: readonly Variable[];
  resetStates(): void;
}
