import type { Random } from '../random.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

/** Bits of a number, and of a sum. */
export const BITS = 8;
/** The numbers are below this. */
export const LIMIT = 128;
/** All pairs of numbers. */
export const PAIRS: number = LIMIT * LIMIT;

/** Pairs of numbers and their sums, least significant bit first: input [N, 8, 2], target [N, 8, 1]. */
export interface AdderSamples {
  readonly input: Tensor;
  readonly target: Tensor;
}

/** The samples for pairs of numbers. */
export function adderSamples(a: ArrayLike<number>, b: ArrayLike<number>): AdderSamples {
  const count = a.length;
  const input = new Float32Array(count * BITS * 2);
  const target = new Float32Array(count * BITS);
  for (let i = 0; i < count; i++) {
    const [p, q] = [a[i] as number, b[i] as number];
    for (let bit = 0; bit < BITS; bit++) {
      const at = i * BITS + bit;
      input[2 * at] = (p >> bit) & 1;
      input[2 * at + 1] = (q >> bit) & 1;
      target[at] = ((p + q) >> bit) & 1;
    }
  }
  return { input: tensor(input, [count, BITS, 2]), target: tensor(target, [count, BITS, 1]) };
}

/** Random batches without end. */
export function* adderBatches(batchSize: number, random: Random): Generator<AdderSamples> {
  for (;;) yield adderSamples(random.integers(batchSize, 0, LIMIT), random.integers(batchSize, 0, LIMIT));
}

/** Every pair of numbers from 0 to 127. */
export function allPairs(): AdderSamples {
  const a = Int32Array.from({ length: PAIRS }, (_, i) => Math.floor(i / LIMIT));
  const b = Int32Array.from({ length: PAIRS }, (_, i) => i % LIMIT);
  return adderSamples(a, b);
}

/** The number behind eight bits, least significant first; a bit is 1 from 0.5. */
export function numberOf(bits: ArrayLike<number>, start = 0): number {
  let value = 0;
  for (let bit = 0; bit < BITS; bit++) if ((bits[start + bit] as number) >= 0.5) value += 1 << bit;
  return value;
}

/** Pairs whose eight bits are all right. */
export function countRight(prediction: ArrayLike<number>, target: ArrayLike<number>): number {
  let right = 0;
  for (let start = 0; start < target.length; start += BITS) {
    if (numberOf(prediction, start) === numberOf(target, start)) right++;
  }
  return right;
}
