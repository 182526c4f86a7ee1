/**
 * Batches that can be read again and again, each time in the order of its epoch. `fit` asks for the epochs by their
 * numbers; a loop over it reads epoch 0 the first time, epoch 1 the second.
 *
 * @example
 * ```ts
 * import { batched } from 'memcell/data';
 * const data = batched([[1], [2], [3]], [1, 2, 3], { batchSize: 2, seed: 7 });
 * console.log(data.steps); // => 2
 * console.log(Array.from(data, ({ input }) => input.shape[0])); // => [ 2, 1 ]
 * ```
 */
export class Dataset<Item> implements Iterable<Item> {
  /** Batches in an epoch. */
  readonly steps: number;
  readonly #batches: (epoch: number) => Iterable<Item>;
  #next = 0;

  /** @param batches those of an epoch, whose number counts from 0: `steps` of them, the same ones for the same number. */
  constructor(steps: number, batches: (epoch: number) => Iterable<Item>) {
    this.steps = steps;
    this.#batches = batches;
  }

  /** The batches of an epoch, counted from 0. */
  epoch(number: number): Iterable<Item> {
    return this.#batches(number);
  }

  [Symbol.iterator](): Iterator<Item> {
    return this.epoch(this.#next++)[Symbol.iterator]();
  }
}
