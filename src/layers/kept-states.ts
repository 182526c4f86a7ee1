import { ShapeError } from '../errors.ts';
import { concat } from '../ops/concat.ts';
import { slice } from '../ops/slice.ts';
import { formatShape } from '../tensor/shape.ts';
import { Tensor, type TensorValues, tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';

/** The states that a stateful layer keeps from one batch to the next. They are copied in and out: no gradient passes. */
export class KeptStates {
  readonly #subject: () => string;
  readonly #sizes: readonly number[];
  #variables: readonly Variable[] = [];

  /** @param subject class, name of the layer, as errors say it. @param sizes width of each state. */
  constructor(subject: () => string, sizes: readonly number[]) {
    this.#subject = subject;
    this.#sizes = sizes;
  }

  /** One for each state, once there was a batch. */
  get variables(): readonly Variable[] {
    return this.#variables;
  }

  /** States before a batch of so many rows; undefined before the first one. @throws ShapeError where they are too few. */
  before(batch: number): readonly Tensor[] | undefined {
    const [first] = this.#variables;
    if (first === undefined) return undefined;
    const kept = first.shape[0] as number;
    if (batch > kept) {
      throw new ShapeError(
        `Cannot call ${this.#subject()}: a stateful layer must keep its batch size ${kept}, received ${batch}`,
        { hint: 'Call resetStates() to begin with another batch size.' },
      );
    }
    return this.#variables.map((state) => slice(state, [0, 0], [batch, -1]));
  }

  /** Keeps the states after a batch; those of rows that it did not have stay. */
  keep(states: readonly Tensor[]): void {
    if (this.#variables.length === 0) this.#make((states[0] as Tensor).shape[0] as number);
    this.#variables.forEach((variable, i) => {
      const state = states[i] as Tensor;
      const rows = state.shape[0] as number;
      variable.assign(
        rows === variable.shape[0] ? state : concat([state, slice(variable, [rows, 0], [-1, -1])], { axis: 0 }),
      );
    });
  }

  /** Forgets them, so that the next batch begins at zero and may have any size. */
  reset(): void {
    this.#variables = [];
  }

  /** Replaces them. @throws ShapeError unless there is a [B, size] for each state, with one B. */
  set(values: readonly (Tensor | TensorValues)[]): void {
    const refuse = (must: string, received: string): never => {
      throw new ShapeError(`Cannot set states of ${this.#subject()}: ${must}, received ${received}`);
    };
    if (!Array.isArray(values) || values.length !== this.#sizes.length) {
      const received = Array.isArray(values) ? `${values.length}` : 'no list';
      refuse(`there must be a list of ${this.#sizes.length}`, received);
    }
    const tensors = values.map((value) => (value instanceof Tensor ? value : tensor(value)));
    const batch = tensors[0]?.shape[0] ?? 0;
    tensors.forEach(({ shape }, i) => {
      const wanted = [batch, this.#sizes[i] as number];
      if (batch > 0 && shape.length === 2 && shape.every((n, axis) => n === wanted[axis])) return;
      refuse(`state ${i + 1} must have shape ${formatShape([batch || null, wanted[1] as number])}`, formatShape(shape));
    });
    if (this.#variables[0]?.shape[0] !== batch) this.#make(batch);
    this.#variables.forEach((variable, i) => {
      variable.assign((tensors[i] as Tensor).data);
    });
  }

  #make(batch: number): void {
    this.#variables = this.#sizes.map(
      (size, i) => new Variable([batch, size], { name: `${this.#subject()} state ${i + 1}`, trainable: false }),
    );
  }
}
