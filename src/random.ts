import { OptionError } from './errors.ts';
import { cosAndSin, log } from './math.ts';

/** Two words of 32 bits that name a stream of random numbers. */
export type Key = readonly [key0: number, key1: number];

/** Where a stream stands; a checkpoint keeps it. */
export interface RandomState {
  key: Key;
  /** Words of 32 bits drawn so far. */
  counter: number;
}

/**
 * Threefry-2x32 with 20 rounds: encrypts a counter of two words with a key of two words. Writes two words to `out`.
 *
 * @see Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3 (2011)
 */
export function threefry2x32(key0: number, key1: number, counter0: number, counter1: number, out: Uint32Array): void {
  const key2 = 0x1bd11bda ^ key0 ^ key1;
  let x = (counter0 + key0) | 0;
  let y = (counter1 + key1) | 0;
  // After every fourth round the next two of the three key words are added.
  let next = key1 | 0;
  let afterNext = key2;
  let last = key0 | 0;
  for (let round = 1; round <= 5; round++) {
    const rotations = round % 2 === 1 ? 0x0d_0f_1a_06 : 0x11_1d_10_18; // 13, 15, 26, 6 and 17, 29, 16, 24
    for (let place = 24; place >= 0; place -= 8) {
      const rotation = (rotations >>> place) & 31;
      x = (x + y) | 0;
      y = ((y << rotation) | (y >>> (32 - rotation))) ^ x;
    }
    x = (x + next) | 0;
    y = (y + afterNext + round) | 0;
    const first = next;
    next = afterNext;
    afterNext = last;
    last = first;
  }
  out[0] = x;
  out[1] = y;
}

const WORD = 2 ** 32;
/** Marks the counters of `fold`, which no stream reaches. */
const FOLD = 0x80000000;
const TWO_PI = 6.283185307179586;
/** Where `fold` reads the key of a child. */
const FOLDED = new Uint32Array(2);

/**
 * A stream of random numbers: same seed, same bits, in every engine.
 *
 * Word i of the stream is word i % 2 of threefry2x32(key; floor(i / 2)). A stream gives birth to others, independent of
 * it: `split` by drawing their key, `fold` by a number.
 *
 * @example
 * ```ts
 * import { Random } from 'memcell';
 * const random = new Random(1);
 * console.log(random.integers(3, 0, 10).length); // => 3
 * ```
 */
export class Random {
  #key: Key;
  #counter = 0;
  /** Two words of the stream, made when it is first drawn from. */
  #pair: Uint32Array | undefined;

  /** A seed is a whole number from 0 to 2⁵³ − 1, or the two words of a key. */
  constructor(seed: number | Key) {
    if (typeof seed === 'number') {
      checkWhole('create', "Random 'seed'", seed, 0, Number.MAX_SAFE_INTEGER);
      this.#key = [seed >>> 0, Math.floor(seed / WORD)];
    } else {
      this.#key = checkKey(seed);
    }
  }

  /** The two words that name this stream, as `dropoutMask` takes them. */
  get key(): Key {
    return this.#key;
  }

  /** Where the stream stands; setting it continues from there. */
  get state(): RandomState {
    return { key: this.#key, counter: this.#counter };
  }

  set state(state: RandomState) {
    const key = checkKey(state.key);
    checkWhole('restore', "Random 'counter'", state.counter, 0, Number.MAX_SAFE_INTEGER);
    this.#key = key;
    this.#counter = state.counter;
    if (state.counter % 2 === 1) this.#encrypt(Math.floor(state.counter / 2));
  }

  /** A new stream; this one advances by two words. */
  split(): Random {
    return new Random([this.uint32(), this.uint32()]);
  }

  /** The child with number n, a whole number from 0 to 2⁵³ − 1; this stream stays where it is. */
  fold(n: number): Random {
    checkWhole('fold', "Random 'n'", n, 0, Number.MAX_SAFE_INTEGER);
    threefry2x32(this.#key[0], this.#key[1], n >>> 0, FOLD + Math.floor(n / WORD), FOLDED);
    return new Random([FOLDED[0] as number, FOLDED[1] as number]);
  }

  /** The next 32 bits. */
  uint32(): number {
    const word = this.#counter % 2;
    if (word === 0) this.#encrypt(this.#counter / 2);
    this.#counter++;
    return (this.#pair as Uint32Array)[word] as number;
  }

  /** n values from low up to high, each low + (high − low) · u with u in [0, 1) of 24 bits. */
  uniform(n: number, low = 0, high = 1): Float32Array {
    const values = new Float32Array(checkCount(n));
    for (let i = 0; i < n; i++) values[i] = low + (high - low) * ((this.uint32() >>> 8) / 2 ** 24);
    return values;
  }

  /** n normal values, by Box and Muller's method. */
  normal(n: number, mean = 0, sigma = 1): Float32Array {
    return this.#fill(n, mean, sigma, Infinity);
  }

  /** n normal values within two sigmas of the mean: those beyond are drawn again. */
  truncatedNormal(n: number, mean = 0, sigma = 1): Float32Array {
    return this.#fill(n, mean, sigma, 2);
  }

  /** n whole numbers from low to high − 1, all equally likely. */
  integers(n: number, low: number, high: number): Int32Array {
    checkWhole('draw integers', "'low'", low, -(2 ** 31), 2 ** 31 - 1);
    checkWhole('draw integers', "'high'", high, low + 1, 2 ** 31);
    const values = new Int32Array(checkCount(n));
    for (let i = 0; i < n; i++) values[i] = low + this.#below(high - low);
    return values;
  }

  /** The numbers 0 to n − 1 in random order (Fisher and Yates). */
  permutation(n: number): Int32Array {
    const order = new Int32Array(checkCount(n));
    for (let i = 0; i < n; i++) {
      const j = this.#below(i + 1);
      order[i] = order[j] as number;
      order[j] = i;
    }
    return order;
  }

  #encrypt(counter: number): void {
    this.#pair ??= new Uint32Array(2);
    threefry2x32(this.#key[0], this.#key[1], counter >>> 0, Math.floor(counter / WORD), this.#pair);
  }

  /** A whole number below `range` ≤ 2³²; words in the incomplete last multiple of `range` are drawn again. */
  #below(range: number): number {
    const limit = WORD - (WORD % range);
    let word = this.uint32();
    while (word >= limit) word = this.uint32();
    return word % range;
  }

  #fill(n: number, mean: number, sigma: number, most: number): Float32Array {
    const values = new Float32Array(checkCount(n));
    let i = 0;
    while (i < n) {
      const radius = Math.sqrt(-2 * log((this.uint32() + 1) / WORD));
      const angle = (TWO_PI / WORD) * this.uint32();
      const [x, y] = cosAndSin(angle);
      for (const z of [radius * x, radius * y]) {
        if (i < n && Math.abs(z) <= most) values[i++] = mean + sigma * z;
      }
    }
    return values;
  }
}

function checkWhole(action: string, subject: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  const range = high === Number.MAX_SAFE_INTEGER ? `${low} to 2^53 - 1` : `${low} to ${high}`;
  throw new OptionError(`Cannot ${action} ${subject}: it must be a whole number from ${range}, received ${value}`);
}

function checkCount(n: number): number {
  checkWhole('draw random numbers', "'n'", n, 0, 2 ** 32);
  return n;
}

function checkKey(key: Key): Key {
  const words: readonly number[] = key;
  if (words.length !== 2) {
    throw new OptionError(`Cannot create Random 'key': it must be two words, received ${words.length}`);
  }
  for (const word of words) checkWhole('create', "Random 'key'", word, 0, WORD - 1);
  return [key[0], key[1]];
}
