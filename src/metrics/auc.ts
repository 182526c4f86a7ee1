import type { Config } from '../config.ts';
import { OptionError } from '../errors.ts';
import { matchTarget, type Weighting } from '../losses/index.ts';
import { log } from '../math.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { checkBoolean, checkChoice, checkNumber, checkOptions, describe } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { SumsMetric } from './sums-metric.ts';
import { factors } from './weigh.ts';

const CURVES = ['ROC', 'PR'] as const;
const METHODS = ['interpolation', 'majoring', 'minoring'] as const;

/** Options of AUC. */
export interface AUCOptions extends MetricOptions {
  /** Points of the curve, evenly spaced thresholds from 0 to 1; a whole number from 2. Default 200. */
  numThresholds?: number;
  /** Which curve: false against true positives, or precision against recall. Default 'ROC'. */
  curve?: (typeof CURVES)[number];
  /** Height between two points: their mean (for PR, precision interpolated), the larger or the smaller. Default 'interpolation'. */
  summationMethod?: (typeof METHODS)[number];
  /** The inner thresholds, from 0 to 1, instead of even ones. Default: none. */
  thresholds?: readonly number[] | null;
  /** Whether predictions are logits instead of probabilities. Default false. */
  fromLogits?: boolean;
}

const OPTIONS = ['name', 'numThresholds', 'curve', 'summationMethod', 'thresholds', 'fromLogits'];
const EPSILON = 1e-7;

/**
 * Area under the curve of true against false positives (ROC), or of precision against recall (PR), over thresholds of the
 * prediction. The more thresholds, the closer to the exact area.
 *
 * **Shapes** target and prediction [B, …, D], or one of them [B, …] where D = 1; mask and weight [B] or [B, T]. (Keras
 * leaves a mask out of account here.)
 *
 * **Cost** A pass over the numbers on the host, whatever the number of thresholds (their logarithm, if they are given).
 *
 * @throws OptionError if an option is unknown or out of its range; UnsupportedError for multiLabel.
 * @see https://keras.io/api/metrics/classification_metrics/
 * @see Davis and Goadrich, The relationship between precision-recall and ROC curves, 2006.
 * @example
 * ```ts
 * import { AUC, tensor } from 'memcell';
 * const area = new AUC();
 * area.update(tensor([0, 0, 1, 1]), tensor([0.1, 0.6, 0.4, 0.9]));
 * console.log(area.result()); // => 0.75
 * ```
 */
export class AUC extends SumsMetric {
  readonly className = 'AUC';
  readonly numThresholds: number;
  readonly curve: (typeof CURVES)[number];
  readonly summationMethod: (typeof METHODS)[number];
  readonly thresholds: readonly number[] | null;
  readonly fromLogits: boolean;

  constructor(options: AUCOptions = {}) {
    checkOptions('AUC', options, OPTIONS, ['dtype', 'multiLabel', 'numLabels', 'labelWeights']);
    const { numThresholds = 200, curve = 'ROC', summationMethod = 'interpolation', fromLogits = false } = options;
    const thresholds = checkThresholds(options.thresholds ?? null);
    const points = thresholds === null ? numThresholds : thresholds.length + 2;
    checkNumber('AUC', 'numThresholds', points, { from: 2, whole: true });
    super('AUC', 'auc', options, ['truePositives', 'falsePositives', 'trueNegatives', 'falseNegatives'], [points]);
    this.numThresholds = points;
    this.curve = checkChoice('AUC', 'curve', curve, CURVES);
    this.summationMethod = checkChoice('AUC', 'summationMethod', summationMethod, METHODS);
    this.thresholds = thresholds;
    this.fromLogits = checkBoolean('AUC', 'fromLogits', fromLogits);
  }

  override config(): Config {
    const { numThresholds, curve, summationMethod, thresholds, fromLogits } = this;
    return { ...super.config(), numThresholds, curve, summationMethod, thresholds, fromLogits };
  }

  result(): number {
    const [tp, fp, tn, fn] = this.sums.read() as [Numbers, Numbers, Numbers, Numbers];
    if (this.curve === 'PR' && this.summationMethod === 'interpolation') return interpolatedArea(tp, fp, fn);
    const recall = shares(tp, fn);
    const x = this.curve === 'ROC' ? shares(fp, tn) : recall;
    const y = this.curve === 'ROC' ? recall : shares(tp, fp);
    let area = 0;
    for (let i = 0; i + 1 < x.length; i++) {
      const [a, b] = [y[i] as number, y[i + 1] as number];
      const method = this.summationMethod;
      const height = method === 'interpolation' ? (a + b) / 2 : method === 'majoring' ? Math.max(a, b) : Math.min(a, b);
      area += ((x[i] as number) - (x[i + 1] as number)) * height;
    }
    return area;
  }

  protected amounts(action: string, target: Tensor, prediction: Tensor, options: Weighting): Numbers[] {
    const y = matchTarget(action, target, prediction).data;
    const p = (this.fromLogits ? sigmoid(prediction) : prediction).data;
    const weigh = factors(action, options, prediction.shape);
    const place = this.#place();
    // how much of each kind lies above exactly so many thresholds
    const [yes, no] = [new Float64Array(this.numThresholds), new Float64Array(this.numThresholds)];
    let [allYes, allNo] = [0, 0];
    for (let i = 0; i < p.length; i++) {
      const w = weigh(i);
      const at = place(p[i] as number);
      if (y[i] === 0) {
        no[at] = (no[at] as number) + w;
        allNo += w;
      } else {
        yes[at] = (yes[at] as number) + w;
        allYes += w;
      }
    }
    const [tp, fp] = [fromTheEnd(yes), fromTheEnd(no)];
    return [tp, fp, fp.map((count) => allNo - count), tp.map((count) => allYes - count)];
  }

  /** The last threshold that a prediction lies above; 0 for the least. */
  #place(): (p: number) => number {
    const last = this.numThresholds - 1;
    if (this.thresholds === null) {
      return (p) => Math.max(0, Math.ceil(Math.fround(Math.min(Math.max(p, 0), 1) * last)) - 1);
    }
    const bounds = Float32Array.from([-EPSILON, ...this.thresholds]);
    return (p) => {
      let [low, high] = [0, bounds.length];
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        if (p > (bounds[middle] as number)) low = middle;
        else high = middle;
      }
      return low;
    };
  }
}

type Numbers = ArrayLike<number>;

function checkThresholds(thresholds: readonly number[] | null): readonly number[] | null {
  if (thresholds === null) return null;
  const fits = (t: unknown): boolean => typeof t === 'number' && t >= 0 && t <= 1;
  if (Array.isArray(thresholds) && thresholds.every(fits)) return [...thresholds].sort((a, b) => a - b);
  throw new OptionError(
    `Cannot create AUC: thresholds must be a list of numbers from 0 to 1, received ${describe(thresholds)}`,
  );
}

/** Each element and all after it. */
function fromTheEnd(values: Float64Array): Float64Array {
  const sums = Float64Array.from(values);
  for (let i = sums.length - 2; i >= 0; i--) sums[i] = (sums[i] as number) + (sums[i + 1] as number);
  return sums;
}

/** a / (a + b), 0 where both are 0. */
function shares(a: Numbers, b: Numbers): number[] {
  return Array.from(a, (value, i) => (value + (b[i] as number) === 0 ? 0 : value / (value + (b[i] as number))));
}

/** Precision between two points follows from false positives that grow with true ones (Davis and Goadrich). */
function interpolatedArea(tp: Numbers, fp: Numbers, fn: Numbers): number {
  let area = 0;
  for (let i = 0; i + 1 < tp.length; i++) {
    const [hits, next] = [tp[i] as number, tp[i + 1] as number];
    const [above, nextAbove] = [hits + (fp[i] as number), next + (fp[i + 1] as number)];
    const step = above - nextAbove;
    const actual = next + (fn[i + 1] as number);
    if (step <= 0 || actual <= 0) continue;
    const slope = (hits - next) / step;
    const intercept = next - slope * nextAbove;
    const ratio = above > 0 && nextAbove > 0 ? above / nextAbove : 1;
    area += (slope * (hits - next + intercept * log(ratio))) / actual;
  }
  return area;
}
