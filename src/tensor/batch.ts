import type { Tensor } from './tensor.ts';

/** One tensor, or the list of a layer or model that has several. */
export type Tensors = Tensor | readonly Tensor[];

/** One for each of some tensors, where any may be left out; for one tensor just that. */
export type PerTensor<T extends Tensors> = T extends Tensor ? Tensor : Tensor | readonly (Tensor | undefined)[];

/** What a training step reads. A model of several inputs or outputs has lists, in its own order. */
export interface Batch<T extends Tensors = Tensor> {
  /** What the model sees. */
  readonly input: T;
  /** What it should answer. */
  readonly target: T;
  /** [B, T] with 1 where a step of the input counts and 0 where it is padding. */
  readonly mask?: PerTensor<T> | undefined;
  /** Weight of each sample [B], or of each step [B, T]; of several outputs: one for all, or a list. */
  readonly weight?: PerTensor<T> | undefined;
}
