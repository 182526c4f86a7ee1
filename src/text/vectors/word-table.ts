import { ResourceError } from '../../errors.ts';
import { encodeWord } from '../../formats/word-bytes.ts';

const MOST_BYTES = 2 ** 31;

/**
 * Words and their rows, as bytes one after another and a hash table with open addressing: a fifth of what strings and a Map
 * of them take, which counts where a file has millions of words.
 */
export class WordTable {
  #bytes = new Uint8Array(1024);
  /** Where the bytes of each word begin, and where the last one's end. */
  #starts = new Uint32Array(257);
  /** Rows by hash, from 1; 0 where the place is free. */
  #places = new Int32Array(512);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Adds a word as the next row; false where it is there already. */
  add(word: Uint8Array): boolean {
    const place = this.#placeOf(word);
    if (this.#places[place] !== 0) return false;
    const start = this.#starts[this.#count] as number;
    const end = start + word.length;
    if (end > MOST_BYTES) {
      throw new ResourceError(`Cannot hold words: they must be at most ${MOST_BYTES} bytes, received more`, {
        hint: 'Give a limit.',
      });
    }
    while (end > this.#bytes.length) this.#bytes = enlarged(Uint8Array, this.#bytes);
    this.#bytes.set(word, start);
    if (this.#count + 2 > this.#starts.length) this.#starts = enlarged(Uint32Array, this.#starts);
    this.#starts[++this.#count] = end;
    this.#places[place] = this.#count;
    if (this.#count * 2 > this.#places.length) this.#spread();
    return true;
  }

  /** Row of a word; undefined where it is not there. */
  find(word: string): number | undefined {
    const bytes = encodeWord(word);
    const found = bytes === undefined ? 0 : (this.#places[this.#placeOf(bytes)] as number);
    return found === 0 ? undefined : found - 1;
  }

  /** The bytes of a row's word; a view. */
  bytes(row: number): Uint8Array {
    return this.#bytes.subarray(this.#starts[row], this.#starts[row + 1]);
  }

  /** Where a word stands, or may. */
  #placeOf(word: Uint8Array): number {
    const mask = this.#places.length - 1;
    let place = hashOf(word) & mask;
    for (; ; place = (place + 1) & mask) {
      const row = this.#places[place] as number;
      if (row === 0 || equal(this.#bytes, this.#starts[row - 1] as number, this.#starts[row] as number, word))
        return place;
    }
  }

  #spread(): void {
    this.#places = new Int32Array(this.#places.length * 2);
    for (let row = 0; row < this.#count; row++) this.#places[this.#placeOf(this.bytes(row))] = row + 1;
  }
}

function enlarged<T extends Uint8Array | Uint32Array>(kind: new (length: number) => T, array: T): T {
  const larger = new kind(array.length * 2);
  larger.set(array);
  return larger;
}

function equal(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  if (end - start !== word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return false;
  return true;
}

/** By Fowler, Noll and Vo, its bits mixed once more. */
function hashOf(word: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ (word[i] as number), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
