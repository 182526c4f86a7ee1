import { rowMajor } from '../../ops/strided.ts';

/** The numbers of axis 0 … n as they stand when the axes come in another order: axis i of the result is axis order[i]. */
export function reorder(data: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  const strides = rowMajor(shape);
  const sizes = order.map((axis) => shape[axis] as number);
  const steps = order.map((axis) => strides[axis] as number);
  const index = sizes.map(() => 0);
  const out = new Float32Array(data.length);
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = data[from] as number;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if (index[axis] !== sizes[axis]) break;
      from -= (steps[axis] as number) * (sizes[axis] as number);
      index[axis] = 0;
    }
  }
  return out;
}

/** A kernel [P, Q, C, F] as Torch's [F, C, P, Q]. */
export function torchKernel(data: Float32Array, shape: readonly number[]): Float32Array {
  return reorder(data, shape, [3, 2, 0, 1]);
}

/** Torch's [F, C, P, Q] as a kernel [P, Q, C, F]. */
export function ownKernel(data: Float32Array, shape: readonly number[]): Float32Array {
  return reorder(data, shape, [2, 3, 1, 0]);
}

/**
 * A kernel [D, U] as Torch's [U, D]. Where the D numbers of a row were an image, they come place by place here and channel
 * by channel in Torch.
 *
 * @param channels of that image; 1 where it was none.
 */
export function torchMatrix(
  data: Float32Array,
  [rows = 0, units = 0]: readonly number[],
  channels: number,
): Float32Array {
  return reorder(data, [rows / channels, channels, units], [2, 1, 0]);
}

/** Torch's [U, D] as a kernel [D, U]; the reverse of `torchMatrix`. */
export function ownMatrix(
  data: Float32Array,
  [units = 0, rows = 0]: readonly number[],
  channels: number,
): Float32Array {
  return reorder(data, [units, channels, rows / channels], [2, 1, 0]);
}
