import { drawTable } from './draw-table.ts';
import { huffmanPaths } from './huffman.ts';
import type { Net } from './plan.ts';

/** What a net is made of, besides the counts of its words. */
export interface NetOptions extends Pick<Net, 'size' | 'cbow' | 'window' | 'negative'> {
  readonly hs: boolean;
  readonly sample: number;
}

/** The tables of a net; the first word, the end of a sentence, is neither drawn nor passed over. */
export function netOf(counts: readonly number[], { hs, sample, ...net }: NetOptions): Net {
  return {
    ...net,
    words: counts.length,
    keep: sample > 0 ? keepTable(counts, sample) : undefined,
    draws: net.negative > 0 ? drawTable(drawWeights(counts)) : undefined,
    paths: hs ? huffmanPaths(counts) : undefined,
  };
}

/** count^¾, and 0 for the end of a sentence. */
function drawWeights(counts: readonly number[]): Float64Array {
  return Float64Array.from(counts, (count, id) => (id === 0 ? 0 : Math.sqrt(count) * Math.sqrt(Math.sqrt(count))));
}

/** For each word the share √(s / f) + s / f that stays, f its share of the text, as a threshold of random words. */
function keepTable(counts: readonly number[], sample: number): Uint32Array {
  let total = 0;
  for (const count of counts) total += count;
  const threshold = sample * total;
  return Uint32Array.from(counts, (count) => {
    const kept = (Math.sqrt(count / threshold) + 1) * (threshold / count);
    return kept < 1 ? Math.floor(kept * 2 ** 32) : 2 ** 32 - 1;
  });
}
