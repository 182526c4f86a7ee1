import { checkOptions } from '../options.ts';
import { normalizeAxis, type Shape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { REDUCE_OPTIONS } from './axis.ts';
import { operation } from './operation.ts';
import { reshape } from './reshape.ts';
import { expanded } from './strided.ts';

/** Which axes a reduction runs over. */
export interface ReduceOptions {
  /** One axis or several, negative from the end. Default: all. */
  axis?: number | readonly number[];
  /** Keep reduced axes with size 1. Default false. */
  keepDims?: boolean;
}

/** The axes of a reduction, ascending, and the shapes of its result. */
export function reducedShapes(
  shape: Shape,
  options: ReduceOptions,
  action: string,
): { axes: number[]; kept: number[]; result: number[] } {
  checkOptions(action, options, REDUCE_OPTIONS);
  const { axis, keepDims = false } = options;
  const given = axis === undefined ? shape.map((_, i) => i) : typeof axis === 'number' ? [axis] : axis;
  const axes = [...new Set(given.map((a) => normalizeAxis(a, shape.length, action)))].sort((a, b) => a - b);
  const kept = shape.map((n, i) => (axes.includes(i) ? 1 : n));
  const result = keepDims ? kept : shape.filter((_, i) => !axes.includes(i));
  return { axes, kept, result };
}

/**
 * Sums over axes.
 *
 * @throws ShapeError if an axis does not exist; OptionError for an unknown option.
 * @example
 * ```ts
 * import { sum, tensor } from 'memcell';
 * console.log(sum(tensor([[1, 2], [3, 4]])).item()); // => 10
 * console.log(sum(tensor([[1, 2], [3, 4]]), { axis: 0 }).toArray()); // => [ 4, 6 ]
 * ```
 */
export function sum(x: Tensor, options?: ReduceOptions): Tensor {
  if (options === undefined) return x.rank === 0 ? x : total(x);
  const { axes, kept, result } = reducedShapes(x.shape, options, 'sum tensor');
  if (axes.length === 0) return x;
  const first = axes[0] as number;
  const last = axes.at(-1) as number;
  if (last - first + 1 !== axes.length) {
    // axes that do not stand together: the last run first
    const run = axes.filter((axis, i) => axes.slice(i).every((later, k) => later === axis + k));
    const rest = axes.filter((axis) => !run.includes(axis));
    return reshape(sum(sum(x, { axis: run, keepDims: true }), { axis: rest, keepDims: true }), result);
  }
  const outer = sizeOf(x.shape.slice(0, first));
  const n = sizeOf(x.shape.slice(first, last + 1));
  const inner = sizeOf(x.shape.slice(last + 1));
  return operation({
    inputs: [x],
    shape: result,
    run: (kernels, out) => kernels.sum(outer, n, inner, x.address(), out),
    backward: (dy) => [expanded(reshape(dy, kept), x.shape)],
  });
}

/** The sum over all axes. */
function total(x: Tensor): Tensor {
  return operation({
    inputs: [x],
    shape: [],
    run: (kernels, out) => kernels.sum(1, x.size, 1, x.address(), out),
    backward: (dy) => [expanded(dy, x.shape)],
  });
}
