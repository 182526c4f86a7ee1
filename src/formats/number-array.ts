/** Typed arrays that the formats give and take. */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** A block of numbers and its shape. */
export interface NumberBlock {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: NumberArray;
}

/** Kinds of number in a file. The two half-width ones have no typed array everywhere and widen to float32, exactly. */
export type NumberKind = ArrayKind | 'float16' | 'bfloat16';

/** Kinds that have a typed array of their own. */
export type ArrayKind =
  | 'float64'
  | 'float32'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint64'
  | 'uint32'
  | 'uint16'
  | 'uint8';

const arrays = {
  float64: Float64Array,
  float32: Float32Array,
  int64: BigInt64Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint64: BigUint64Array,
  uint32: Uint32Array,
  uint16: Uint16Array,
  uint8: Uint8Array,
} as const;

/** Bytes of one number. */
export function bytesOf(kind: NumberKind): number {
  return kind === 'float16' || kind === 'bfloat16' ? 2 : arrays[kind].BYTES_PER_ELEMENT;
}

/** Copies `count` little-endian numbers (big-endian ones if `big`) that start at byte `start`, aligned or not. */
export function takeNumbers(
  bytes: Uint8Array,
  kind: NumberKind,
  start: number,
  count: number,
  big = false,
): NumberArray {
  const width = bytesOf(kind);
  const copy = new Uint8Array(count * width);
  copy.set(bytes.subarray(start, start + copy.length));
  if (big) for (let at = 0; at < copy.length; at += width) copy.subarray(at, at + width).reverse();
  if (kind === 'float16') return Float32Array.from(new Uint16Array(copy.buffer), widenHalf);
  if (kind === 'bfloat16') return widenBfloat(new Uint16Array(copy.buffer));
  return new arrays[kind](copy.buffer);
}

/** The numbers as little-endian bytes; a view, no copy. */
export function bytesOfNumbers(data: NumberArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** The kind whose typed array `data` is. */
export function kindOfNumbers(data: NumberArray): ArrayKind {
  for (const kind of Object.keys(arrays) as ArrayKind[]) if (data instanceof arrays[kind]) return kind;
  throw new TypeError('Cannot name the kind of numbers: data must be a typed array, received another object');
}

/** 1 sign bit, 5 bits of exponent, 10 of fraction. */
function widenHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  const whole = 1024 + fraction;
  return sign * (exponent >= 25 ? whole * (1 << (exponent - 25)) : whole / (1 << (25 - exponent)));
}

/** The upper half of a float32. */
function widenBfloat(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length);
  for (let i = 0; i < words.length; i++) words[i] = (halves[i] as number) << 16;
  return new Float32Array(words.buffer);
}
