import type { Random } from '../../random.ts';

/** Single numbers from a random stream, without an array for each: an image takes hundreds. */
export class Draws {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** 32 bits. */
  word(): number {
    return this.#random.uint32();
  }

  /** From 0 up to 1. */
  unit(): number {
    return this.#random.uint32() / 2 ** 32;
  }

  /** From low up to high. */
  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** A whole number from 0 to n − 1. */
  below(n: number): number {
    return Math.floor(n * this.unit());
  }

  /** True with probability p. */
  chance(p: number): boolean {
    return this.unit() < p;
  }

  /** About normal with deviation sigma, never beyond 3.5 sigmas: the sum of the four bytes of one word. */
  normal(sigma: number): number {
    const word = this.#random.uint32();
    const sum = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
    return ((sum - 510) / 147.8) * sigma;
  }
}
