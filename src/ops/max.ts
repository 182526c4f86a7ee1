import type { Tensor } from '../tensor/tensor.ts';
import { type AxisOptions, nonEmptyAxis } from './axis.ts';
import { broadcastTo } from './broadcast-to.ts';
import { equal } from './compare.ts';
import { divide } from './divide.ts';
import { multiply } from './multiply.ts';
import { operation } from './operation.ts';
import { reshape } from './reshape.ts';
import { sum } from './sum.ts';

/**
 * Largest element along an axis; NaN where one is NaN. Equal largest elements share the gradient.
 *
 * @throws ShapeError if the axis does not exist or is empty; OptionError for an unknown option.
 * @example
 * ```ts
 * import { max, tensor } from 'memcell';
 * console.log(max(tensor([[1, 5], [7, 2]]), { axis: 1 }).toArray()); // => [ 5, 7 ]
 * ```
 */
export function max(x: Tensor, options: AxisOptions = {}): Tensor {
  const { axis, outer, n, inner, kept, result } = nonEmptyAxis(x.shape, options, 'take max of tensor');
  return operation({
    inputs: [x],
    shape: result,
    run: (kernels, out) => kernels.max(outer, n, inner, x.address(), out),
    backward: (dy, _needs, y) => {
      const hit = equal(x, reshape(y, kept));
      const share = divide(hit, sum(hit, { axis, keepDims: true }));
      return [multiply(share, broadcastTo(reshape(dy, kept), x.shape))];
    },
  });
}
