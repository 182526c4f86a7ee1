import { OptionError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { greaterEqual } from './compare.ts';
import { multiply } from './multiply.ts';
import { operation } from './operation.ts';

/** Bounds of `clip`. */
export interface ClipOptions {
  /** Least value. Default −Infinity. */
  min?: number;
  /** Largest value, not below min. Default Infinity. */
  max?: number;
}

/**
 * Moves every element into a range.
 *
 * y = min(max(x, low), high); gradient 1 within the range, its ends included, and 0 beyond
 *
 * @throws OptionError for an unknown option, or if min is above max.
 * @example
 * ```ts
 * import { clip, tensor } from 'memcell';
 * console.log(clip(tensor([-3, 0.5, 3]), { min: 0, max: 1 }).toArray()); // => [ 0, 0.5, 1 ]
 * ```
 */
export function clip(x: Tensor, options: ClipOptions): Tensor {
  checkOptions('clip tensor', options, ['min', 'max']);
  const { min = -Infinity, max = Infinity } = options;
  if (!(min <= max)) {
    throw new OptionError(`Cannot clip tensor: min must not be above max, received ${min} and ${max}`);
  }
  return operation({
    inputs: [x],
    shape: x.shape,
    run: (kernels, out, scope) => {
      const bound = scope.memory.bump(1);
      const raised = scope.memory.bump(x.size);
      kernels.fill(1, min, bound);
      kernels.maximum(1, x.size, x.address(), 0, 1, bound, 0, 0, raised);
      kernels.fill(1, max, bound);
      kernels.minimum(1, x.size, raised, 0, 1, bound, 0, 0, out);
    },
    backward: (dy) => [multiply(dy, multiply(greaterEqual(x, min), greaterEqual(max, x)))],
  });
}
