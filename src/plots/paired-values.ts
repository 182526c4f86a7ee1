import type { LineSeries } from './figure.ts';

/** Values of one axis where both have one. */
export function* pairedValues(series: readonly LineSeries[], of: 'x' | 'y', other: 'x' | 'y'): Generator<number> {
  for (const one of series) {
    for (let i = 0; i < one.x.length; i++) if (Number.isFinite(one[other][i])) yield one[of][i] as number;
  }
}
