import { type Shape, sizeOf } from '../../src/tensor/shape.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';

/** What the contract suite of ops tries with one op. */
export interface OpCase {
  /** Inputs that gradients flow to. */
  readonly shapes: readonly Shape[];
  run(...inputs: Tensor[]): Tensor | readonly Tensor[];
  /** Inputs are drawn from here. Default −1.5 to 1.5, away from 0 by 0.1 (kinks). */
  readonly from?: readonly [number, number];
  /** Has no gradient at all. */
  readonly constant?: boolean;
  /** Calls that must throw a ShapeError. */
  readonly refused?: readonly (() => unknown)[];
}

/** A tensor of zeros. */
export const zeros = (...shape: number[]): Tensor => tensor(new Float32Array(sizeOf(shape)), shape);
