import { ShapeError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import { formatShape, normalizeAxis, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';
import { slice } from './slice.ts';
import { stridedCopy } from './strided.ts';

/**
 * Joins tensors along an axis.
 *
 * @throws ShapeError if there are none, or sizes of the other axes differ; OptionError for an unknown option.
 * @example
 * ```ts
 * import { concat, tensor } from 'memcell';
 * console.log(concat([tensor([[1]]), tensor([[2, 3]])], { axis: 1 }).toArray()); // => [ [ 1, 2, 3 ] ]
 * ```
 */
export function concat(tensors: readonly Tensor[], options: { axis?: number } = {}): Tensor {
  checkOptions('concat tensors', options, ['axis']);
  const { axis = -1 } = options;
  const first = tensors[0];
  if (first === undefined) throw new ShapeError('Cannot concat tensors: there must be at least one, received none');
  const at = normalizeAxis(axis, first.rank, 'concat tensors');
  for (const x of tensors) {
    if (x.rank === first.rank && x.shape.every((n, i) => i === at || n === first.shape[i])) continue;
    throw new ShapeError(
      `Cannot concat tensors: sizes must be equal on all axes but ${at}, received ${formatShape(first.shape)} and ${formatShape(x.shape)}`,
    );
  }
  const shape = first.shape.map((n, i) =>
    i === at ? tensors.reduce((sum, x) => sum + (x.shape[at] as number), 0) : n,
  );
  const outer = sizeOf(shape.slice(0, at));
  const row = sizeOf(shape.slice(at));
  const begins: number[] = [];
  let total = 0;
  for (const x of tensors) {
    begins.push(total);
    total += x.shape[at] as number;
  }
  return operation({
    inputs: tensors,
    shape,
    dtype: first.dtype,
    run: (kernels, out, { memory: { elementBytes } }) => {
      let place = out;
      for (const x of tensors) {
        const width = sizeOf(x.shape.slice(at));
        stridedCopy(kernels, elementBytes, [outer, width], x.address(), [width, 1], place, [row, 1]);
        place += width * elementBytes;
      }
    },
    backward: (dy, needs) =>
      tensors.map((x, i) => {
        const begin = shape.map((_, a) => (a === at ? (begins[i] as number) : 0));
        return needs[i] ? slice(dy, begin, x.shape) : undefined;
      }),
  });
}
