import { bytesOf, type NumberKind, takeNumbers } from './number-array.ts';
import { cutOff, type Refuse, refuser, shown } from './refuse.ts';
import {
  describeT7,
  isT7,
  type T7Object,
  type T7Storage,
  type T7Table,
  type T7Tensor,
  type T7Value,
  t7Kinds,
  t7Marks,
} from './t7.ts';

/** Functions, and the two ways that closures were written. */
const FUNCTIONS: readonly number[] = [6, 7, 8];
/** Tables in tables at most: modules nest a few deep, and a damaged file must not take the whole stack. */
const MOST_NESTED = 250;
/** Axes of a tensor at most; tensors of Torch have a handful. */
const MOST_AXES = 64;
/** Bytes that an entry of a table takes at least: a key of 8 and the mark of a value. */
const LEAST_ENTRY = 12;
/** What errors call the value that the file holds. */
const WHOLE = 'the value';
/** Letters of a path that is not shortened. */
const LONGEST_PATH = 100;

/**
 * Reads a file that Torch 7 wrote with `torch.save(path, value)`, in its binary form on a 64-bit machine.
 *
 * A table or a tensor that is written twice comes as the same object twice, and tensors that look into one storage share
 * it. Every size is checked against the file before anything is copied.
 *
 * @param name of the file, for errors.
 * @throws FormatError if the bytes are no such file, with the place where they cease to be one.
 * @throws UnsupportedError for a function, or an object of a class that is not written as a table.
 * @example
 * ```ts
 * import { readT7 } from './read-t7.ts';
 * import { type T7Tensor, t7Numbers, t7Tensor } from './t7.ts';
 * import { writeT7 } from './write-t7.ts';
 * const bytes = writeT7(new Map([['w', t7Tensor({ shape: [2], data: new Float32Array([1, 2]) })]]));
 * const table = readT7(bytes) as ReadonlyMap<string, T7Tensor>;
 * t7Numbers(table.get('w')!).data; // => Float32Array(2) [ 1, 2 ]
 * ```
 */
export function readT7(bytes: Uint8Array, name?: string): T7Value {
  const reader = new Reader(bytes, refuser('t7', name));
  const value = reader.value(WHOLE);
  reader.end();
  return value;
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #refuse: Refuse;
  readonly #seen = new Map<number, { readonly mark: number; readonly value: T7Value }>();
  #at = 0;
  #nested = 0;

  constructor(bytes: Uint8Array, refuse: Refuse) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#refuse = refuse;
  }

  /** @param what the value is called in errors: 'modules.1.weight'. */
  value(what: string): T7Value {
    const from = this.#at;
    const mark = this.#int(what);
    switch (mark) {
      case t7Marks.nil:
        return null;
      case t7Marks.number:
        return this.#view.getFloat64(this.#take(8, what), true);
      case t7Marks.text:
        return this.#text(what);
      case t7Marks.boolean:
        return this.#flag(what);
      case t7Marks.table:
      case t7Marks.torch:
        return this.#shared(mark, what);
      default: {
        const place = `${what} at byte ${from}`;
        if (FUNCTIONS.includes(mark)) {
          const hint = 'Save weights and tables alone; a module may be saved after model:clearState().';
          return this.#refuse.unsupported(`${place} must be a value or an object of nn`, 'a Lua function', hint);
        }
        const hint = 'It has another format, or was saved in Torch’s ascii form: save it with torch.save(path, value).';
        return this.#refuse(`mark of ${place} must be from 0 to 8`, `${mark}`, from === 0 ? hint : undefined);
      }
    }
  }

  /** Throws unless all has been read. */
  end(): void {
    const left = this.#bytes.length - this.#at;
    if (left > 0) this.#refuse(`file must end after its value, at byte ${this.#at}`, `${left} more bytes`);
  }

  /** Passes over so many bytes and says where they begin. */
  #take(size: number, what: string): number {
    const left = this.#bytes.length - this.#at;
    if (size > left) this.#refuse(`${what} at byte ${this.#at} must have ${size} bytes`, `${left}`, cutOff);
    const at = this.#at;
    this.#at += size;
    return at;
  }

  #int(what: string): number {
    return this.#view.getInt32(this.#take(4, what), true);
  }

  /** A whole number from 0 of four or eight bytes. */
  #count(what: string, wide = false): number {
    const at = this.#take(wide ? 8 : 4, what);
    const value = wide ? Number(this.#view.getBigInt64(at, true)) : this.#view.getInt32(at, true);
    if (value < 0 || !Number.isSafeInteger(value)) {
      this.#refuse(`${what} at byte ${at} must be a whole number from 0`, `${value}`);
    }
    return value;
  }

  #flag(what: string): boolean {
    const at = this.#at;
    const value = this.#int(what);
    if (value !== 0 && value !== 1) this.#refuse(`${what} at byte ${at} must be 0 or 1`, `${value}`);
    return value === 1;
  }

  #text(what: string): string {
    const size = this.#count(`length of ${what}`);
    const at = this.#take(size, what);
    return new TextDecoder().decode(this.#bytes.subarray(at, at + size));
  }

  /** A table or an object: at its first place it is written out, later its number stands for it. */
  #shared(mark: number, what: string): T7Value {
    const at = this.#at;
    const index = this.#int(`number of ${what}`);
    const seen = this.#seen.get(index);
    if (seen !== undefined) {
      if (seen.mark !== mark)
        this.#refuse(`${what} at byte ${at} must be what number ${index} was before`, 'another mark');
      return seen.value;
    }
    if (++this.#nested > MOST_NESTED)
      this.#refuse(`${what} at byte ${at} must be in at most ${MOST_NESTED} others`, 'more');
    const keep = <T extends T7Value>(value: T): T => {
      this.#seen.set(index, { mark, value });
      return value;
    };
    const value = mark === t7Marks.table ? this.#table(what, keep) : this.#object(what, keep);
    this.#nested--;
    return value;
  }

  #table(what: string, keep: (table: T7Table) => T7Table): T7Table {
    const at = this.#at;
    const count = this.#count(`size of ${what}`);
    const most = Math.floor((this.#bytes.length - this.#at) / LEAST_ENTRY);
    if (count > most) this.#refuse(`size of ${what} at byte ${at} must be at most ${most}`, `${count}`, cutOff);
    const table = new Map<T7Value, T7Value>();
    keep(table);
    for (let i = 0; i < count; i++) {
      const from = this.#at;
      const key = this.value(`key ${i + 1} of ${what}`);
      if (key === null || Number.isNaN(key)) {
        this.#refuse(`key ${i + 1} of ${what} at byte ${from} must be a value`, key === null ? 'nil' : 'NaN');
      }
      table.set(key, this.value(part(what, key, i)));
    }
    return table;
  }

  #object(what: string, keep: <T extends T7Value>(value: T) => T): T7Value {
    const version = this.#text(`version of ${what}`);
    const at = this.#at;
    // before there were versions, the name of the class stood in their place
    const className = /^V [\d.]+$/.test(version) ? this.#text(`class of ${what}`) : version;
    const [, name = '', form] = /^torch\.(\w+)(Tensor|Storage)$/.exec(className) ?? [];
    const of = Object.hasOwn(t7Kinds, name) ? t7Kinds[name] : undefined;
    if (of !== undefined) return keep(form === 'Tensor' ? this.#tensor(of, what) : this.#storage(of, what));
    const place = `class of ${what} at byte ${at}`;
    if (className.startsWith('torch.')) {
      const must = `${place} must be a tensor or storage of ${Object.keys(t7Kinds).join(', ')}`;
      const hint = 'In Torch: torch.save(path, model:float()).';
      return this.#refuse.unsupported(must, shown(className), /Cuda/.test(className) ? hint : undefined);
    }
    const object = keep<T7Object & { fields: T7Table }>({ kind: 'object', className, fields: new Map() });
    const mark = this.#bytes.length - this.#at < 4 ? t7Marks.table : this.#view.getInt32(this.#at, true);
    if (mark !== t7Marks.table) {
      return this.#refuse.unsupported(
        `${place} must be one that is written as a table, as those of nn are`,
        shown(className),
      );
    }
    object.fields = this.value(what) as T7Table;
    return object;
  }

  #storage(of: NumberKind, what: string): T7Storage {
    const size = this.#count(`size of ${what}`, true);
    const at = this.#take(size * bytesOf(of), `numbers of ${what}`);
    return { kind: 'storage', of, data: takeNumbers(this.#bytes, of, at, size) };
  }

  #tensor(of: NumberKind, what: string): T7Tensor {
    const begin = this.#at;
    const rank = this.#count(`number of axes of ${what}`);
    if (rank * 16 > this.#bytes.length - this.#at) this.#take(rank * 16, `shape of ${what}`);
    if (rank > MOST_AXES) {
      this.#refuse(`number of axes of ${what}, begun at byte ${begin}, must be at most ${MOST_AXES}`, `${rank}`);
    }
    const counts = (part: string): number[] =>
      Array.from({ length: rank }, () => this.#count(`${part} of ${what}`, true));
    const [shape, strides] = [counts('shape'), counts('strides')];
    const offset = this.#count(`offset of ${what}`, true) - 1;
    const storage = this.value(`storage of ${what}`);
    if (storage !== null && !(isT7(storage, 'storage') && storage.of === of)) {
      return this.#refuse(`storage of ${what}, begun at byte ${begin}, must hold ${of}`, describeT7(storage));
    }
    if (rank === 0) return { kind: 'tensor', of, shape: [0], strides: [1], offset: 0, storage: null }; // Torch's empty one
    const size = shape.reduce((product, n) => product * n, 1);
    const reach = shape.reduce((last, n, axis) => last + (n - 1) * (strides[axis] as number), offset);
    const most = storage?.data.length ?? 0;
    if (size > 0 && (offset < 0 || reach >= most || size > most)) {
      const form = `shape [${shape.join(', ')}], strides [${strides.join(', ')}] and offset ${offset + 1}`;
      return this.#refuse(`${what}, begun at byte ${begin}, of ${form} must lie in its storage`, `${most} numbers`);
    }
    return { kind: 'tensor', of, shape, strides, offset, storage };
  }
}

/** Where a value of a table stands: 'modules.1.weight'. */
function part(what: string, key: T7Value, i: number): string {
  const name =
    typeof key === 'string' ? shown(key).slice(1, -1) : typeof key === 'number' ? `${key}` : `(entry ${i + 1})`;
  if (what === WHOLE) return `'${name}'`;
  return `'${what.length > LONGEST_PATH ? '…' : what.slice(1, -1)}.${name}'`;
}
