import { ShapeError } from '../errors.ts';
import { checkBoolean, checkOptions } from '../options.ts';
import { formatShape, type Shape, sizeOf } from '../tensor/shape.ts';
import { addRows, sumRows } from '../tensor/sparse-rows.ts';
import { Tensor, tensorAt } from '../tensor/tensor.ts';
import { operation } from './operation.ts';

/** Options of `embedding`. */
export interface EmbeddingOpOptions {
  /** Whether the gradient of the table holds only the rows that were read. Default true. */
  sparseGradient?: boolean;
}

/**
 * Reads rows of a table by their ids, which may be int32 or whole float32 numbers.
 *
 * y[…, :] = table[ids[…], :]
 *
 * The gradient of the table is `SparseRows` of the ids that occur; each row adds up in the order in which its id occurs.
 *
 * **Shapes** table [V, D], ids […] → y […, D].
 *
 * @throws ShapeError if the table has not rank 2, or an id is no whole number in [0, V); names it and its place.
 * @example
 * ```ts
 * import { embedding, tensor } from 'memcell';
 * const table = tensor([[1, 2], [3, 4], [5, 6]]);
 * console.log(embedding(table, tensor([2, 0])).toArray()); // => [ [ 5, 6 ], [ 1, 2 ] ]
 * ```
 */
export function embedding(table: Tensor, ids: Tensor, options: EmbeddingOpOptions = {}): Tensor {
  checkOptions('look up embedding', options, ['sparseGradient']);
  const sparse = checkBoolean('look up embedding', 'sparseGradient', options.sparseGradient ?? true);
  if (table.rank !== 2) {
    throw new ShapeError(
      `Cannot look up embedding: table must have rank 2 [V, D], received ${formatShape(table.shape)}`,
    );
  }
  return lookUp(table, ids, { sparse, action: 'look up embedding' });
}

/** `embedding` of a table [V, D], for a caller whose errors name something else. */
export function lookUp(table: Tensor, ids: Tensor, { sparse, action }: { sparse: boolean; action: string }): Tensor {
  const [count, width] = table.shape as [number, number];
  const rows = checkIds(ids, count, action);
  const places = new Tensor([rows.length], 'int32', rows, undefined, 0);
  return operation({
    inputs: [table],
    shape: [...ids.shape, width],
    run: (kernels, out) => {
      kernels.gather(rows.length, width, count, places.address(), table.address(), out);
    },
    backward: (dy) => {
      const part = { ids: rows, values: dy };
      return [sparse ? sumRows(table.shape, [part]) : sumTable(table.shape, part)];
    },
  });
}

/** The ids as int32. @throws ShapeError for the first that is no whole number from 0 to rows − 1. */
function checkIds(ids: Tensor, rows: number, action: string): Int32Array {
  const { data } = ids;
  const whole = data instanceof Int32Array ? data : Int32Array.from(data);
  for (let i = 0; i < whole.length; i++) {
    const id = whole[i] as number;
    if (id >= 0 && id < rows && id === data[i]) continue;
    throw new ShapeError(
      `Cannot ${action}: ids must be whole numbers from 0 to ${rows - 1}, received ${data[i]} at ${formatShape(placeOf(i, ids.shape))}`,
    );
  }
  return whole;
}

/** Index of an element on each axis. */
function placeOf(index: number, shape: Shape): number[] {
  const place: number[] = [];
  for (let axis = shape.length - 1, rest = index; axis >= 0; axis--) {
    const n = shape[axis] as number;
    place.unshift(rest % n);
    rest = Math.floor(rest / n);
  }
  return place;
}

/** The gradient of a whole table. */
function sumTable(shape: Shape, rows: { ids: Int32Array; values: Tensor }): Tensor {
  return operation({
    inputs: [rows.values],
    shape,
    run: (kernels, out, scope) => {
      kernels.fill(sizeOf(shape), 0, out);
      addRows(tensorAt(scope, out, shape), rows);
    },
  });
}
