import { POOL_MAX, POOL_MEAN, type PoolGeometry } from '../backend/table.ts';
import { ShapeError } from '../errors.ts';
import { checkChoice, checkOptions } from '../options.ts';
import { formatShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';
import { perAxis, slide, windowCounts } from './windows.ts';

/** Options of `maxPool` and `averagePool`. */
export interface PoolOptions {
  /** Size of the window, for all axes or for each. Default 2. */
  poolSize?: number | readonly number[];
  /** Steps from one window to the next. Default: `poolSize`. */
  strides?: number | readonly number[] | null;
  /** 'valid', or 'same': as many windows as steps, cut at the ends. Default 'valid'. */
  padding?: 'valid' | 'same';
}

const OPTIONS = ['poolSize', 'strides', 'padding'];

/**
 * The largest element of each window, channel by channel.
 *
 * Its gradient goes to the first of the largest elements.
 *
 * **Shapes** x [B, T, C] → [B, T', C]; x [B, H, W, C] → [B, H', W', C].
 *
 * @throws ShapeError if x has another rank or no window fits; OptionError for an option outside its range.
 * @example
 * ```ts
 * import { maxPool, tensor } from 'memcell';
 * console.log(maxPool(tensor([1, 3, 2, 0], [1, 4, 1])).toArray()); // => [ [ [ 3 ], [ 2 ] ] ]
 * ```
 */
export function maxPool(x: Tensor, options: PoolOptions = {}): Tensor {
  return pooled(POOL_MAX, x, options);
}

/**
 * The mean of each window, channel by channel; padding does not count.
 *
 * **Shapes** x [B, T, C] → [B, T', C]; x [B, H, W, C] → [B, H', W', C].
 *
 * @throws ShapeError if x has another rank or no window fits; OptionError for an option outside its range.
 * @example
 * ```ts
 * import { averagePool, tensor } from 'memcell';
 * console.log(averagePool(tensor([1, 3, 2, 0], [1, 4, 1])).toArray()); // => [ [ [ 2 ], [ 1 ] ] ]
 * ```
 */
export function averagePool(x: Tensor, options: PoolOptions = {}): Tensor {
  return pooled(POOL_MEAN, x, options);
}

function pooled(kind: number, x: Tensor, options: PoolOptions): Tensor {
  checkOptions('pool tensor', options, OPTIONS);
  const axes = x.rank - 2;
  if (axes !== 1 && axes !== 2) {
    throw new ShapeError(`Cannot pool tensor: x must be [B, T, C] or [B, H, W, C], received ${formatShape(x.shape)}`);
  }
  const poolSize = perAxis('pool tensor', 'poolSize', options.poolSize ?? 2, axes);
  const strides = perAxis('pool tensor', 'strides', options.strides ?? poolSize, axes);
  const padding = checkChoice('pool tensor', 'padding', options.padding ?? 'valid', ['valid', 'same']);
  const slides = poolSize.map((size, i) => ({ size, stride: strides[i] as number, dilation: 1, padding }));
  const counts = windowCounts(x.shape, slides, 'pool tensor') as number[];
  const before = slides.map((each, i) => slide(x.shape[i + 1] as number, each).before);

  const two = (list: readonly number[], first: number): [number, number] => [
    list.at(-2) ?? first,
    list.at(-1) as number,
  ];
  const [batch, depth] = [x.shape[0] as number, x.shape.at(-1) as number];
  const geometry: PoolGeometry = [
    ...([kind, batch, ...two(x.shape.slice(1, -1), 1), depth, ...two(counts, 1)] as const),
    ...([...two(poolSize, 1), ...two(strides, 1), ...two(before, 0)] as const),
  ];
  return operation({
    inputs: [x],
    shape: [batch, ...counts, depth],
    run: (kernels, out) => kernels.pool(...geometry, x.address(), out),
    backward: (dy, _needs, y) => [
      operation({
        inputs: [x, y, dy],
        shape: x.shape,
        run: (kernels, out) => {
          kernels.fill(x.size, 0, out);
          kernels.poolGradient(...geometry, x.address(), y.address(), dy.address(), out);
        },
      }),
    ],
  });
}
