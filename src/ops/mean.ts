import type { Address } from '../backend/table.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { multiply } from './multiply.ts';
import { operation } from './operation.ts';
import { type ReduceOptions, sum } from './sum.ts';

/**
 * Averages over axes; NaN where nothing is averaged.
 *
 * @throws ShapeError if an axis does not exist; OptionError for an unknown option.
 * @example
 * ```ts
 * import { mean, tensor } from 'memcell';
 * console.log(mean(tensor([1, 2, 6])).item()); // => 3
 * ```
 */
export function mean(x: Tensor, options?: ReduceOptions): Tensor {
  if (options === undefined && x.rank > 0) return meanOfAll(x);
  const total = sum(x, options);
  return multiply(total, total.size / x.size);
}

/** The sum over all axes, times 1 / n. */
function meanOfAll(x: Tensor): Tensor {
  const n = x.size;
  let share: Address = 0;
  return operation({
    inputs: [x],
    shape: [],
    run: (kernels, out, { memory }) => {
      share = memory.bump(1);
      kernels.fill(1, 1 / n, share);
      kernels.sum(1, n, 1, x.address(), out);
      kernels.multiply(1, 1, out, 1, 1, share, 1, 1, out);
    },
    backward: (dy) => [
      operation({
        inputs: [dy],
        shape: x.shape,
        run: (kernels, out) => kernels.multiply(1, n, dy.address(), 0, 0, share, 0, 0, out),
      }),
    ],
  });
}
