import { OptionError } from '../errors.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { Tensor } from '../tensor/tensor.ts';
import { type TensorLike, toTensor } from './batches.ts';

/** Options of `toCategorical`. */
export interface ToCategoricalOptions {
  /** Number of classes, from 1. Default: the largest label and one. */
  numClasses?: number;
}

const ACTION = 'make labels categorical';

/**
 * Numbers of classes as one-hot rows.
 *
 * **Shapes** labels [N, …] (a last axis of size 1 is dropped) → [N, …, C].
 *
 * @throws OptionError for a label that is no whole number from 0 to C − 1.
 * @see https://keras.io/api/utils/python_utils/#to_categorical-function
 * @example
 * ```ts
 * import { toCategorical } from 'memcell/data';
 * console.log(toCategorical([0, 2], { numClasses: 3 }).toArray()); // => [ [ 1, 0, 0 ], [ 0, 0, 1 ] ]
 * ```
 */
export function toCategorical(labels: TensorLike, options: ToCategoricalOptions = {}): Tensor {
  checkOptions(ACTION, options, ['numClasses']);
  const { shape, rank, data } = toTensor(labels);
  const axes = rank > 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
  const limit =
    options.numClasses === undefined
      ? Infinity
      : checkNumber(ACTION, 'numClasses', options.numClasses, { from: 1, whole: true });
  let most = 0;
  for (const [i, label] of data.entries()) {
    most = Math.max(most, label);
    if (Number.isInteger(label) && label >= 0 && label < limit) continue;
    const range = limit === Infinity ? 'from 0' : `from 0 to ${limit - 1}`;
    throw new OptionError(`Cannot ${ACTION}: each label must be a whole number ${range}, received ${label} at ${i}`);
  }
  const classes = limit === Infinity ? most + 1 : limit;
  const rows = new Float32Array(data.length * classes);
  for (const [i, label] of data.entries()) rows[i * classes + label] = 1;
  return new Tensor([...axes, classes], 'float32', rows, undefined, 0);
}
