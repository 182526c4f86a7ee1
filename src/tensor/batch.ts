import type { Tensor } from './tensor.ts';

/** What a training step reads. */
export interface Batch {
  /** What the model sees. */
  readonly input: Tensor;
  /** What it should answer. */
  readonly target: Tensor;
  /** [B, T] with 1 where a step counts and 0 where it is padding. */
  readonly mask?: Tensor;
  /** Weight of each sample [B], or of each step [B, T]. */
  readonly weight?: Tensor;
}
