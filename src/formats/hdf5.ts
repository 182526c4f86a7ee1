import type { Dataset, File, Group } from 'h5wasm';
import type { NumberArray, NumberBlock } from './number-array.ts';
import { cutOff, type Refuse, refuser } from './refuse.ts';

/** An attribute: a text, a list of texts, or numbers. */
export type Hdf5Attribute = string | readonly string[] | NumberArray;

/** A group of an HDF5 file: attributes, and groups and blocks of numbers by name. */
export interface Hdf5Group {
  readonly attributes: ReadonlyMap<string, Hdf5Attribute>;
  readonly members: ReadonlyMap<string, Hdf5Group | NumberBlock>;
}

/** How deep groups may lie in each other: links may lead round in a circle. */
const DEPTH = 64;
/** Largest block that is read, in bytes. */
const MOST = 2 ** 31 - 1;
/** HDF5's own limit of what an attribute holds in place. */
const LONGEST = 64_000;

/** Whether a member is a group. */
export function isGroup(member: Hdf5Group | NumberBlock | undefined): member is Hdf5Group {
  return member !== undefined && 'members' in member;
}

/**
 * Reads a whole HDF5 file, in memory: nothing is written to a disk. The reader (1 MB) is loaded at the first call.
 *
 * @param name of the file, for errors.
 * @throws FormatError if the bytes are no HDF5 file, or cut off.
 * @throws UnsupportedError for blocks of something else than numbers of 1 to 8 bytes, and for 16-bit floats.
 * @example
 * ```ts
 * import { readHdf5, writeHdf5 } from './hdf5.ts';
 * const block = { shape: [2], data: Float32Array.of(1, 2) };
 * const bytes = await writeHdf5({ attributes: new Map([['by', 'me']]), members: new Map([['w', block]]) });
 * const { attributes, members } = await readHdf5(bytes);
 * console.log(attributes.get('by'), members.get('w')); // => me { shape: [ 2 ], data: Float32Array(2) [ 1, 2 ] }
 * ```
 */
export async function readHdf5(bytes: Uint8Array, name?: string): Promise<Hdf5Group> {
  const refuse = refuser('hdf5', name);
  return withFile('r', bytes, (file) => readGroup(file, '', refuse), refuse);
}

/** Writes an HDF5 file with these groups and blocks. */
export async function writeHdf5(root: Hdf5Group): Promise<Uint8Array<ArrayBuffer>> {
  let written: Uint8Array | undefined;
  await withFile(
    'w',
    undefined,
    (file) => writeGroup(file, root),
    refuser('hdf5', undefined),
    (bytes) => {
      written = bytes;
    },
  );
  return new Uint8Array(written as Uint8Array);
}

let files = 0;

/** Opens a file of the reader's own memory, and removes it afterwards. */
async function withFile<T>(
  mode: 'r' | 'w',
  bytes: Uint8Array | undefined,
  use: (file: File) => T,
  refuse: Refuse,
  done?: (bytes: Uint8Array) => void,
): Promise<T> {
  const { File, ready } = await import('h5wasm');
  const { FS, activate_throwing_error_handler: throwErrors } = (await ready) as unknown as Engine;
  throwErrors(); // rather than printing them
  const path = `/memcell-${files++}.h5`;
  if (bytes !== undefined) FS.writeFile(path, bytes);
  try {
    let file: File;
    try {
      file = new File(path, mode);
    } catch {
      return refuse('file must be whole, and HDF5', 'other bytes', cutOff);
    }
    let result: T;
    try {
      result = use(file);
    } finally {
      file.close();
    }
    done?.(FS.readFile(path));
    return result;
  } finally {
    FS.unlink(path);
  }
}

/** What is used of h5wasm's module. */
interface Engine {
  readonly FS: {
    readFile(path: string): Uint8Array;
    writeFile(path: string, bytes: Uint8Array): void;
    unlink(path: string): void;
  };
  activate_throwing_error_handler(): void;
}

/** What h5wasm's own errors become. */
function guarded<T>(what: string, refuse: Refuse, run: () => T): T {
  try {
    return run();
  } catch {
    return refuse(`${what} must be readable`, 'damaged bytes', cutOff);
  }
}

function readGroup(group: Group, path: string, refuse: Refuse): Hdf5Group {
  if (path.split('/').length > DEPTH) refuse(`groups must lie at most ${DEPTH} deep in each other`, `'${path}'`);
  const shownPath = path === '' ? '/' : path;
  const attributes = new Map<string, Hdf5Attribute>();
  for (const [name, attribute] of guarded(`group '${shownPath}'`, refuse, () => Object.entries(group.attrs))) {
    const value: unknown = guarded(`attribute '${name}' of '${shownPath}'`, refuse, () => attribute.value);
    if (typeof value === 'string' || ArrayBuffer.isView(value)) attributes.set(name, value as Hdf5Attribute);
    else if (Array.isArray(value) && value.every((each) => typeof each === 'string')) attributes.set(name, value);
    else if (typeof value === 'number') attributes.set(name, Float64Array.of(value));
  }
  const members = new Map<string, Hdf5Group | NumberBlock>();
  for (const name of guarded(`group '${shownPath}'`, refuse, () => group.keys())) {
    const inner = `${path}/${name}`;
    const found = guarded(`'${inner}'`, refuse, () => group.get(name));
    if (found === null || !('type' in found)) return refuse(`'${inner}' must be a group or a block`, 'something else');
    if (found.type === 'Group') members.set(name, readGroup(found as Group, inner, refuse));
    else if (found.type === 'Dataset') members.set(name, readBlock(found as Dataset, inner, refuse));
    else refuse.unsupported(`'${inner}' must be a group or a block of numbers`, found.type);
  }
  return { attributes, members };
}

function readBlock(block: Dataset, path: string, refuse: Refuse): NumberBlock {
  const { type, size, total_size: total, shape } = guarded(`'${path}'`, refuse, () => block.metadata);
  const half = type === 1 && size === 2;
  if ((type !== 0 && type !== 1) || half || shape === null) {
    const received = half ? '16-bit floats' : shape === null ? 'nothing' : `HDF5 type ${type}`;
    return refuse.unsupported(`'${path}' must hold whole numbers or floats of 32 or 64 bits`, received);
  }
  if (total * size > MOST) refuse.unsupported(`'${path}' must have at most ${MOST} bytes`, `${total * size}`);
  const value: unknown = guarded(`'${path}'`, refuse, () => block.value);
  const data = ArrayBuffer.isView(value) ? (value as NumberArray) : scalar(value, type === 1);
  return { shape: [...shape], data };
}

function scalar(value: unknown, float: boolean): NumberArray {
  if (typeof value === 'bigint') return BigInt64Array.of(value);
  return float ? Float64Array.of(value as number) : Int32Array.of(value as number);
}

function writeGroup(group: Group, { attributes, members }: Hdf5Group): void {
  for (const [name, value] of attributes) {
    if (typeof value === 'string') group.create_attribute(name, value, [], longOr(value));
    else if (ArrayBuffer.isView(value)) group.create_attribute(name, value as Float64Array);
    else if (value.length === 0)
      group.create_attribute(name, new Float64Array(0), [0], '<d'); // as h5py writes it
    else group.create_attribute(name, [...value]);
  }
  for (const [name, member] of members) {
    if (isGroup(member)) writeGroup(group.create_group(name), member);
    else group.create_dataset({ name, data: member.data as Float32Array, shape: [...member.shape] });
  }
}

/** A long text lies outside its attribute, as one of variable length. */
function longOr(text: string): 'S' | null {
  return text.length > LONGEST / 4 ? 'S' : null;
}
