import type { Random } from '../random.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';

/** What a forward pass knows beside its input. One object serves one pass. */
export interface ForwardContext {
  /** Whether dropout and its like are on. */
  readonly training: boolean;
  /** Where random layers draw from; needed where `training` is true. */
  readonly random?: Random | undefined;
  /** [B, T] with 1 where a step counts. */
  readonly mask?: Tensor | undefined;
  /** Penalties that layers add on the way; `regularization` takes them up. */
  readonly penalties: Tensor[];
  /** Recurrent states kept from one call to the next, by layer; only in a stream. */
  readonly states?: Map<object, readonly Variable[]> | undefined;
}

/** All that training needs to know of a model. */
export interface Trainable {
  readonly name: string;
  /** The prediction for a batch. */
  forward(input: Tensor, context: ForwardContext): Tensor;
  /** Sum of all penalties on weights and on what the pass left in the context; undefined where there is none. */
  regularization(context: ForwardContext): Tensor | undefined;
  /** Weights that gradients flow to. */
  trainableVariables(): readonly Variable[];
}
