// Reference kernels over a small memory of their own, to call them with arrays.
import { referenceKernels } from '../../src/backend/reference/kernels.ts';
import type { KernelTable } from '../../src/backend/table.ts';

/** Arrays in, addresses out; filled from address 64 on. */
export class KernelBench {
  readonly kernels: KernelTable;
  readonly #floats: Float32Array | Float64Array;
  readonly #ints: Int32Array | Float64Array;
  readonly #bytes: number;
  #top = 64;

  constructor(dtype: 'float32' | 'float64') {
    const buffer = new ArrayBuffer(1 << 20);
    const doubles = new Float64Array(buffer);
    this.#bytes = dtype === 'float32' ? 4 : 8;
    this.#floats = dtype === 'float32' ? new Float32Array(buffer) : doubles;
    this.#ints = dtype === 'float32' ? new Int32Array(buffer) : doubles;
    this.kernels = referenceKernels(() => ({ floats: this.#floats, ints: this.#ints }), dtype);
  }

  /** Address of n elements, filled with a mark that shows where nothing was written. */
  room(n: number): number {
    return this.put(new Array<number>(n).fill(-777));
  }

  /** Address of a copy of the values. */
  put(values: ArrayLike<number>): number {
    const address = this.#top;
    this.#floats.set(values, address / this.#bytes);
    this.#top += Math.ceil((values.length * this.#bytes + 64) / 64) * 64;
    return address;
  }

  /** Address of a copy of whole numbers (int32). */
  putInts(values: ArrayLike<number>): number {
    const address = this.put(values);
    this.#ints.set(values, address / this.#bytes);
    return address;
  }

  /** Address of element n of a block. */
  at(address: number, n: number): number {
    return address + n * this.#bytes;
  }

  get(address: number, n: number): number[] {
    return [...this.#floats.subarray(address / this.#bytes, address / this.#bytes + n)];
  }

  getInts(address: number, n: number): number[] {
    return [...this.#ints.subarray(address / this.#bytes, address / this.#bytes + n)];
  }
}
