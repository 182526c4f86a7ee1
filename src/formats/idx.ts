import { bytesOf, type NumberBlock, type NumberKind, takeNumbers } from './number-array.ts';
import { cutOff, refuser, shown } from './refuse.ts';

/** The third byte of the file says what it holds. */
const kinds: Readonly<Record<number, NumberKind>> = {
  8: 'uint8',
  9: 'int8',
  11: 'int16',
  12: 'int32',
  13: 'float32',
  14: 'float64',
};

/** What a caller knows of the file beforehand. */
export interface ReadIdxOptions {
  /** Of the file, for errors. */
  readonly name?: string | undefined;
  /** Number of dimensions it must have. Default any. */
  readonly rank?: number | undefined;
}

/**
 * Reads an array from IDX, the format of MNIST: two zero bytes, the type, the number of dimensions, each dimension in
 * four bytes, then the numbers; all big-endian.
 *
 * @throws FormatError, before memory is taken, if the magic number, the dimensions or the length are not what they must be.
 * @see https://web.archive.org/web/2024/http://yann.lecun.com/exdb/mnist/
 * @example
 * ```ts
 * import { readIdx } from './idx.ts';
 * const bytes = new Uint8Array([0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 3, 7, 8, 9]);
 * const { shape, data } = readIdx(bytes);
 * [shape, [...data]]; // => [ [ 1, 3 ], [ 7, 8, 9 ] ]
 * ```
 */
export function readIdx(bytes: Uint8Array, { name, rank }: ReadIdxOptions = {}): NumberBlock {
  const refuse = refuser('idx', name);
  if (bytes.length < 4) refuse('file must be at least 4 bytes', `${bytes.length}`, cutOff);
  const [zero, second, type = 0, dimensions = 0] = bytes;
  const magic = shown([...bytes.subarray(0, 4)]);
  if (zero !== 0 || second !== 0) {
    refuse('magic number must start with two zero bytes', magic, 'It has another format, or is still packed.');
  }
  const kind = kinds[type];
  if (kind === undefined) {
    return refuse(`type in the magic number must be one of ${Object.keys(kinds).join(', ')}`, `${type}`);
  }
  if (rank !== undefined && dimensions !== rank) {
    refuse(`magic number must say ${rank} ${rank === 1 ? 'dimension' : 'dimensions'}`, `${dimensions}`);
  }
  const start = 4 + 4 * dimensions;
  if (bytes.length < start) refuse(`header must be ${start} bytes`, `${bytes.length}`, cutOff);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
  const count = shape.reduce((product, n) => product * n, 1);
  const size = count * bytesOf(kind);
  const given = bytes.length - start;
  if (given !== size) {
    const must = `data of ${kind} and shape [${shape.join(', ')}] must be ${size} bytes`;
    refuse(must, `${given}`, given < size ? cutOff : 'Bytes follow that the header does not count.');
  }
  return { shape, data: takeNumbers(bytes, kind, start, count, bytesOf(kind) > 1) };
}
