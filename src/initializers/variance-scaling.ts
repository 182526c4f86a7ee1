import type { Config } from '../config.ts';
import { checkChoice, checkNumber, checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { computeFans } from './fans.ts';
import { type Initializer, unsupportedOptions } from './initializer.ts';

/** What the scale is divided by: the number of inputs of a unit, of outputs, or their average. */
export type FanMode = 'fanIn' | 'fanOut' | 'fanAvg';

/** How values are drawn. */
export type ScaledDistribution = 'truncatedNormal' | 'untruncatedNormal' | 'uniform';

/** Options of VarianceScaling. */
export interface VarianceScalingOptions {
  /** Factor of the variance, above 0. Default 1. */
  scale?: number;
  /** What the scale is divided by. Default `fanIn`. */
  mode?: FanMode;
  /** How values are drawn. Default `truncatedNormal`. */
  distribution?: ScaledDistribution;
}

/** Standard deviation of a standard normal variable that is cut off at ±2. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

/**
 * Draws a weight's values with a variance that fits the number of its inputs and outputs.
 *
 * Var w = scale / max(1, n), n = fan in, fan out, or (fan in + fan out) / 2; uniform: w ~ U[−√(3 Var w), √(3 Var w)).
 * The truncated normal is widened by 1 / 0.8796, so that its variance is right after the cut.
 *
 * **Shapes** [n]: fan in = fan out = n; [D, U]: D and U; [k…, D, U]: D · Πk and U · Πk.
 *
 * @throws OptionError if scale is not above 0, or mode or distribution are not among theirs.
 * @see https://arxiv.org/abs/1502.01852
 * @example
 * ```ts
 * import { Random, VarianceScaling } from 'memcell';
 * const values = new VarianceScaling({ scale: 3, distribution: 'uniform' }).initialize([9, 4], new Random(1));
 * console.log(values.every((w) => Math.abs(w) <= 1)); // => true
 * ```
 */
export class VarianceScaling implements Initializer {
  readonly className: string = 'VarianceScaling';
  readonly scale: number;
  readonly mode: FanMode;
  readonly distribution: ScaledDistribution;

  constructor(options: VarianceScalingOptions = {}) {
    checkOptions('VarianceScaling', options, ['scale', 'mode', 'distribution'], unsupportedOptions);
    const { scale = 1, mode = 'fanIn', distribution = 'truncatedNormal' } = options;
    this.scale = checkNumber('VarianceScaling', 'scale', scale, { above: 0 });
    this.mode = checkChoice('VarianceScaling', 'mode', mode, ['fanIn', 'fanOut', 'fanAvg']);
    const distributions = ['truncatedNormal', 'untruncatedNormal', 'uniform'] as const;
    this.distribution = checkChoice('VarianceScaling', 'distribution', distribution, distributions);
  }

  config(): Config {
    return { scale: this.scale, mode: this.mode, distribution: this.distribution };
  }

  initialize(shape: Shape, random: Random): Float32Array {
    const { fanIn, fanOut } = computeFans(shape);
    const n = this.mode === 'fanIn' ? fanIn : this.mode === 'fanOut' ? fanOut : (fanIn + fanOut) / 2;
    const variance = this.scale / Math.max(1, n);
    const size = sizeOf(shape);
    if (this.distribution === 'uniform') {
      const limit = Math.sqrt(3 * variance);
      return random.uniform(size, -limit, limit);
    }
    const deviation = Math.sqrt(variance);
    if (this.distribution === 'untruncatedNormal') return random.normal(size, 0, deviation);
    return random.truncatedNormal(size, 0, deviation / TRUNCATED_DEVIATION);
  }
}
