import { ShapeError } from '../errors.ts';
import { matchClasses, matchLabels, matchTarget, type Weighting } from '../losses/index.ts';
import { argmax } from '../ops/argmax.ts';
import { greater } from '../ops/compare.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { factors } from './weigh.ts';

/** The class of each row's target and of its prediction, and how much the row counts. */
export interface ClassPairs {
  readonly actual: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  readonly weigh: (i: number) => number;
}

/** Number of classes that a prediction's last axis tells apart: two where it is one number. */
export function classesOf(width: number): number {
  return width === 1 ? 2 : width;
}

/**
 * Classes by rows: of scores [B, …, C] the largest, of one number [B, …, 1] whether it is above ½. Targets are numbers of
 * classes, or one-hot where they have the prediction's shape.
 *
 * @throws ShapeError if the shapes do not fit, or a row that counts has a class outside [0, classes).
 */
export function classPairs(
  action: string,
  target: Tensor,
  prediction: Tensor,
  classes: number,
  options: Weighting,
): ClassPairs {
  const width = prediction.shape.at(-1) ?? 0;
  if (classesOf(width) !== classes) {
    throw new ShapeError(
      `Cannot ${action}: prediction must tell ${classes} classes apart, received ${formatShape(prediction.shape)}`,
    );
  }
  const rows = prediction.shape.slice(0, -1);
  const weigh = factors(action, options, rows);
  if (width === 1) {
    const y = matchTarget(action, target, prediction);
    return checked(action, { actual: y.data, predicted: greater(prediction, 0.5).data, weigh }, classes);
  }
  const empty = prediction.size === 0;
  const predicted = empty ? [] : argmax(prediction).data;
  const oneHot = sameShape(target.shape, prediction.shape);
  const hint = 'a target of the same shape';
  const actual = empty
    ? []
    : oneHot
      ? argmax(matchClasses(action, target, prediction, hint)).data
      : matchLabels(action, target, prediction, hint).data;
  return checked(action, { actual, predicted, weigh }, classes);
}

function checked(action: string, pairs: ClassPairs, classes: number): ClassPairs {
  for (let i = 0; i < pairs.actual.length; i++) {
    const label = pairs.actual[i] as number;
    if ((Number.isInteger(label) && label >= 0 && label < classes) || pairs.weigh(i) === 0) continue;
    throw new ShapeError(
      `Cannot ${action}: labels must be whole numbers from 0 to ${classes - 1}, received ${label} in row ${i}`,
    );
  }
  return pairs;
}
