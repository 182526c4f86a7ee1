import type { Config } from '../config.ts';
import { OptionError } from '../errors.ts';
import { checkNumber, describe } from '../options.ts';
import type { Variable } from '../tensor/variable.ts';

/** How weights get smaller by themselves. */
export interface WeightDecayOptions {
  /** Share of a weight, times the step size, that it loses in each step before its update, from 0. Default: none. */
  weightDecay?: number | null;
  /** Weights that do not: texts that their name holds, or expressions that it matches (`/…/` as text). Default: none. */
  excludeFromWeightDecay?: readonly (string | RegExp)[];
}

/** Decoupled weight decay: w ← w − w · weightDecay · η, before the update. */
export class WeightDecay {
  readonly #share: number | undefined;
  readonly #excluded: (string | RegExp)[] = [];

  constructor(subject: string, { weightDecay, excludeFromWeightDecay = [] }: WeightDecayOptions) {
    const off = weightDecay === undefined || weightDecay === null;
    this.#share = off ? undefined : checkNumber(subject, 'weightDecay', weightDecay, { from: 0 });
    this.exclude(subject, excludeFromWeightDecay);
  }

  config(): Config {
    return {
      ...(this.#share === undefined ? {} : { weightDecay: this.#share }),
      ...(this.#excluded.length === 0 ? {} : { excludeFromWeightDecay: this.#excluded.map(String) }),
    };
  }

  exclude(subject: string, names: readonly (string | RegExp)[]): void {
    const fits = (name: unknown): boolean => typeof name === 'string' || name instanceof RegExp;
    const action = /^[a-z]/.test(subject) ? subject : `create ${subject}`;
    if (!Array.isArray(names) || !names.every(fits)) {
      throw new OptionError(
        `Cannot ${action}: excludeFromWeightDecay must be a list of texts and expressions, received ${describe(names)}`,
      );
    }
    this.#excluded.push(...names.map((name) => expressionOf(name, action)));
  }

  /** Share of a weight that it loses at a step size of 1. */
  shareOf({ name }: Variable): number {
    if (this.#share === undefined) return 0;
    const excluded = this.#excluded.some((each) =>
      typeof each === 'string' ? name.includes(each) : name.search(each) >= 0,
    ); // unlike test, search keeps no place
    return excluded ? 0 : this.#share;
  }
}

/** The expression that a text `/…/flags` stands for, as `config` writes it; names of weights do not begin with a slash. */
function expressionOf(name: string | RegExp, action: string): string | RegExp {
  const [, source, flags] = typeof name === 'string' ? (/^\/(.+)\/([a-z]*)$/.exec(name) ?? []) : [];
  if (source === undefined) return name;
  try {
    return new RegExp(source, flags);
  } catch (cause) {
    throw new OptionError(
      `Cannot ${action}: a text /…/ in excludeFromWeightDecay must be an expression, received '${name}'`,
      { cause },
    );
  }
}
