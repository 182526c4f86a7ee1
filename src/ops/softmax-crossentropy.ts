import { ShapeError } from '../errors.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { rowsOf, softmaxParts, writeLogSoftmax } from './log-softmax.ts';
import { multiply } from './multiply.ts';
import { negative } from './negative.ts';
import { operation } from './operation.ts';
import { reshape } from './reshape.ts';
import { subtract } from './subtract.ts';
import { sum } from './sum.ts';

/**
 * Cross-entropy of logits and the probabilities that they should have, by rows of the last axis.
 *
 * y = −Σ z ln softmax(x); gradient softmax(x) Σ z − z
 *
 * **Shapes** logits x and target z […, C] → y […].
 *
 * @throws ShapeError if the shapes differ or the last axis is empty.
 * @example
 * ```ts
 * import { softmaxCrossentropy, tensor } from 'memcell';
 * console.log(softmaxCrossentropy(tensor([[1000, 0]]), tensor([[0, 1]])).toArray()); // => [ 1000 ]
 * ```
 */
export function softmaxCrossentropy(logits: Tensor, target: Tensor): Tensor {
  const { rows, cols } = rowsOf(logits.shape, 'compute softmaxCrossentropy');
  if (!sameShape(logits.shape, target.shape)) {
    throw new ShapeError(
      `Cannot compute softmaxCrossentropy: target must have the shape of the logits, received target ${formatShape(target.shape)} and logits ${formatShape(logits.shape)}`,
    );
  }
  let softmax: Tensor | undefined;
  let logs: Tensor | undefined;
  return operation({
    inputs: [logits, target],
    shape: logits.shape.slice(0, -1),
    run: (kernels, out, scope) => {
      const parts = softmaxParts(kernels, scope, logits, rows, cols);
      softmax = parts.softmax;
      logs = emptyTensor(scope, logits.shape);
      writeLogSoftmax(kernels, scope, { x: logits, rows, cols }, parts, logs.address());
      const products = scope.memory.bump(logits.size);
      kernels.multiply(1, logits.size, target.address(), 0, 1, logs.address(), 0, 1, products);
      kernels.sum(rows, cols, 1, products, out);
      kernels.negative(rows, out, out);
    },
    backward: (dy, needs) => {
      const above = reshape(dy, [...dy.shape, 1]);
      const whole = multiply(softmax as Tensor, sum(target, { axis: -1, keepDims: true }));
      return [
        needs[0] ? multiply(subtract(whole, target), above) : undefined,
        needs[1] ? negative(multiply(logs as Tensor, above)) : undefined,
      ];
    },
  });
}
