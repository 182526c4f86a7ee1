import { ShapeError } from '../errors.ts';
import {
  type ArrayKind,
  bytesOf,
  bytesOfNumbers,
  kindOfNumbers,
  type NumberArray,
  type NumberBlock,
  type NumberKind,
  takeNumbers,
} from './number-array.ts';
import { cutOff, isCounts, isRecord, type Refuse, refuser, shown } from './refuse.ts';

/** An array as an npy file holds it. */
export interface NpyArray extends NumberBlock {
  /** As NumPy names it: '<f4', '<i8', '|b1', … */
  readonly dtype: string;
}

/** NumPy's letter and width. */
const kinds: Readonly<Record<string, NumberKind>> = {
  f8: 'float64',
  f4: 'float32',
  f2: 'float16',
  i8: 'int64',
  i4: 'int32',
  i2: 'int16',
  i1: 'int8',
  u8: 'uint64',
  u4: 'uint32',
  u2: 'uint16',
  u1: 'uint8',
  b1: 'uint8',
};
const names: Readonly<Record<ArrayKind, string>> = {
  float64: '<f8',
  float32: '<f4',
  int64: '<i8',
  int32: '<i4',
  int16: '<i2',
  int8: '|i1',
  uint64: '<u8',
  uint32: '<u4',
  uint16: '<u2',
  uint8: '|u1',
};
const magic = '\x93NUMPY';
const hint = "Save it as numbers: np.save(path, array.astype('float32')).";

/**
 * Reads an array that NumPy saved (`np.save`; versions 1 to 3 of the format). Numbers come row-major as they are
 * stored, from either byte order; half-width floats widen to Float32Array, booleans are bytes. Nothing is ever unpickled.
 *
 * @param name of the file, for errors.
 * @throws FormatError if the bytes are not an npy file.
 * @throws UnsupportedError if the array does not hold numbers.
 * @example
 * ```ts
 * import { readNpy, writeNpy } from './npy.ts';
 * readNpy(writeNpy({ shape: [2, 1], data: new Float32Array([1, 2]) })).shape; // => [ 2, 1 ]
 * ```
 */
export function readNpy(bytes: Uint8Array, name?: string): NpyArray {
  const refuse = refuser('npy', name);
  const { header, start } = readHeader(bytes, refuse);
  const { descr, fortran_order: columnMajor, shape } = header;
  const [, order, letter = ''] = typeof descr === 'string' ? (/^([<>|=])(.*)$/.exec(descr) ?? []) : [];
  const kind = Object.hasOwn(kinds, letter) ? kinds[letter] : undefined;
  if (kind === undefined || typeof descr !== 'string') {
    return refuse.unsupported('dtype must be of floats of 2 to 8 bytes, integers or booleans', shown(descr), hint);
  }
  if (!isCounts(shape)) return refuse('shape must be whole numbers from 0', shown(shape));
  if (typeof columnMajor !== 'boolean') return refuse('fortran_order must be True or False', shown(columnMajor));
  const count = shape.reduce((product, n) => product * n, 1);
  const size = count * bytesOf(kind);
  if (size !== bytes.length - start) {
    const must = `data of dtype ${descr} and shape [${shape.join(', ')}] must be ${size} bytes`;
    refuse(must, `${bytes.length - start}`, bytes.length - start < size ? cutOff : undefined);
  }
  const data = takeNumbers(bytes, kind, start, count, order === '>');
  return { dtype: descr, shape, data: columnMajor ? toRowMajor(data, shape) : data };
}

function readHeader(bytes: Uint8Array, refuse: Refuse): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 12) refuse('file must be at least 12 bytes', `${bytes.length}`, cutOff);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const first = String.fromCharCode(...bytes.subarray(0, 6));
  if (first !== magic) refuse(`file must start with ${shown(magic)}`, shown(first), 'It has another format.');
  const version = view.getUint8(6);
  if (version < 1 || version > 3) refuse.unsupported('version must be 1, 2 or 3', `${version}`);
  const from = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const most = bytes.length - from;
  if (length > most) refuse(`header must be at most ${most} bytes in this file`, `${length}`, cutOff);
  const start = from + length;
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(from, start));
  const header = parsePython(text);
  if (!isRecord(header)) refuse('header must be a Python dictionary', shown(text.trim()));
  return { header, start };
}

/** A literal of strings, whole numbers, booleans, tuples, lists and dictionaries, rewritten as JSON; null where it is none. */
function parsePython(text: string): unknown {
  const json = text
    .replaceAll("'", '"')
    .replaceAll('(', '[')
    .replaceAll(')', ']')
    .replace(/\b(True|False)\b/g, (word) => word.toLowerCase())
    .replace(/\b(\d+)L\b/g, '$1')
    .replace(/,(?=\s*[\]}])/g, '');
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** Element [i, j, k] stands at i + I·(j + J·k): walks the row-major order, and steps through that. */
function toRowMajor(data: NumberArray, shape: readonly number[]): NumberArray {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, n) => product * n, 1));
  const index = shape.map(() => 0);
  const out = data.slice();
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = data[from] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if (index[axis] !== shape[axis]) break;
      from -= (strides[axis] as number) * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  return out;
}

/**
 * Writes an array as `np.save` does, byte for byte: version 1, row-major, the dtype that the typed array has.
 *
 * @throws ShapeError if the shape does not hold as many numbers as the data.
 */
export function writeNpy({ shape, data }: NumberBlock): Uint8Array<ArrayBuffer> {
  const size = shape.reduce((product, n) => product * n, 1);
  if (!isCounts(shape) || size !== data.length) {
    const must = `shape [${shape.join(', ')}] must hold ${data.length} numbers`;
    throw new ShapeError(`Cannot write npy: ${must}, received ${size}`);
  }
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dtype = names[kindOfNumbers(data)];
  // NumPy leaves room for 21 digits of the first axis, so that a file can grow, then pads to 64 bytes.
  const room = shape.length === 0 ? 0 : 21 - `${shape[0]}`.length;
  const text = `{'descr': '${dtype}', 'fortran_order': False, 'shape': ${tuple}, }${' '.repeat(room)}`;
  const start = (Math.floor((text.length + 11) / 64) + 1) * 64;
  const bytes = new Uint8Array(start + data.byteLength);
  const header = `${magic}\x01\0\0\0${text.padEnd(start - 11)}\n`;
  for (let i = 0; i < start; i++) bytes[i] = header.charCodeAt(i);
  new DataView(bytes.buffer).setUint16(8, start - 10, true);
  bytes.set(bytesOfNumbers(data), start);
  return bytes;
}
