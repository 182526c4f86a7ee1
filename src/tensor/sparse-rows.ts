import { backend } from '../backend/current.ts';
import type { Address } from '../backend/table.ts';
import { inScope } from './scope.ts';
import { type Shape, sizeOf } from './shape.ts';
import { emptyTensor, Tensor, type TensorData } from './tensor.ts';

/** Rows of a table by their ids, in any order, an id any number of times. */
interface Rows {
  readonly ids: Int32Array;
  /** [n, …]. */
  readonly values: Tensor;
}

/**
 * A gradient of a table [V, …] of which all rows but a few are 0: what `embedding` gives of its table. Optimizers and
 * clipping work on the rows alone; whatever else reads it as a tensor gets all of its numbers.
 *
 * **Shapes** ids [n], values [n, …] → [V, …].
 */
export class SparseRows extends Tensor {
  /** Rows that are not 0, ascending, each once. */
  readonly ids: Int32Array;
  /** Their numbers. */
  readonly values: Tensor;
  #dense: Tensor | undefined;

  /** @internal */
  constructor(shape: Shape, ids: Int32Array, values: Tensor) {
    super(shape, 'float32', undefined, values.scope, 0);
    this.ids = ids;
    this.values = values;
  }

  /** @internal The place of all of its numbers, which are written out first. */
  override address(): Address {
    return this.#all().address();
  }

  /** All of its numbers. */
  override get data(): TensorData {
    return this.#all().data;
  }

  protected override first(): number {
    return this.#all().item();
  }

  /** @internal */
  override detach(): SparseRows {
    return this.withValues(this.values.detach());
  }

  /** The same rows with other numbers. */
  withValues(values: Tensor): SparseRows {
    return new SparseRows(this.shape, this.ids, values);
  }

  /** @internal A new sum with another gradient of the same shape. */
  plus(other: Tensor): Tensor {
    if (other instanceof SparseRows) return sumRows(this.shape, [this, other]);
    return inScope((scope) => {
      const out = emptyTensor(scope, this.shape);
      backend().kernels.copy(1, 1, 1, out.size, other.address(), 0, 0, 0, 1, out.address(), 0, 0, 0, 1);
      addRows(out, this);
      return out;
    });
  }

  /** @internal Adds the rows to a table in place. */
  addTo(table: Tensor): void {
    addRows(table, this);
  }

  #all(): Tensor {
    if (!this.#dense?.scope?.alive) {
      this.#dense = inScope((scope) => {
        const out = emptyTensor(scope, this.shape);
        backend().kernels.fill(out.size, 0, out.address());
        addRows(out, this);
        return out;
      });
    }
    return this.#dense;
  }
}

/** The rows of all parts as one gradient of a table; rows of one id are added up in the order in which they come. */
export function sumRows(shape: Shape, parts: readonly Rows[]): SparseRows {
  return inScope((scope) => {
    const ids = distinct(parts.map((part) => part.ids));
    const values = emptyTensor(scope, [ids.length, ...shape.slice(1)]);
    backend().kernels.fill(values.size, 0, values.address());
    for (const part of parts) addRows(values, { ids: part.ids.map((id) => placeOf(id, ids)), values: part.values });
    return new SparseRows(shape, ids, values);
  });
}

/** table[ids[i], …] += values[i, …] in place, i ascending. */
export function addRows(table: Tensor, { ids, values }: Rows): void {
  const places = new Tensor([ids.length], 'int32', ids, undefined, 0);
  const width = sizeOf(table.shape.slice(1));
  backend().kernels.scatterAdd(ids.length, width, places.address(), values.address(), table.address());
}

/** Every id once, ascending. */
function distinct(lists: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(lists.reduce((count, list) => count + list.length, 0));
  let count = 0;
  for (const list of lists) {
    all.set(list, count);
    count += list.length;
  }
  all.sort();
  count = 0;
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) all[count++] = all[i] as number;
  return all.slice(0, count);
}

/** Where an id stands in an ascending list that holds it. */
function placeOf(id: number, ids: Int32Array): number {
  let [low, high] = [0, ids.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] as number) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
