import { alignWeight, type Weighting } from '../losses/index.ts';
import { broadcastTo } from '../ops/broadcast-to.ts';
import { multiply } from '../ops/multiply.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Mask times weight, in a shape that broadcasts to that of the values; undefined where all count alike. */
export function factorOf(action: string, { mask, weight }: Weighting, shape: Shape): Tensor | undefined {
  const m = mask && alignWeight(action, 'mask', mask, shape);
  const w = weight && alignWeight(action, 'weight', weight, shape);
  return m && w ? multiply(m, w) : (m ?? w);
}

/** How much each of the values counts, as numbers on the host. */
export function factors(action: string, weighting: Weighting, shape: Shape): (i: number) => number {
  const factor = factorOf(action, weighting, shape);
  if (factor === undefined) return () => 1;
  const { data } = broadcastTo(factor, shape);
  return (i) => data[i] as number;
}
