import { FormatError } from '../../errors.ts';
import { platform } from '../../platform/index.ts';

/** What `next` found. */
export type Found = 'word' | 'line' | 'end';

const PIECE = 1 << 20;
/** Bytes of a word at most. */
const LONGEST = 1000;
const PRIME = 0x01000193;

/**
 * The words of a file, one after the other, as bytes: what stands between blanks (space, tab, carriage return) and line
 * ends. The file is read piece by piece; a word is a place in `bytes` until the next one is asked for. A line that the
 * end of the file ends counts as one.
 */
export class WordBytes {
  /** What was read, with the word from `start` to `end`. */
  readonly bytes: Uint8Array = new Uint8Array(PIECE);
  start = 0;
  end = 0;
  /** Of the word's bytes. */
  hash = 0;
  readonly #action: string;
  readonly #path: string;
  readonly #file: { read(target: Uint8Array, position: number): number; close(): void };
  #at = 0;
  #filled = 0;
  /** Bytes of the file before `bytes`. */
  #before = 0;
  /** Whether words have come since the last line end. */
  #open = false;

  /** @throws ResourceError where the file cannot be read. */
  constructor(action: string, path: string) {
    this.#action = action;
    this.#path = path;
    this.#file = platform().openFile(path);
    this.#fill(0);
    const [a, b, c] = this.bytes;
    if (a === 0xef && b === 0xbb && c === 0xbf) this.#at = 3; // a byte order mark
  }

  /** Bytes of the file that were read and gone through. */
  get position(): number {
    return this.#before + this.#at;
  }

  close(): void {
    this.#file.close();
  }

  /** @throws FormatError for a word that is too long. */
  next(): Found {
    const { bytes } = this;
    let at = this.#at;
    for (;;) {
      if (at === this.#filled) {
        at = this.#fill(at);
        if (at === this.#filled) return this.#finish(at);
      }
      const byte = bytes[at] as number;
      if (byte === 10) {
        this.#at = at + 1;
        this.#open = false;
        return 'line';
      }
      if (byte !== 32 && byte !== 9 && byte !== 13) break;
      at++;
    }
    let start = at;
    let hash = 0;
    for (;;) {
      if (at === this.#filled) {
        const length = at - start;
        if (length > LONGEST) this.#refuseLength(start);
        start = this.#fill(start);
        at = start + length;
        if (at === this.#filled) break;
      }
      const byte = bytes[at] as number;
      if (byte <= 32 && (byte === 32 || byte === 10 || byte === 9 || byte === 13)) break;
      hash = Math.imul(hash ^ byte, PRIME);
      at++;
    }
    if (at - start > LONGEST) this.#refuseLength(start);
    this.start = start;
    this.end = at;
    this.hash = hash ^ (hash >>> 15);
    this.#at = at;
    this.#open = true;
    return 'word';
  }

  /**
   * The word as text.
   *
   * @throws FormatError for one that is not UTF-8, or holds a zero byte.
   */
  text(): string {
    const word = this.bytes.subarray(this.start, this.end);
    const zero = word.indexOf(0);
    if (zero >= 0) {
      this.#refuse('must be a text file', 'a zero byte', this.start + zero, 'Words are read as UTF-8 text.');
    }
    try {
      return FATAL.decode(word);
    } catch {
      const wrong = firstWrong(word);
      const byte = `0x${(word[wrong] as number).toString(16).padStart(2, '0')}`;
      this.#refuse('must be UTF-8', byte, this.start + wrong, 'Write the file in UTF-8 first.');
    }
  }

  /** Moves what is left from `from` on to the front and reads on; its new place. */
  #fill(from: number): number {
    const { bytes } = this;
    bytes.copyWithin(0, from, this.#filled);
    this.#before += from;
    const left = this.#filled - from;
    this.#filled = left + this.#file.read(bytes.subarray(left), this.#before + left);
    return 0;
  }

  #finish(at: number): Found {
    this.#at = at;
    if (!this.#open) return 'end';
    this.#open = false;
    return 'line';
  }

  #refuseLength(start: number): never {
    const must = `must have words of at most ${LONGEST} bytes`;
    const hint = 'Words stand between blanks: memcell segment writes Chinese text so.';
    this.#refuse(must, 'a longer one', start, hint);
  }

  #refuse(must: string, received: string, at: number, hint: string): never {
    const place = this.#before + at;
    throw new FormatError(
      `Cannot ${this.#action}: file '${this.#path}' ${must}, received ${received} at byte ${place}`,
      {
        hint,
      },
    );
  }
}

const FATAL = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Index of the first byte that is not UTF-8. */
function firstWrong(word: Uint8Array): number {
  let least = 0;
  for (let most = word.length; least < most; ) {
    const middle = (least + most) >>> 1;
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    try {
      decoder.decode(word.subarray(0, middle + 1), { stream: true });
      least = middle + 1;
    } catch {
      most = middle;
    }
  }
  return Math.min(least, word.length - 1);
}
