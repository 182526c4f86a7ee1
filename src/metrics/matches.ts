import type { Shape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

/** 1 where two tensors of equal size hold the same class, whatever their dtypes, else 0. */
export function matches(a: Tensor, b: Tensor, shape: Shape): Tensor {
  const x = a.data;
  const y = b.data;
  const same = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) same[i] = x[i] === y[i] ? 1 : 0;
  return tensor(same, shape);
}
