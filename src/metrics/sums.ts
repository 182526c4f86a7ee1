import { type Shape, sizeOf } from '../tensor/shape.ts';
import { Variable } from '../tensor/variable.ts';

/** Running sums of a metric, all of one shape, which may become known with the first batch only. */
export class Sums {
  readonly #name: string;
  readonly #parts: readonly string[];
  #shape: Shape | undefined;
  #variables: readonly Variable[] | undefined;

  /** @param parts the names of the sums. */
  constructor(name: string, parts: readonly string[], shape?: Shape) {
    this.#name = name;
    this.#parts = parts;
    this.#shape = shape;
  }

  /** Shape of each sum; undefined before it is known. */
  get shape(): Shape | undefined {
    return this.#shape;
  }

  /** Says the shape. */
  build(shape: Shape): void {
    this.#shape ??= shape;
  }

  /** What a checkpoint keeps; none before the shape is known. */
  get variables(): readonly Variable[] {
    const shape = this.#shape;
    if (shape === undefined) return [];
    this.#variables ??= this.#parts.map(
      (part) => new Variable(shape, { name: `${this.#name}/${part}`, trainable: false }),
    );
    return this.#variables;
  }

  /** The sums, in the order of their names; zeros before the first batch. */
  read(): ArrayLike<number>[] {
    const n = sizeOf(this.#shape ?? [0]);
    return this.#parts.map((_, i) => this.#variables?.[i]?.data ?? new Float32Array(n));
  }

  /** Adds to each sum. */
  add(amounts: readonly ArrayLike<number>[]): void {
    for (const [i, variable] of this.variables.entries()) {
      const { data } = variable;
      const amount = amounts[i] as ArrayLike<number>;
      for (let j = 0; j < data.length; j++) data[j] = (data[j] as number) + (amount[j] as number);
      variable.assign(data);
    }
  }

  reset(): void {
    for (const variable of this.#variables ?? []) variable.assign(new Float32Array(variable.size));
  }
}
