import { ResourceError } from '../../errors.ts';

/** What is looked up: bytes and their hash. */
interface Word {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly hash: number;
}

/** Different words at most, as many as the C tool holds. */
const MOST = 21_000_000;
const FULL = 0.6;

/** Numbers words by their bytes, in the order in which they come: a hash table that holds no strings. */
export class WordTable {
  #slots = new Int32Array(1 << 12).fill(-1);
  #hashes = new Int32Array(1 << 12);
  /** Where the bytes of each word begin, and where those of the last one end. */
  #starts = new Float64Array((1 << 12) + 1);
  #arena = new Uint8Array(1 << 14);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of a word; −1 where it is not there. */
  find(word: Word): number {
    const mask = this.#slots.length - 1;
    for (let slot = word.hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot] as number;
      if (id < 0 || (this.#hashes[id] === word.hash && this.#is(id, word))) return id;
    }
  }

  /** Gives a word that is not there the next number. @throws ResourceError where there are too many. */
  add(word: Word): number {
    const id = this.#size;
    if (id >= MOST) {
      throw new ResourceError(
        `Cannot count words: there must be at most ${MOST.toLocaleString('en')} different ones, received more`,
        { hint: 'Cut the text into fewer words first; rare ones are not passed over while it is counted.' },
      );
    }
    if (id >= FULL * this.#slots.length) this.#grow();
    const length = word.end - word.start;
    const start = this.#starts[id] as number;
    if (start + length > this.#arena.length) this.#arena = grown(this.#arena, new Uint8Array(2 * (start + length)));
    this.#arena.set(word.bytes.subarray(word.start, word.end), start);
    this.#starts[id + 1] = start + length;
    this.#hashes[id] = word.hash;
    this.#place(id);
    this.#size++;
    return id;
  }

  #is(id: number, { bytes, start, end }: Word): boolean {
    const from = this.#starts[id] as number;
    if ((this.#starts[id + 1] as number) - from !== end - start) return false;
    for (let i = start, j = from; i < end; i++, j++) if (bytes[i] !== this.#arena[j]) return false;
    return true;
  }

  #place(id: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#hashes[id] as number) & mask;
    while ((this.#slots[slot] as number) >= 0) slot = (slot + 1) & mask;
    this.#slots[slot] = id;
  }

  #grow(): void {
    const slots = 2 * this.#slots.length;
    this.#slots = new Int32Array(slots).fill(-1);
    this.#hashes = grown(this.#hashes, new Int32Array(slots));
    this.#starts = grown(this.#starts, new Float64Array(slots + 1));
    for (let id = 0; id < this.#size; id++) this.#place(id);
  }
}

function grown<T extends Uint8Array | Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The bytes of a word and their hash, as `WordBytes` has them. */
export function wordOf(text: string): Word {
  const bytes = new TextEncoder().encode(text);
  return { bytes, start: 0, end: bytes.length, hash: hashOf(bytes) };
}

function hashOf(bytes: Uint8Array): number {
  let hash = 0;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash ^ (hash >>> 15);
}
