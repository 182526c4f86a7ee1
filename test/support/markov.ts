// Small random Markov models, for decoding: everything about them can be counted out.

import { Random } from '../../src/random.ts';
import type { Begun, NextTokens } from '../../src/text/decode/next-tokens.ts';

/** A Markov model of first order and its states: what each row has been fed, '2 0 1 '. */
export interface Markov {
  readonly model: NextTokens<readonly string[]>;
  readonly begun: Begun<readonly string[]>;
  /** ln p(next | before); before −1 is the beginning. */
  logProbability(next: number, before: number): number;
  /** Rows of every step so far. */
  readonly steps: number[];
}

export function markov(seed: number, size: number, spread = 2): Markov {
  const logits = Array.from({ length: size + 1 }, (_, row) => new Random(seed).fold(row).normal(size, 0, spread));
  const logProbability = (next: number, before: number): number => {
    const row = logits[before + 1] as Float32Array;
    return (row[next] as number) - Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0));
  };
  const steps: number[] = [];
  const model: Markov['model'] = {
    step(tokens, state) {
      steps.push(tokens.length);
      const rows = Array.from(tokens, (token) => [...(logits[token + 1] as Float32Array)]);
      return {
        logits: Float32Array.from(rows.flat()),
        state: state.map((ids, row) => `${ids}${tokens[row]} `),
      };
    },
    select: (state, rows) => Array.from(rows, (row) => state[row] as string),
  };
  return { model, begun: { logits: logits[0] as Float32Array, state: [''] }, logProbability, steps };
}

/** Every sequence that ends with `endId` before, or is cut off at, `maxLength`, and its log-probability. */
export function everySequence(
  { logProbability }: Markov,
  size: number,
  maxLength: number,
  endId: number | undefined,
): { ids: number[]; logProbability: number; ended: boolean }[] {
  const found: { ids: number[]; logProbability: number; ended: boolean }[] = [];
  const visit = (ids: number[], sum: number): void => {
    for (let next = 0; next < size; next++) {
      const total = sum + logProbability(next, ids.at(-1) ?? -1);
      if (next === endId) found.push({ ids, logProbability: total, ended: true });
      else if (ids.length + 1 === maxLength) found.push({ ids: [...ids, next], logProbability: total, ended: false });
      else visit([...ids, next], total);
    }
  };
  visit([], 0);
  return found;
}
