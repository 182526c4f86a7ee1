import type { Random } from '../random.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

/** Which bit of a number comes first: the most or the least significant one. */
export type BitOrder = 'msb' | 'lsb';

/** Bits of a number, and of a sum. */
const BITS = 8;
export const SUM_BITS = 9;
/** The numbers are below this. */
const LIMIT = 256;
/** All pairs of numbers. */
export const PAIRS: number = LIMIT * LIMIT;

/** Pairs of numbers one after the other, and their sums: [N, 16, 1] and [N, 9]. */
export interface PairSamples {
  readonly input: Tensor;
  readonly target: Tensor;
}

/** The samples for pairs of numbers. */
export function pairSamples(a: ArrayLike<number>, b: ArrayLike<number>, order: BitOrder): PairSamples {
  const count = a.length;
  const input = new Float32Array(count * 2 * BITS);
  const target = new Float32Array(count * SUM_BITS);
  const write = (value: number, bits: number, to: Float32Array, at: number): void => {
    for (let bit = 0; bit < bits; bit++) to[at + bit] = (value >> (order === 'msb' ? bits - 1 - bit : bit)) & 1;
  };
  for (let n = 0; n < count; n++) {
    const [p, q] = [a[n] as number, b[n] as number];
    write(p, BITS, input, n * 2 * BITS);
    write(q, BITS, input, n * 2 * BITS + BITS);
    write(p + q, SUM_BITS, target, n * SUM_BITS);
  }
  return { input: tensor(input, [count, 2 * BITS, 1]), target: tensor(target, [count, SUM_BITS]) };
}

/** Random pairs. */
export function randomPairs(count: number, random: Random, order: BitOrder): PairSamples {
  return pairSamples(random.integers(count, 0, LIMIT), random.integers(count, 0, LIMIT), order);
}

/** Every pair of numbers from 0 to 255. */
export function everyPair(order: BitOrder): PairSamples {
  const a = Int32Array.from({ length: PAIRS }, (_, i) => Math.floor(i / LIMIT));
  const b = Int32Array.from({ length: PAIRS }, (_, i) => i % LIMIT);
  return pairSamples(a, b, order);
}

/** Which bits of answers are right (a bit is 1 from 0.5): of how many pairs all nine, and of how many each one. */
export function rightAnswers(
  prediction: ArrayLike<number>,
  target: ArrayLike<number>,
): { readonly exact: number; readonly byBit: readonly number[] } {
  const byBit = new Array<number>(SUM_BITS).fill(0);
  let exact = 0;
  for (let start = 0; start < target.length; start += SUM_BITS) {
    let right = 0;
    for (let bit = 0; bit < SUM_BITS; bit++) {
      if ((prediction[start + bit] as number) >= 0.5 !== (target[start + bit] as number) >= 0.5) continue;
      byBit[bit] = (byBit[bit] as number) + 1;
      right++;
    }
    if (right === SUM_BITS) exact++;
  }
  return { exact, byBit };
}
