import { backend } from '../backend/current.ts';
import type { Memory } from '../backend/memory.ts';
import type { Address } from '../backend/table.ts';
import { ResourceError, ShapeError } from '../errors.ts';
import { currentScope } from './open-scope.ts';
import { checkShape, formatShape, type Shape, sameShape, sizeOf } from './shape.ts';
import { type Dtype, read, readOne, Tensor, type TensorData, write } from './tensor.ts';

/** Options of a Variable. */
export interface VariableOptions {
  /** Name in errors, files and summaries. */
  name: string;
  /** Whether gradients flow to it. Default true. */
  trainable?: boolean;
  /** Kind of its numbers. Default float32. */
  dtype?: Dtype;
  /** Called on the new value after each update of an optimizer; gives the value to keep. */
  constraint?: ((value: Tensor) => Tensor) | undefined;
}

const finalizer = new FinalizationRegistry<{ memory: Memory; address: Address }>(({ memory, address }) =>
  memory.release(address),
);

/**
 * A named tensor that lives until garbage collection and changes in place: a weight, an optimizer's slot, a state.
 *
 * @throws ShapeError for a shape that is none; ResourceError where memory is not to be had.
 * @example
 * ```ts
 * import { Variable } from 'memcell';
 * const w = new Variable([2], { name: 'w' });
 * w.assign([3, 4]);
 * console.log(w.toArray()); // => [ 3, 4 ]
 * ```
 */
export class Variable extends Tensor {
  readonly name: string;
  trainable: boolean;
  readonly constraint: ((value: Tensor) => Tensor) | undefined;
  readonly #memory: Memory;
  readonly #place: Address;

  /** Filled with zeros. */
  constructor(shape: Shape, options: VariableOptions) {
    checkShape(shape, `create variable '${options.name}'`);
    const memory = backend().memory;
    const place = memory.allocate(sizeOf(shape));
    super(Object.freeze([...shape]), options.dtype ?? 'float32', undefined, undefined, place);
    this.name = options.name;
    this.trainable = options.trainable ?? true;
    this.constraint = options.constraint;
    this.#memory = memory;
    this.#place = place;
    finalizer.register(this, { memory, address: place });
  }

  /** @internal */
  override address(): Address {
    if (backend().memory !== this.#memory) {
      throw new ResourceError(
        `Cannot use variable '${this.name}': it must be made on the backend that computes, received one of another backend`,
      );
    }
    return this.#place;
  }

  /** A copy of its numbers now. */
  override get data(): TensorData {
    return read(this.#memory, this.#place, this.size, this.dtype);
  }

  protected override first(): number {
    return readOne(this.#memory, this.#place, this.dtype);
  }

  /**
   * Replaces its numbers.
   *
   * @param values a tensor of the same shape, or as many numbers.
   * @throws ShapeError if shape or count differ.
   */
  assign(values: Tensor | TensorData | readonly number[]): void {
    const shaped = values instanceof Tensor;
    if (shaped ? !sameShape(values.shape, this.shape) : values.length !== this.size) {
      const received = shaped ? formatShape(values.shape) : `${values.length} numbers`;
      throw new ShapeError(
        `Cannot assign to variable '${this.name}': value must have shape ${formatShape(this.shape)}, received ${received}`,
      );
    }
    if (shaped && currentScope()?.memory === this.#memory && values.dtype === this.dtype) {
      backend().kernels.copy(1, 1, 1, this.size, values.address(), 0, 0, 0, 1, this.#place, 0, 0, 0, 1);
      return;
    }
    write(this.#memory, this.#place, (shaped ? values.data : values) as TensorData, this.dtype);
  }
}
