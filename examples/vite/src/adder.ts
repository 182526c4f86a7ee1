import { Dense, Input, LSTM, Sequential, type Tensor, tensor } from 'memcell';

/** Bits of a sum; numbers are below 128, so that it fits. */
export const BITS = 8;
/** Numbers are below it. */
export const LIMIT = 128;

/** Bits of a number, the lowest first. */
export function bitsOf(value: number): number[] {
  return Array.from({ length: BITS }, (_, bit) => (value >> bit) & 1);
}

/** Pairs of numbers as the network reads them, and the bits of their sums. */
export function samples(pairs: readonly (readonly [number, number])[]): { input: Tensor; target: Tensor } {
  const input = new Float32Array(pairs.length * BITS * 2);
  const target = new Float32Array(pairs.length * BITS);
  for (const [row, [a, b]] of pairs.entries()) {
    for (let bit = 0; bit < BITS; bit++) {
      const at = row * BITS + bit;
      input[2 * at] = (a >> bit) & 1;
      input[2 * at + 1] = (b >> bit) & 1;
      target[at] = ((a + b) >> bit) & 1;
    }
  }
  return { input: tensor(input, [pairs.length, BITS, 2]), target: tensor(target, [pairs.length, BITS, 1]) };
}

/** The network, its weights drawn from a seed. */
export function adder(seed: number): Sequential {
  const layers = [
    Input({ shape: [BITS, 2] }),
    new LSTM({ units: 20, returnSequences: true }),
    new LSTM({ units: 20, returnSequences: true }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ];
  return new Sequential(layers, { seed });
}
