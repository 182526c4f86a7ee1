import { add } from '../ops/add.ts';
import { matmul } from '../ops/matmul.ts';
import { tanh } from '../ops/tanh.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Weights and activation of a simple RNN cell. */
export interface SimpleRnnCellOptions {
  /** W [D, U]. */
  readonly kernel: Tensor;
  /** R [U, U]. */
  readonly recurrentKernel: Tensor;
  /** b [U]; left out: none. */
  readonly bias?: Tensor | undefined;
  /** Default tanh. */
  readonly activation?: (x: Tensor) => Tensor;
}

/**
 * One time step of a simple RNN, in plain ops: the readable form of `simpleRnnSequence`.
 *
 * h' = tanh(x·W + h·R + b)
 *
 * **Shapes** x [B, D], h [B, U] → [h'], [B, U].
 *
 * @throws ShapeError if x, the state or a weight does not fit.
 * @see Elman, Finding Structure in Time, 1990.
 * @example
 * ```ts
 * import { simpleRnnCell, tensor } from 'memcell';
 * const weights = { kernel: tensor([[1]]), recurrentKernel: tensor([[2]]) };
 * const [h] = simpleRnnCell(tensor([[1]]), [tensor([[-0.25]])], weights);
 * console.log(h.item().toFixed(4)); // => 0.4621
 * ```
 */
export function simpleRnnCell(x: Tensor, [h]: readonly [Tensor], options: SimpleRnnCellOptions): [Tensor] {
  const { kernel, recurrentKernel, bias, activation = tanh } = options;
  return [activation(add(matmul(x, kernel, { bias }), matmul(h, recurrentKernel)))];
}
