import { type Shape, sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { reshape } from './reshape.ts';
import { sum } from './sum.ts';

/** Sums a gradient over the axes along which an operand of `shape` was broadcast. */
export function sumTo(gradient: Tensor, shape: Shape): Tensor {
  if (sameShape(gradient.shape, shape)) return gradient;
  const missing = gradient.rank - shape.length;
  const axes: number[] = [];
  for (let axis = 0; axis < gradient.rank; axis++) {
    if (axis < missing || (shape[axis - missing] === 1 && gradient.shape[axis] !== 1)) axes.push(axis);
  }
  return reshape(axes.length === 0 ? gradient : sum(gradient, { axis: axes }), shape);
}
