import { exp, log } from '../math.ts';

/** Probabilities of classes out of their logits: softmax, in double precision. */
export function probabilitiesOf(logits: ArrayLike<number>): number[] {
  const all = Array.from(logits);
  const most = Math.max(...all);
  const powers = all.map((logit) => exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** ln of the odds of a class against all others: z − ln Σ exp(other z). */
export function logOdds(logits: ArrayLike<number>, label: number): number {
  const others = Array.from(logits).filter((_, k) => k !== label);
  const most = Math.max(...others);
  const sum = others.reduce((total, logit) => total + exp(logit - most), 0);
  return (logits[label] as number) - most - log(sum);
}
