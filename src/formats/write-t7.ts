import { joinBytes } from './join-bytes.ts';
import { bytesOfNumbers, kindOfNumbers, type NumberKind } from './number-array.ts';
import { type T7Object, type T7Storage, type T7Table, type T7Tensor, type T7Value, t7Kinds, t7Marks } from './t7.ts';

/**
 * Writes a value as Torch 7's `torch.save(path, value)` does, in its binary form; `torch.load(path)` reads it. A table or
 * a tensor that occurs twice is written once. The same value gives the same bytes.
 *
 * @example
 * ```ts
 * import { readT7 } from './read-t7.ts';
 * import { t7List } from './t7.ts';
 * import { writeT7 } from './write-t7.ts';
 * readT7(writeT7(t7List(['a', true]))); // => Map(2) { 1 => 'a', 2 => true }
 * ```
 */
export function writeT7(value: T7Value): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  writer.value(value);
  return writer.bytes();
}

class Writer {
  readonly #parts: Uint8Array[] = [];
  readonly #written = new Map<T7Value, number>();

  value(value: T7Value): void {
    if (value === null) this.#int(t7Marks.nil);
    else if (typeof value === 'boolean') {
      this.#int(t7Marks.boolean);
      this.#int(value ? 1 : 0);
    } else if (typeof value === 'number') {
      this.#int(t7Marks.number);
      this.#put(8, (view) => view.setFloat64(0, value, true));
    } else if (typeof value === 'string') {
      this.#int(t7Marks.text);
      this.#text(value);
    } else this.#shared(value);
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return joinBytes(this.#parts);
  }

  #shared(value: T7Table | T7Object | T7Tensor | T7Storage): void {
    const torch = 'kind' in value;
    this.#int(torch ? t7Marks.torch : t7Marks.table);
    const before = this.#written.get(value);
    const index = before ?? this.#written.size + 1;
    this.#int(index);
    if (before !== undefined) return;
    this.#written.set(value, index);
    if (!torch) {
      this.#int(value.size);
      for (const [key, each] of value) {
        this.value(key);
        this.value(each);
      }
      return;
    }
    this.#text('V 1');
    if (value.kind === 'object') {
      this.#text(value.className);
      this.value(value.fields);
    } else if (value.kind === 'storage') this.#storage(value);
    else this.#tensor(value);
  }

  #storage({ data }: T7Storage): void {
    this.#text(`torch.${nameOf(kindOfNumbers(data))}Storage`);
    this.#long(data.length);
    this.#parts.push(bytesOfNumbers(data));
  }

  #tensor({ of, shape, strides, offset, storage }: T7Tensor): void {
    this.#text(`torch.${nameOf(storage === null ? of : kindOfNumbers(storage.data))}Tensor`);
    const axes = storage === null ? 0 : shape.length;
    this.#int(axes);
    for (const list of [shape, strides]) for (const n of list.slice(0, axes)) this.#long(n);
    this.#long(offset + 1);
    this.value(storage);
  }

  #text(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.#int(bytes.length);
    this.#parts.push(bytes);
  }

  #int(value: number): void {
    this.#put(4, (view) => view.setInt32(0, value, true));
  }

  #long(value: number): void {
    this.#put(8, (view) => view.setBigInt64(0, BigInt(value), true));
  }

  #put(size: number, set: (view: DataView) => void): void {
    const part = new Uint8Array(size);
    set(new DataView(part.buffer));
    this.#parts.push(part);
  }
}

/** Torch's name of a kind of numbers. @throws TypeError where it has none. */
function nameOf(kind: NumberKind): string {
  const found = Object.entries(t7Kinds).find(([, of]) => of === kind);
  if (found !== undefined) return found[0];
  throw new TypeError(`Cannot write t7: numbers must be ${Object.values(t7Kinds).join(', ')}, received ${kind}`);
}
