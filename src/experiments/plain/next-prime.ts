// A hundred memory cells are shown fifty primes and learn to say the next: the whole experiment, without the engine.
import { type Cells, learn } from './memory-cells.ts';

/** The primes below 100, divided by 100. */
const PRIMES: readonly number[] = primesBelow(100).map((prime) => prime / 100);

/** Prime number i of an endless circle. */
function prime(i: number): number {
  return PRIMES[i % PRIMES.length] as number;
}

/** Ten steps: each shows fifty primes, one further along the circle than the step before. */
const INPUTS: readonly number[][] = Array.from({ length: 10 }, (_, k) =>
  Array.from({ length: 50 }, (_, i) => prime(k + i)),
);
/** The prime after the fifty. */
const TARGETS: readonly number[] = INPUTS.map((_, k) => prime(k + 50));

/** The loss of every iteration, from cells as `drawCells(100, 50, random)` makes them. */
export function runNextPrime(cells: Cells, iterations = 10_000): number[] {
  return Array.from({ length: iterations }, () => learn(cells, INPUTS, TARGETS, 0.01));
}

function primesBelow(limit: number): number[] {
  const found: number[] = [];
  for (let n = 2; n < limit; n++) if (found.every((divisor) => n % divisor !== 0)) found.push(n);
  return found;
}
