import type { Config } from '../../config.ts';
import { OptionError } from '../../errors.ts';
import { checkNumber, checkOptions, describe } from '../../options.ts';
import { Schedule } from './schedule.ts';

/** Options of `PiecewiseConstantDecay`. */
export interface PiecewiseConstantDecayOptions {
  /** Last steps of all stretches but the last, ascending. */
  boundaries: readonly number[];
  /** Learning rate of each stretch, from 0; one more than boundaries. */
  values: readonly number[];
}

/**
 * A learning rate that is the same over stretches of steps.
 *
 * η(t) = values[i] for the first i with t ≤ boundaries[i], else the last value
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @example
 * ```ts
 * import { PiecewiseConstantDecay } from 'memcell';
 * const schedule = new PiecewiseConstantDecay({ boundaries: [10, 20], values: [1, 0.5, 0.1] });
 * console.log([0, 10, 11, 21].map((step) => schedule.at(step))); // => [ 1, 1, 0.5, 0.1 ]
 * ```
 */
export class PiecewiseConstantDecay extends Schedule {
  readonly className = 'PiecewiseConstantDecay';
  readonly boundaries: readonly number[];
  readonly values: readonly number[];

  constructor(options: PiecewiseConstantDecayOptions) {
    super();
    const subject = 'PiecewiseConstantDecay';
    checkOptions(subject, options, ['boundaries', 'values']);
    const { boundaries, values } = options;
    if (!Array.isArray(boundaries) || !Array.isArray(values) || values.length !== boundaries.length + 1) {
      throw new OptionError(
        `Cannot create ${subject}: values must be a list with one number more than boundaries, received ${describe(values)} and ${describe(boundaries)}`,
      );
    }
    let least = 0;
    this.boundaries = boundaries.map((step) => {
      least = checkNumber(subject, 'boundaries', step, { from: least });
      return least;
    });
    this.values = values.map((value) => checkNumber(subject, 'values', value, { from: 0 }));
  }

  at(step: number): number {
    const stretch = this.boundaries.findIndex((last) => step <= last);
    return this.values.at(stretch) as number; // −1: the last one
  }

  config(): Config {
    return { boundaries: [...this.boundaries], values: [...this.values] };
  }
}
