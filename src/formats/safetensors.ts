import { ShapeError } from '../errors.ts';
import {
  bytesOf,
  bytesOfNumbers,
  kindOfNumbers,
  type NumberArray,
  type NumberBlock,
  type NumberKind,
  takeNumbers,
} from './number-array.ts';
import { cutOff, isCounts, isRecord, type Refuse, refuser, shown } from './refuse.ts';

/** A block as a safetensors file holds it. */
export interface SafetensorsBlock extends NumberBlock {
  /** As the file names it: F32, I64, BF16, … */
  readonly dtype: string;
}

/** What a safetensors file holds. */
export interface Safetensors {
  /** By name, in the order of their bytes. */
  readonly tensors: ReadonlyMap<string, SafetensorsBlock>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The format's names, in the order that puts blocks of wide numbers first when a file is written. */
const kinds: Readonly<Record<string, NumberKind>> = {
  U64: 'uint64',
  I64: 'int64',
  F64: 'float64',
  F32: 'float32',
  U32: 'uint32',
  I32: 'int32',
  BF16: 'bfloat16',
  F16: 'float16',
  U16: 'uint16',
  I16: 'int16',
  I8: 'int8',
  U8: 'uint8',
  BOOL: 'uint8',
};
const maxHeader = 100_000_000;

/**
 * Reads a safetensors file. Everything is checked before anything is copied: the header against the length of the file,
 * every shape against its bytes, and that the blocks follow each other without a hole or an overlap.
 *
 * Numbers come as they are stored (I64 as BigInt64Array, BOOL as Uint8Array); F16 and BF16 widen to Float32Array.
 *
 * @param name of the file, for errors.
 * @throws FormatError if the bytes are not a safetensors file.
 * @throws UnsupportedError for a dtype of less than one byte, of 8-bit floats or of complex numbers.
 * @example
 * ```ts
 * import { readSafetensors, writeSafetensors } from './safetensors.ts';
 * const bytes = writeSafetensors(new Map([['w', { shape: [2], data: new Float32Array([1, 2]) }]]));
 * readSafetensors(bytes).tensors.get('w')?.data; // => Float32Array(2) [ 1, 2 ]
 * ```
 */
export function readSafetensors(bytes: Uint8Array, name?: string): Safetensors {
  const refuse = refuser('safetensors', name);
  const { header, start } = readHeader(bytes, refuse);
  const { __metadata__: metadata = {}, ...entries } = header;
  checkMetadata(metadata, refuse);
  const places = Object.entries(entries).map(([key, entry]) => readEntry(key, entry, refuse));
  places.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { key, begin, end } of places) {
    if (begin !== at) {
      const what = begin > at ? 'a hole' : 'an overlap';
      refuse(`tensor '${key}' must begin at byte ${at} of the data`, `${begin}, which leaves ${what}`);
    }
    at = end;
  }
  if (bytes.length - start !== at) {
    const short = bytes.length - start < at;
    refuse(`data must be ${at} bytes, as its header says`, `${bytes.length - start}`, short ? cutOff : undefined);
  }
  const tensors = new Map(
    places.map(({ key, dtype, kind, shape, begin, end }) => {
      const data = takeNumbers(bytes, kind, start + begin, (end - begin) / bytesOf(kind));
      return [key, { dtype, shape, data }] as const;
    }),
  );
  return { tensors, metadata };
}

function readHeader(bytes: Uint8Array, refuse: Refuse): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) refuse('file must be at least 8 bytes', `${bytes.length}`, cutOff);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const most = Math.min(bytes.length - 8, maxHeader);
  if (length > most) {
    refuse(`header must be at most ${most} bytes in this file`, `${length}`, `${cutOff} Or it has another format.`);
  }
  const start = 8 + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, start)));
  } catch {
    refuse('header must be JSON in UTF-8', 'other bytes', 'The file is damaged or has another format.');
  }
  if (!isRecord(header)) refuse('header must be a JSON object', shown(header));
  return { header, start };
}

function checkMetadata(metadata: unknown, refuse: Refuse): asserts metadata is Record<string, string> {
  if (!isRecord(metadata)) refuse('__metadata__ must be a JSON object', shown(metadata));
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') refuse(`__metadata__ '${key}' must be a string`, shown(value));
  }
}

interface Place {
  key: string;
  dtype: string;
  kind: NumberKind;
  shape: number[];
  begin: number;
  end: number;
}

function readEntry(key: string, entry: unknown, refuse: Refuse): Place {
  if (!isRecord(entry)) refuse(`tensor '${key}' must be a JSON object`, shown(entry));
  const { dtype, shape, data_offsets: offsets } = entry;
  const kind = typeof dtype === 'string' && Object.hasOwn(kinds, dtype) ? kinds[dtype] : undefined;
  if (typeof dtype !== 'string') return refuse(`dtype of tensor '${key}' must be a string`, shown(dtype));
  if (kind === undefined) {
    return refuse.unsupported(`dtype of tensor '${key}' must be one of ${Object.keys(kinds).join(', ')}`, dtype);
  }
  if (!isCounts(shape)) return refuse(`shape of tensor '${key}' must be whole numbers from 0`, shown(shape));
  if (!isCounts(offsets) || offsets.length !== 2) {
    return refuse(`data_offsets of tensor '${key}' must be two whole numbers from 0`, shown(offsets));
  }
  const [begin, end] = offsets as [number, number];
  const size = shape.reduce((product, n) => product * n, bytesOf(kind));
  if (end - begin !== size) {
    const what = `tensor '${key}' of dtype ${dtype} and shape [${shape.join(', ')}]`;
    refuse(`${what} must take ${size} bytes`, `${end - begin}`);
  }
  return { key, dtype, kind, shape, begin, end };
}

/**
 * Writes a safetensors file. The same blocks and metadata give the same bytes, in whatever order they come: as the
 * format's own library does, blocks of wide numbers come first, then by name, and the header is padded to 8 bytes.
 *
 * @throws ShapeError if a shape does not hold as many numbers as its data.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, NumberBlock>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const dtypes = Object.keys(kinds);
  const blocks = [...tensors].map(([name, { shape, data }]) => {
    const kind = kindOfNumbers(data);
    checkBlock(name, shape, data);
    return { name, shape, data, rank: dtypes.findIndex((dtype) => kinds[dtype] === kind) };
  });
  blocks.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
  const keys = Object.keys(metadata).sort();
  const entries: string[] = [];
  if (keys.length > 0) entries.push(`"__metadata__":{${keys.map((key) => pair(key, metadata[key])).join(',')}}`);
  let end = 0;
  for (const { name, shape, data, rank } of blocks) {
    const place = { dtype: dtypes[rank], shape, data_offsets: [end, end + data.byteLength] };
    entries.push(pair(name, place));
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(`{${entries.join(',')}}`);
  const start = 8 + Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(start + end).fill(32, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(text, 8);
  let at = start;
  for (const { data } of blocks) {
    bytes.set(bytesOfNumbers(data), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Written by hand: an object would put a name such as '7' first. */
function pair(key: string, value: unknown): string {
  return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

function checkBlock(name: string, shape: readonly number[], data: NumberArray): void {
  const action = `Cannot write safetensors block '${name}'`;
  if (name === '__metadata__') throw new ShapeError(`${action}: name must not be the format's own, received it`);
  const size = shape.reduce((product, n) => product * n, 1);
  if (isCounts(shape) && size === data.length) return;
  throw new ShapeError(`${action}: shape [${shape.join(', ')}] must hold ${data.length} numbers, received ${size}`);
}
