import { Dense, GRU, Input, Random, Sequential, tensor } from './memcell.js';

/** Bits of a sequence. */
export const STEPS = 12;

/** The network, its weights drawn from a seed. */
export function parityModel(seed) {
  const layers = [
    Input({ shape: [STEPS, 1] }),
    new GRU({ units: 16, returnSequences: true }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ];
  return new Sequential(layers, { seed });
}

/** After each bit, 1 where the ones so far are odd. */
export function parities(bits) {
  let odd = 0;
  return bits.map((bit) => {
    odd ^= bit;
    return odd;
  });
}

/** Batches of random sequences without end. */
export function* batches(seed, size) {
  const random = new Random(seed);
  for (;;) {
    const rows = Array.from({ length: size }, () =>
      Array.from(random.uniform(STEPS), (value) => (value < 0.5 ? 0 : 1)),
    );
    const targets = rows.map(parities);
    yield { input: tensor(rows.flat(), [size, STEPS, 1]), target: tensor(targets.flat(), [size, STEPS, 1]) };
  }
}
