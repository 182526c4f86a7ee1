import { backend, currentDtype } from '../backend/current.ts';
import type { Memory } from '../backend/memory.ts';
import type { Address } from '../backend/table.ts';
import { type MemcellError, OptionError, ResourceError, ShapeError } from '../errors.ts';
import { checkChoice, describe } from '../options.ts';
import { currentScope, type OpenScope } from './open-scope.ts';
import { checkShape, formatShape, type Shape, sizeOf } from './shape.ts';

/** Kind of number a tensor holds: float32 values, or int32 ids and labels. */
export type Dtype = 'float32' | 'int32';

/** What `data` gives: Float64Array only under a float64 reference backend. */
export type TensorData = Float32Array | Int32Array | Float64Array;

/** Nested arrays of numbers, as deep as the shape is long. */
export type NestedArray = number | readonly NestedArray[];

/** What `tensor` reads: numbers and booleans, typed arrays, and lists of them. */
export type TensorValues =
  | number
  | boolean
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | readonly TensorValues[];

/** Numbers that are put together only where they are wanted: rows of other arrays. */
export interface Gathered {
  /** Writes them to `out`, from `at` on. */
  into(out: TensorData, at: number): void;
}

/** Numbers that a tensor shows of itself. */
const SHOWN = 8;

/**
 * A block of numbers with a shape, row-major. It cannot change.
 *
 * Its numbers stand in an ordinary typed array (made by `tensor`, or returned from a scope) or in the engine's memory
 * until the scope ends that it was made in; using it after that throws.
 */
export class Tensor {
  readonly shape: Shape;
  readonly dtype: Dtype;
  /** Number of elements. */
  readonly size: number;
  /** @internal The tape that follows it, and its number there. */
  tape: object | undefined = undefined;
  /** @internal */
  place = 0;
  #host: TensorData | Gathered | undefined;
  #scope: OpenScope | undefined;
  #address: Address;

  /** @internal Use `tensor`. */
  constructor(
    shape: Shape,
    dtype: Dtype,
    host: TensorData | Gathered | undefined,
    scope: OpenScope | undefined,
    address: Address,
    size: number = sizeOf(shape),
  ) {
    this.shape = shape;
    this.dtype = dtype;
    this.size = size;
    this.#host = host;
    this.#scope = scope;
    this.#address = address;
  }

  /** Number of axes. */
  get rank(): number {
    return this.shape.length;
  }

  /** @internal The scope that owns its place in memory. */
  get scope(): OpenScope | undefined {
    return this.#scope;
  }

  /** @internal Its place in the current backend's memory; copies an ordinary array into the open scope. */
  address(): Address {
    const scope = this.#scope;
    if (scope?.alive && scope.memory === backend().memory) return this.#address;
    if (this.#host === undefined) throw this.#ended();
    const open = currentScope();
    if (open === undefined) throw new ResourceError('Cannot place tensor: a scope must be open, received none');
    const address = open.memory.bump(this.size);
    write(open.memory, address, this.#host, this.dtype);
    this.#scope = open;
    this.#address = address;
    return address;
  }

  /** Its numbers, row-major, as an ordinary typed array. Do not write to it. @throws ResourceError once its scope has ended. */
  get data(): TensorData {
    const host = this.#host;
    if (ArrayBuffer.isView(host)) return host;
    if (host === undefined && !this.#scope?.alive) throw this.#ended();
    const data =
      host === undefined
        ? read((this.#scope as OpenScope).memory, this.#address, this.size, this.dtype)
        : gathered(host, this.size, this.dtype);
    this.#host = data;
    return data;
  }

  /** @internal Copies its numbers to an array of its size. */
  copyTo(out: Float32Array): void {
    const scope = this.#scope;
    if (this.#host !== undefined || !scope?.alive) {
      out.set(this.data);
      return;
    }
    const { ints, floats } = scope.memory.views();
    const view = this.dtype === 'int32' ? ints : floats;
    const start = this.#address / scope.memory.elementBytes;
    for (let i = 0; i < out.length; i++) out[i] = view[start + i] as number;
  }

  /** The one number of a tensor of size 1. @throws ShapeError for any other size. */
  item(): number {
    if (this.size !== 1) {
      throw new ShapeError(`Cannot read item of tensor: size must be 1, received shape ${formatShape(this.shape)}`);
    }
    return this.first();
  }

  /** Its first number, read in place. */
  protected first(): number {
    const scope = this.#scope;
    return this.#host === undefined && scope?.alive
      ? readOne(scope.memory, this.#address, this.dtype)
      : (this.data[0] as number);
  }

  /** Its numbers as nested arrays. */
  toArray(): NestedArray {
    return nest(this.data, this.shape);
  }

  /** Shape, dtype and the first numbers, for looking at; `console.log` in Node shows the same. */
  toString(): string {
    const numbers = this.#host === undefined && this.#scope?.alive === false ? undefined : this.data;
    const first = numbers && Array.from(numbers.subarray(0, SHOWN), (value) => String(Number(value.toPrecision(6))));
    const rest = this.size > SHOWN ? ', …' : '';
    return `Tensor ${formatShape(this.shape)} ${this.dtype}: ${first ? `${first.join(', ')}${rest}` : 'its scope has ended'}`;
  }

  /** @internal The same numbers in an ordinary array, so that it outlives its scope. */
  detach(): Tensor {
    return new Tensor(this.shape, this.dtype, this.data, undefined, 0);
  }

  #ended(): MemcellError {
    return new ResourceError(
      `Cannot use tensor of shape ${formatShape(this.shape)}: its scope must be open, received one that has ended`,
      { hint: 'Return the tensor from scope(), or read its numbers with data or toArray() inside.' },
    );
  }
}

Object.defineProperty(Tensor.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: Tensor): string {
    return this.toString();
  },
});

/**
 * Makes a tensor from nested arrays, or from a flat array and a shape. The numbers are copied.
 *
 * @param values nested arrays, a flat array or a typed array; true counts as 1.
 * @param shape sizes of the axes; may be left out for nested arrays.
 * @param dtype default: int32 for an Int32Array, float32 for everything else.
 * @throws ShapeError if the numbers do not fill the shape or nested rows have different lengths; OptionError for values
 * that are no numbers, or not whole ones where the dtype is int32.
 * @example
 * ```ts
 * import { tensor } from 'memcell';
 * console.log(tensor([[1, 2], [3, 4]]).shape); // => [ 2, 2 ]
 * console.log(tensor([1, 2, 3, 4], [2, 2]).toArray()); // => [ [ 1, 2 ], [ 3, 4 ] ]
 * ```
 */
export function tensor(values: TensorValues, shape?: Shape, dtype?: Dtype): Tensor {
  const kind = checkChoice(
    'make tensor',
    'dtype',
    dtype ?? (values instanceof Int32Array ? 'int32' : 'float32'),
    DTYPES,
  );
  const own = nestedShape(values);
  const data = newData(sizeOf(own), kind);
  fill(values, own, 0, data, 0);
  const target = shape ?? own;
  checkShape(target, 'make tensor');
  const size = sizeOf(target);
  if (size !== data.length) {
    throw new ShapeError(
      `Cannot make tensor: shape ${formatShape(target)} must hold ${size} numbers, received ${data.length}`,
    );
  }
  return new Tensor(Object.freeze([...target]), kind, data, undefined, 0);
}

/** The same numbers as float32. */
export function toFloat(x: Tensor): Tensor {
  return x.dtype === 'float32' ? x : tensor(x.data, x.shape, 'float32');
}

/** A tensor in the open scope whose numbers the caller writes. */
export function emptyTensor(scope: OpenScope, shape: Shape, dtype: Dtype = 'float32'): Tensor {
  const size = sizeOf(shape);
  return new Tensor(shape, dtype, undefined, scope, scope.memory.bump(size), size);
}

/** A tensor over numbers that already stand in the open scope. */
export function tensorAt(scope: OpenScope, address: Address, shape: Shape, dtype: Dtype = 'float32'): Tensor {
  return new Tensor(shape, dtype, undefined, scope, address);
}

/** A typed array for numbers of a dtype in the current precision. */
export function newData(size: number, dtype: Dtype): TensorData {
  if (dtype === 'int32') return new Int32Array(size);
  return currentDtype() === 'float64' ? new Float64Array(size) : new Float32Array(size);
}

function gathered(from: Gathered, size: number, dtype: Dtype): TensorData {
  const data = newData(size, dtype);
  from.into(data, 0);
  return data;
}

/** Copies numbers into a backend's memory. */
export function write(memory: Memory, address: Address, data: TensorData | Gathered, dtype: Dtype): void {
  const { ints, floats } = memory.views();
  const view = dtype === 'int32' ? ints : floats;
  const start = address / memory.elementBytes;
  if ('into' in data) data.into(view, start);
  else if (data.length === 1) view[start] = data[0] as number;
  else view.set(data, start);
}

/** The number at a place in a backend's memory. */
export function readOne(memory: Memory, address: Address, dtype: Dtype): number {
  const { ints, floats } = memory.views();
  return (dtype === 'int32' ? ints : floats)[address / memory.elementBytes] as number;
}

/** Copies numbers out of a backend's memory. */
export function read(memory: Memory, address: Address, size: number, dtype: Dtype): TensorData {
  const views = memory.views();
  const start = address / memory.elementBytes;
  if (dtype === 'int32') return Int32Array.from(views.ints.subarray(start, start + size));
  return views.floats.slice(start, start + size);
}

const DTYPES: readonly Dtype[] = ['float32', 'int32'];

type List = Exclude<TensorValues, number | boolean>;

function isList(values: TensorValues): values is List {
  return Array.isArray(values) || (ArrayBuffer.isView(values) && 'length' in values);
}

function nestedShape(values: TensorValues): number[] {
  const shape: number[] = [];
  for (let level = values; isList(level); level = level[0] as TensorValues) shape.push(level.length);
  return shape;
}

/** Writes the numbers of one level, and of all below it, from `at` on; gives the place behind the last. */
function fill(values: TensorValues, shape: Shape, axis: number, out: TensorData, at: number): number {
  if (axis === shape.length) {
    put(values, out, at);
    return at + 1;
  }
  if (!isList(values) || values.length !== shape[axis]) throw ragged();
  if (axis < shape.length - 1) {
    let next = at;
    for (const value of values) next = fill(value, shape, axis + 1, out, next);
    return next;
  }
  const ready = out instanceof Int32Array ? values instanceof Int32Array : isFloats(values);
  if (ready) out.set(values as TensorData, at);
  else for (let i = 0; i < values.length; i++) put(values[i] as TensorValues, out, at + i);
  return at + values.length;
}

function isFloats(values: List): boolean {
  return values instanceof Float32Array || values instanceof Float64Array;
}

function put(value: TensorValues, out: TensorData, at: number): void {
  if (typeof value !== 'number' && typeof value !== 'boolean') {
    if (isList(value)) throw ragged();
    const received = typeof value === 'bigint' ? `bigint ${value}` : describe(value);
    throw new OptionError(`Cannot make tensor: values must be numbers or booleans, received ${received}`);
  }
  const number = Number(value);
  out[at] = number;
  if (out instanceof Int32Array && out[at] !== number) {
    throw new OptionError(
      `Cannot make tensor: int32 values must be whole numbers from -2147483648 to 2147483647, received ${number}`,
    );
  }
}

function ragged(): ShapeError {
  return new ShapeError('Cannot make tensor: nested rows must have equal lengths, received rows that differ', {
    hint: 'Pad the rows to one length.',
  });
}

function nest(data: TensorData, shape: Shape): NestedArray {
  if (shape.length === 0) return data[0] as number;
  let level: NestedArray[] = Array.from(data);
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const width = shape[axis] as number;
    const rows = sizeOf(shape.slice(0, axis));
    level = Array.from({ length: rows }, (_, i) => level.slice(i * width, (i + 1) * width));
  }
  return level;
}
