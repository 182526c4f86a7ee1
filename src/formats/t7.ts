import { ShapeError } from '../errors.ts';
import { kindOfNumbers, type NumberArray, type NumberBlock, type NumberKind } from './number-array.ts';
import { shown } from './refuse.ts';

/** What a `.t7` file of Torch 7 can hold: Lua's values, tensors, their storages, and objects of a class. */
export type T7Value = null | boolean | number | string | T7Table | T7Object | T7Tensor | T7Storage;

/** A Lua table; a list has the keys 1, 2, … */
export interface T7Table extends ReadonlyMap<T7Value, T7Value> {}

/** An object of a class that Torch writes as a table: every module of nn. */
export interface T7Object {
  readonly kind: 'object';
  /** 'nn.Linear'. */
  readonly className: string;
  readonly fields: T7Table;
}

/** A row of numbers that tensors look into. */
export interface T7Storage {
  readonly kind: 'storage';
  readonly of: NumberKind;
  readonly data: NumberArray;
}

/** A view into a storage: element (i, j, …) stands at offset + i·strides[0] + j·strides[1] + … */
export interface T7Tensor {
  readonly kind: 'tensor';
  readonly of: NumberKind;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  /** Counted from 0. */
  readonly offset: number;
  /** null where there is no number. */
  readonly storage: T7Storage | null;
}

/** Marks of the values in a file. */
export const t7Marks = { nil: 0, number: 1, text: 2, table: 3, torch: 4, boolean: 5 } as const;

/** What Torch calls the tensors and storages of a kind of numbers: torch.FloatTensor, torch.FloatStorage. */
export const t7Kinds: Readonly<Record<string, NumberKind>> = {
  Byte: 'uint8',
  Char: 'int8',
  Short: 'int16',
  Int: 'int32',
  Long: 'int64',
  Half: 'float16',
  Float: 'float32',
  Double: 'float64',
};

/** A list as Lua has it. */
export function t7List(values: readonly T7Value[]): T7Table {
  return new Map(values.map((value, i) => [i + 1, value]));
}

/** A tensor of its own numbers. @throws ShapeError if the shape does not hold as many numbers as the data. */
export function t7Tensor({ shape, data }: NumberBlock): T7Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  if (shape.length === 0 || size !== data.length) {
    const must = `shape [${shape.join(', ')}] must have axes and hold ${data.length} numbers`;
    throw new ShapeError(`Cannot make a Torch tensor: ${must}, received ${size}`);
  }
  const of = kindOfNumbers(data);
  return { kind: 'tensor', of, shape, strides: rowMajor(shape), offset: 0, storage: { kind: 'storage', of, data } };
}

/** The numbers of a tensor, row-major: its storage's own ones where they follow each other, else a copy. */
export function t7Numbers({ shape, strides, offset, storage }: T7Tensor): NumberBlock {
  const size = shape.reduce((product, n) => product * n, 1);
  if (storage === null) return { shape, data: new Float32Array(size) };
  const { data } = storage;
  const plain = rowMajor(shape);
  if (strides.every((stride, axis) => stride === plain[axis] || shape[axis] === 1)) {
    return { shape, data: data.subarray(offset, offset + size) };
  }
  const out = data.slice(0, size);
  for (let to = 0; to < size; to++) {
    let from = offset;
    for (let axis = 0; axis < shape.length; axis++) {
      const index = Math.floor(to / (plain[axis] as number)) % (shape[axis] as number);
      from += index * (strides[axis] as number);
    }
    out[to] = data[from] as number;
  }
  return { shape, data: out };
}

function rowMajor(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, n) => product * n, 1));
}

/** Whether a value is a tensor, a storage or an object. */
export function isT7<K extends 'tensor' | 'storage' | 'object'>(
  value: T7Value | undefined,
  kind: K,
): value is Extract<T7Value, { kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

/** A value as errors name it. */
export function describeT7(value: T7Value | undefined): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value !== 'object') return shown(value);
  if (!('kind' in value)) return `a table of ${value.size}`;
  if (value.kind === 'object') return shown(value.className);
  return `a ${value.kind} of ${value.of}`;
}
