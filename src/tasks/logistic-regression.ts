import { exp, log } from '../math.ts';
import { minimize } from './minimize.ts';
import type { CountMatrix } from './word-counts.ts';

/** Options of `fitLogistic`. */
export interface LogisticOptions {
  /** Number of classes, from 2. */
  readonly classes: number;
  /** How much the texts count against the penalty, as scikit-learn's C. Default 1. */
  readonly c?: number;
  /** Steps at most. Default 200. */
  readonly steps?: number;
  /** Ends where no number of the gradient is larger. Default 1e-4. */
  readonly tolerance?: number;
}

/** A linear model of classes over counts. */
export interface Logistic {
  /** [width, classes]: how much each feature speaks for each class. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  readonly classes: number;
}

/**
 * Multinomial logistic regression: minimizes ½ Σ W² + C Σ −ln softmax(x W + b)[label], which has one minimum.
 *
 * @param labels the class of each row of the counts, below `classes`.
 */
export function fitLogistic(
  counts: CountMatrix,
  labels: ArrayLike<number>,
  { classes, c = 1, steps = 200, tolerance = 1e-4 }: LogisticOptions,
): Logistic {
  const size = counts.width * classes;
  const rows = counts.starts.length - 1;
  const scores = new Float64Array(classes);
  const solution = minimize(
    (x, gradient) => {
      let value = 0;
      gradient.fill(0);
      for (let i = 0; i < size; i++) {
        const weight = x[i] as number;
        value += (weight * weight) / 2;
        gradient[i] = weight;
      }
      for (let row = 0; row < rows; row++) {
        scoresOf(counts, row, x, x.subarray(size), scores);
        value -= c * (scores[labels[row] as number] as number);
        const logSum = softmax(scores);
        value += c * logSum;
        scores[labels[row] as number]! -= 1;
        for (let i = counts.starts[row] as number; i < (counts.starts[row + 1] as number); i++) {
          const at = (counts.features[i] as number) * classes;
          const factor = c * (counts.values[i] as number);
          for (let k = 0; k < classes; k++) gradient[at + k]! += factor * (scores[k] as number);
        }
        for (let k = 0; k < classes; k++) gradient[size + k]! += c * (scores[k] as number);
      }
      return value;
    },
    size + classes,
    { steps, tolerance },
  );
  return { weights: solution.slice(0, size), bias: solution.slice(size), classes };
}

/** The most likely class of each row. */
export function predictLogistic({ weights, bias, classes }: Logistic, counts: CountMatrix): Int32Array {
  const scores = new Float64Array(classes);
  return Int32Array.from({ length: counts.starts.length - 1 }, (_, row) => {
    scoresOf(counts, row, weights, bias, scores);
    return scores.indexOf(Math.max(...scores));
  });
}

/** Writes what speaks for each class in a row. */
function scoresOf(
  { starts, features, values }: CountMatrix,
  row: number,
  weights: Float64Array,
  bias: Float64Array,
  scores: Float64Array,
): void {
  const classes = scores.length;
  scores.set(bias);
  for (let i = starts[row] as number; i < (starts[row + 1] as number); i++) {
    const at = (features[i] as number) * classes;
    const value = values[i] as number;
    for (let k = 0; k < classes; k++) scores[k]! += value * (weights[at + k] as number);
  }
}

/** Turns scores into probabilities; gives ln Σ exp(scores). */
function softmax(scores: Float64Array): number {
  const most = Math.max(...scores);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) sum += scores[k] = exp((scores[k] as number) - most);
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] as number) / sum;
  return most + log(sum);
}
