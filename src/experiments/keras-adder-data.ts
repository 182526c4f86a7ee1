import type { Random } from '../random.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

/** Bits of a number, and of a sum. */
const BITS = 8;
export const SUM_BITS = 9;
/** The numbers are below this. */
const LIMIT = 256;
/** All pairs of numbers. */
export const PAIRS: number = LIMIT * LIMIT;

/** Pairs of numbers one after the other, and their sums, most significant bit first: [N, 16, 1] and [N, 9]. */
export interface PairSamples {
  readonly input: Tensor;
  readonly target: Tensor;
}

/** The samples for pairs of numbers. */
export function pairSamples(a: ArrayLike<number>, b: ArrayLike<number>): PairSamples {
  const count = a.length;
  const input = new Float32Array(count * 2 * BITS);
  const target = new Float32Array(count * SUM_BITS);
  for (let n = 0; n < count; n++) {
    const [p, q] = [a[n] as number, b[n] as number];
    for (let bit = 0; bit < BITS; bit++) {
      input[n * 2 * BITS + bit] = (p >> (BITS - 1 - bit)) & 1;
      input[n * 2 * BITS + BITS + bit] = (q >> (BITS - 1 - bit)) & 1;
    }
    for (let bit = 0; bit < SUM_BITS; bit++) target[n * SUM_BITS + bit] = ((p + q) >> (SUM_BITS - 1 - bit)) & 1;
  }
  return { input: tensor(input, [count, 2 * BITS, 1]), target: tensor(target, [count, SUM_BITS]) };
}

/** Random pairs. */
export function randomPairs(count: number, random: Random): PairSamples {
  return pairSamples(random.integers(count, 0, LIMIT), random.integers(count, 0, LIMIT));
}

/** Every pair of numbers from 0 to 255. */
export function everyPair(): PairSamples {
  const a = Int32Array.from({ length: PAIRS }, (_, i) => Math.floor(i / LIMIT));
  const b = Int32Array.from({ length: PAIRS }, (_, i) => i % LIMIT);
  return pairSamples(a, b);
}

/** Pairs whose nine bits are all right; a bit is 1 from 0.5. */
export function exactAnswers(prediction: ArrayLike<number>, target: ArrayLike<number>): number {
  let right = 0;
  for (let start = 0; start < target.length; start += SUM_BITS) {
    let same = true;
    for (let i = start; i < start + SUM_BITS; i++) {
      same &&= (prediction[i] as number) >= 0.5 === (target[i] as number) >= 0.5;
    }
    if (same) right++;
  }
  return right;
}
