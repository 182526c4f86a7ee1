import { type Shape, sizeOf } from '../../src/tensor/shape.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';

/** A tensor of numbers between −1 and 1 that look mixed and are always the same. */
export function ramp(shape: Shape, start = 0): Tensor {
  return tensor(
    Float32Array.from({ length: sizeOf(shape) }, (_, i) => (((i + start) * 37) % 101) / 50 - 1),
    shape,
  );
}
