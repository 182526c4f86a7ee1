import type { Tensor } from '../tensor/tensor.ts';
import { labelPositions } from './labels.ts';
import { rowsOf, softmaxParts } from './log-softmax.ts';
import { operation } from './operation.ts';

/**
 * Cross-entropy of logits and labels, by rows of the last axis. No one-hot tensor is made, and the gradient is written
 * once: C may be a large vocabulary.
 *
 * y = −ln softmax(x)[label]; gradient softmax(x), less 1 at the label
 *
 * **Shapes** logits x […, C], labels […] (int32 or float32) → y […].
 *
 * @throws ShapeError if the shapes do not fit, or if a label is not a whole number of [0, C); names it and its place.
 * @example
 * ```ts
 * import { sparseSoftmaxCrossentropy, tensor } from 'memcell';
 * console.log(sparseSoftmaxCrossentropy(tensor([[1000, 0]]), tensor([1])).toArray()); // => [ 1000 ]
 * ```
 */
export function sparseSoftmaxCrossentropy(logits: Tensor, labels: Tensor): Tensor {
  return softmaxCrossentropyAt(logits, labelPositions('compute sparseSoftmaxCrossentropy', labels, logits));
}

/** The cross-entropy with labels whose positions were checked. */
export function softmaxCrossentropyAt(logits: Tensor, positions: Tensor): Tensor {
  const { rows, cols } = rowsOf(logits.shape, 'compute sparseSoftmaxCrossentropy');
  let softmax: Tensor | undefined;
  return operation({
    inputs: [logits],
    shape: positions.shape,
    run: (kernels, out, scope) => {
      const parts = softmaxParts(kernels, scope, logits, rows, cols);
      softmax = parts.softmax;
      const at = scope.memory.bump(rows);
      kernels.gather(rows, 1, logits.size, positions.address(), logits.address(), at);
      const below = scope.memory.bump(rows);
      kernels.subtract(1, rows, parts.most, 0, 1, at, 0, 1, below);
      kernels.subtract(1, rows, below, 0, 1, parts.logMost, 0, 1, out);
    },
    backward: (dy) => [
      operation({
        inputs: [softmax as Tensor, dy],
        shape: logits.shape,
        run: (kernels, out, scope) => {
          kernels.multiply(rows, cols, (softmax as Tensor).address(), cols, 1, dy.address(), 1, 0, out);
          const less = scope.memory.bump(rows);
          kernels.negative(rows, dy.address(), less);
          kernels.scatterAdd(rows, 1, positions.address(), less, out);
        },
      }),
    ],
  });
}
