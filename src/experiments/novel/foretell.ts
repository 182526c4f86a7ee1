import { exp } from '../../math.ts';
import type { LinesFigure } from '../../plots/figure.ts';
import { NGramModel } from '../../text/index.ts';

/** How well a language model foretells what was held out. */
export interface Foretold {
  /** What its tokens are called. */
  readonly name: string;
  readonly perplexity: number;
  /** Perplexity of n-grams on the same tokens, and the order that is the best. */
  readonly baseline: number;
  readonly order: number;
  /** Tokens that were foretold. */
  readonly of: number;
  readonly steps: number;
  readonly seconds: number;
  /** Perplexity in training, by step. */
  readonly curve: { readonly x: readonly number[]; readonly y: readonly number[] };
}

/** What n-grams learn from, and what they foretell. */
interface Texts {
  readonly train: Int32Array;
  readonly heldOut: Int32Array;
  readonly vocabularySize: number;
}

const HIGHEST = 6;

/** Interpolated Kneser–Ney of the order that foretells best what was held out: all but the first token, as the net does. */
export function bestNGrams({ train, heldOut, vocabularySize }: Texts): Pick<Foretold, 'order' | 'baseline'> {
  let best = { order: 0, baseline: Infinity };
  for (let order = 2; order <= HIGHEST; order++) {
    const found = new NGramModel([train], { vocabularySize, order }).logProbabilities(heldOut).subarray(1);
    const baseline = exp(-found.reduce((sum, each) => sum + each, 0) / found.length);
    if (baseline >= best.baseline) break;
    best = { order, baseline };
  }
  return best;
}

/** Learning curves, and at their ends what came out on the text that was held out. */
export function perplexityFigure(all: readonly Foretold[]): LinesFigure {
  return {
    kind: 'lines',
    title: 'Learning to foretell a novel',
    caption:
      'In training, with dropout; dashed: n-grams on what was held out. The last point of a line: the net on that.',
    x: { label: 'step' },
    y: { label: 'perplexity', scale: 'log' },
    series: all.flatMap(({ name, perplexity, baseline, order, steps, curve: { x, y } }, color) => [
      { name, color, x: [...x, steps], y: [...y, perplexity] },
      { name: `${name}, ${order}-grams`, color, x: [x[0] ?? 0, steps], y: [baseline, baseline], dashed: true },
    ]),
  };
}
