import { ShapeError } from '../errors.ts';
import { slice } from '../ops/slice.ts';
import type { Batch, Tensors } from '../tensor/batch.ts';
import { scope } from '../tensor/scope.ts';
import { formatShape } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';

type Field = Tensor | readonly (Tensor | undefined)[] | undefined;

/**
 * Truncated back-propagation through time: a batch is trained piece by piece along its axis of steps. The recurrent
 * states run on from piece to piece and begin at zero with every batch; gradients end where their piece begins.
 *
 * @see Williams and Peng, An efficient gradient-based algorithm for on-line training of recurrent network trajectories,
 * 1990.
 */
export class Truncation {
  /** Steps of a piece. */
  readonly steps: number;
  /** The states of each layer, for the forward pass. */
  states: Map<object, readonly Variable[]> = new Map();
  #batchSize: number | undefined;

  constructor(steps: number) {
    this.steps = steps;
  }

  /**
   * The pieces of a batch, the first of which begins with zero states.
   *
   * @throws ShapeError if a target, or a mask, is not one for each step of the input.
   */
  *pieces(batch: Batch<Tensors>): Generator<Batch<Tensors>> {
    const first = one(batch.input);
    const [size, length = 0] = first.shape as readonly [number, number];
    check(batch, length);
    if (this.#batchSize !== size) this.states = new Map();
    this.#batchSize = size;
    for (const state of [...this.states.values()].flat()) state.assign(new Float32Array(state.size));
    for (let begin = 0; begin < length; begin += this.steps) {
      const count = Math.min(this.steps, length - begin);
      yield scope(() => cut(batch, begin, count, length));
    }
  }
}

function one(field: Field): Tensor {
  return (field instanceof Tensor ? field : field?.[0]) as Tensor;
}

function check(batch: Batch<Tensors>, length: number): void {
  const each = (name: string, field: Field, must: string): void => {
    for (const tensor of field instanceof Tensor ? [field] : (field ?? [])) {
      if (tensor === undefined || (tensor.rank > 1 && tensor.shape[1] === length)) continue;
      throw new ShapeError(
        `Cannot train with truncate: ${name} must have shape ${must}, received ${formatShape(tensor.shape)}`,
        { hint: 'Back-propagation can be cut only where every step has its target: returnSequences: true.' },
      );
    }
  };
  each('input', batch.input, `[B, ${length}, …]`);
  each('target', batch.target, `[B, ${length}, …] as every step of the input has one`);
  each('mask', batch.mask, `[B, ${length}]`);
}

/** Steps `begin` to `begin + count` of all that has an axis of steps; sample weights [B] stay whole. */
function cut(batch: Batch<Tensors>, begin: number, count: number, length: number): Batch<Tensors> {
  const part = (field: Field): Field => {
    if (field === undefined) return undefined;
    if (!(field instanceof Tensor)) return field.map((tensor) => part(tensor) as Tensor | undefined);
    if (field.rank < 2 || field.shape[1] !== length) return field;
    const start = field.shape.map((_, axis) => (axis === 1 ? begin : 0));
    return slice(field, start, [-1, count, ...field.shape.slice(2)]);
  };
  return Object.fromEntries(
    Object.entries(batch).map(([name, field]) => [name, part(field as Field)]),
  ) as unknown as Batch<Tensors>;
}
