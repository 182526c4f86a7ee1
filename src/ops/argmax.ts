import type { Tensor } from '../tensor/tensor.ts';
import { type AxisOptions, nonEmptyAxis } from './axis.ts';
import { operation } from './operation.ts';

/**
 * Index of the first largest element along an axis, as int32. Has no gradient.
 *
 * @throws ShapeError if the axis does not exist or is empty; OptionError for an unknown option.
 * @example
 * ```ts
 * import { argmax, tensor } from 'memcell';
 * console.log(argmax(tensor([[1, 5], [7, 2]]), { axis: 1 }).toArray()); // => [ 1, 0 ]
 * ```
 */
export function argmax(x: Tensor, options: AxisOptions = {}): Tensor {
  const { outer, n, inner, result } = nonEmptyAxis(x.shape, options, 'take argmax of tensor');
  return operation({
    inputs: [x],
    shape: result,
    dtype: 'int32',
    takes: 'float32',
    run: (kernels, out) => kernels.argmax(outer, n, inner, x.address(), out),
  });
}
