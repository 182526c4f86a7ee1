import type { PbfWriter } from 'pbf';
import { readMessage } from './protobuf.ts';

/** TensorFlow's numbers of the types of elements that are read. */
export const dtypes = { float32: 1, float64: 2, int32: 3, string: 7, int64: 9 } as const;

/** A tensor as TensorFlow's TensorProto holds it; text is UTF-8 in bytes. */
export interface TensorMessage {
  /** TensorFlow's number: see `dtypes`. */
  readonly dtype: number;
  readonly shape: readonly number[];
  /** Row-major. Fewer than the shape says: the last one stands for all that follow. */
  readonly values: readonly number[] | readonly Uint8Array[];
}

/** A shape as TensorFlow's TensorShapeProto: −1 where a size is not known. */
export function writeShape(shape: readonly (number | null)[], pbf: PbfWriter): void {
  for (const size of shape) pbf.writeMessage(2, (each, inner) => inner.writeVarintField(1, each), size ?? -1);
}

/** The sizes of a TensorShapeProto; null for −1. */
export function parseShape(bytes: Uint8Array): (number | null)[] {
  const shape: (number | null)[] = [];
  readMessage(bytes, (field, reader) => {
    if (field !== 2) return;
    let size = 0;
    readMessage(reader.readBytes(), (inner, dimension) => {
      if (inner === 1) size = dimension.readVarint(true);
    });
    shape.push(size < 0 ? null : size);
  });
  return shape;
}

/** Writes texts as a tensor: what TensorBoard shows as text. */
export function textTensor(texts: readonly string[], shape: readonly number[]): TensorMessage {
  const encoder = new TextEncoder();
  return { dtype: dtypes.string, shape, values: texts.map((text) => encoder.encode(text)) };
}

/** Writes a TensorProto. Of numbers it writes float32 alone. */
export function writeTensor({ dtype, shape, values }: TensorMessage, pbf: PbfWriter): void {
  pbf.writeVarintField(1, dtype);
  pbf.writeMessage(2, writeShape, shape);
  for (const value of values) {
    if (typeof value === 'number') pbf.writeFloatField(5, value);
    else pbf.writeBytesField(8, value);
  }
}

/** The tensor of a TensorProto; no values where its elements are of a type that is not read. */
export function parseTensor(bytes: Uint8Array): TensorMessage {
  let dtype = 0;
  let shape: readonly number[] = [];
  let content: Uint8Array | undefined;
  const numbers: number[] = [];
  const texts: Uint8Array[] = [];
  readMessage(bytes, (field, reader) => {
    if (field === 1) dtype = reader.readVarint();
    else if (field === 2) shape = parseShape(reader.readBytes()).map((size) => size ?? -1);
    else if (field === 4) content = reader.readBytes();
    else if (field === 5) reader.readPackedFloat(numbers);
    else if (field === 6) reader.readPackedDouble(numbers);
    else if (field === 7 || field === 10) reader.readPackedVarint(numbers, true);
    else if (field === 8) texts.push(reader.readBytes());
  });
  if (dtype === dtypes.string) return { dtype, shape, values: texts };
  return { dtype, shape, values: content === undefined ? numbers : contentOf(content, dtype) };
}

/** Numbers as they lie in memory, little-endian. */
function contentOf(bytes: Uint8Array, dtype: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const all = (width: number, read: (at: number) => number): number[] =>
    Array.from({ length: Math.floor(bytes.length / width) }, (_, i) => read(i * width));
  if (dtype === dtypes.float32) return all(4, (at) => view.getFloat32(at, true));
  if (dtype === dtypes.float64) return all(8, (at) => view.getFloat64(at, true));
  if (dtype === dtypes.int32) return all(4, (at) => view.getInt32(at, true));
  if (dtype === dtypes.int64) return all(8, (at) => Number(view.getBigInt64(at, true)));
  return [];
}
