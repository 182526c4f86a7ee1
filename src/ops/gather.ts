import { ShapeError } from '../errors.ts';
import { formatShape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';

/**
 * Picks rows by their ids.
 *
 * y[…, :] = x[ids[…], :]
 *
 * **Shapes** x [V, …], ids […] (int32) → y [ids…, …].
 *
 * @throws ShapeError if ids are not int32 or one lies outside [0, V); names it and its place.
 * @example
 * ```ts
 * import { gather, tensor } from 'memcell';
 * console.log(gather(tensor([[1, 2], [3, 4]]), tensor(Int32Array.of(1, 0))).toArray()); // => [ [ 3, 4 ], [ 1, 2 ] ]
 * ```
 */
export function gather(x: Tensor, ids: Tensor): Tensor {
  if (ids.dtype !== 'int32' || x.rank === 0) {
    throw new ShapeError(
      `Cannot gather rows: x must have rank 1 or more and ids must be int32, received shape ${formatShape(x.shape)} and ${ids.dtype} ids`,
      { hint: 'Make the ids with tensor(Int32Array.from(…)).' },
    );
  }
  const rows = x.shape[0] as number;
  const width = sizeOf(x.shape.slice(1));
  return operation({
    inputs: [x],
    shape: [...ids.shape, ...x.shape.slice(1)],
    dtype: x.dtype,
    run: (kernels, out) => {
      const bad = kernels.gather(ids.size, width, rows, ids.address(), x.address(), out);
      if (bad < 0) return;
      throw new ShapeError(
        `Cannot gather rows: ids must lie in 0 to ${rows - 1}, received ${ids.data[bad]} at position ${bad}`,
      );
    },
    backward: (dy) => [scatterRows(dy, ids, x)],
  });
}

/** Adds rows up by their ids: the gradient of a gather. */
function scatterRows(dy: Tensor, ids: Tensor, like: Tensor): Tensor {
  return operation({
    inputs: [dy],
    shape: like.shape,
    run: (kernels, out) => {
      kernels.fill(like.size, 0, out);
      kernels.scatterAdd(ids.size, sizeOf(like.shape.slice(1)), ids.address(), dy.address(), out);
    },
  });
}
