import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { checkBoolean, checkNumber } from '../options.ts';
import type { Variable } from '../tensor/variable.ts';

/** Averages of the weights over the steps. */
export interface AveragingOptions {
  /** Whether an average of each weight is kept: a ← emaMomentum · a + (1 − emaMomentum) · w. Default false. */
  useEma?: boolean;
  /** Share of the average that is kept in a step, from 0 to 1. Default 0.99. */
  emaMomentum?: number;
  /** Steps after which the weights become their averages, from 1. Default: only at the end of `fit`. */
  emaOverwriteFrequency?: number | null;
}

type Pairs = Iterable<readonly [variable: Variable, average: Variable]>;

/** Exponential moving averages of the weights. */
export class Averaging {
  readonly used: boolean;
  readonly #momentum: number;
  readonly #frequency: number | undefined;

  constructor(subject: string, { useEma = false, emaMomentum = 0.99, emaOverwriteFrequency }: AveragingOptions) {
    this.used = checkBoolean(subject, 'useEma', useEma);
    this.#momentum = checkNumber(subject, 'emaMomentum', emaMomentum, { from: 0, to: 1 });
    const never = emaOverwriteFrequency === undefined || emaOverwriteFrequency === null;
    this.#frequency = never
      ? undefined
      : checkNumber(subject, 'emaOverwriteFrequency', emaOverwriteFrequency, { from: 1, whole: true });
  }

  config(): Config {
    if (!this.used) return {};
    const frequency = this.#frequency === undefined ? {} : { emaOverwriteFrequency: this.#frequency };
    return { useEma: true, emaMomentum: this.#momentum, ...frequency };
  }

  /** After step `done` + 1, for all weights. */
  update(pairs: Pairs, done: number): void {
    const { kernels } = backend();
    for (const [variable, average] of pairs) {
      const [size, w, a] = [variable.size, variable.address(), average.address()];
      const keep = done === 0 ? 0 : this.#momentum;
      kernels.momentum(size, w, w, a, keep - 1, keep, 0, 0); // a = keep · a + (1 − keep) · w;  w += 0 · a
      if (this.#frequency !== undefined && (done + 1) % this.#frequency === 0) variable.assign(average);
    }
  }
}
