import { OptionError } from '../../errors.ts';
import type { HistogramCounts } from '../../formats/event-messages.ts';
import { describe } from '../../options.ts';

/**
 * Counts values in buckets of equal width from the least to the greatest, as Keras's callback does; one bucket where all
 * are equal, or closer together than buckets can be.
 *
 * @param action as errors name it.
 * @throws OptionError for no values, or one that is not finite.
 */
export function countValues(action: string, values: ArrayLike<number>, bins: number): HistogramCounts {
  let [min, max, sum, sumOfSquares] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) {
      throw new OptionError(`Cannot ${action}: values must be finite numbers, received ${describe(value)} at ${i}`);
    }
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    sumOfSquares += value * value;
  }
  if (values.length === 0) throw new OptionError(`Cannot ${action}: there must be at least one value, received none`);
  const count = values.length;
  const scale = Number.isFinite(max - min) ? 1 : 0.5; // the distance of the two largest doubles is none
  const width = (max * scale - min * scale) / bins;
  const limit = (i: number): number => (min * scale + width * (i + 1)) / scale;
  if (!(limit(0) > min && limit(bins - 2) < max)) {
    return { min, max, count, sum, sumOfSquares, limits: [max], counts: [count] };
  }
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < count; i++) {
    const bucket = Math.min(Math.floor(((values[i] as number) * scale - min * scale) / width), bins - 1);
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  const limits = counts.map((_, i) => (i === bins - 1 ? max : limit(i)));
  return { min, max, count, sum, sumOfSquares, limits, counts };
}
