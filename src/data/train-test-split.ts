import { OptionError } from '../errors.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import { Random } from '../random.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { readSeed } from './batched.ts';
import { pickRows, samplesOf, type TensorLike, toTensor } from './batches.ts';
import { classesOf } from './class-weight.ts';

/** Options of `trainTestSplit`. */
export interface TrainTestSplitOptions {
  /** Share of the samples kept for testing, above 0 and below 1, or their number from 1. Default 0.25. */
  testSize?: number;
  /** Draw the samples; else the last ones are kept. Default true. */
  shuffle?: boolean;
  /** Whole number from 0 that the drawing follows from. Default 0. */
  seed?: number;
  /** Labels (numbers of classes, or one-hot rows) whose shares are to be alike in both parts. Default none. */
  stratify?: TensorLike;
}

/** The parts of `trainTestSplit`. */
export interface TrainTestParts {
  readonly xTrain: Tensor;
  readonly xTest: Tensor;
  readonly yTrain: Tensor;
  readonly yTest: Tensor;
}

const ACTION = 'split samples';

/**
 * Splits samples into a part to learn from and a part to test with. A share is rounded up, as scikit-learn does. For
 * series, whose windows overlap, use `splitInTime`.
 *
 * **Shapes** x [N, …], y [N, …].
 *
 * @throws ShapeError where x and y have not as many samples; OptionError where a part would be empty, or a class has less
 * than two samples with `stratify`.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.train_test_split.html
 * @example
 * ```ts
 * import { trainTestSplit } from 'memcell/data';
 * const { xTrain, yTest } = trainTestSplit([[1], [2], [3], [4]], [0, 0, 1, 1], { testSize: 0.5, stratify: [0, 0, 1, 1] });
 * console.log(xTrain.shape); // => [ 2, 1 ]
 * console.log([...yTest.data].sort()); // => [ 0, 1 ]
 * ```
 */
export function trainTestSplit(x: TensorLike, y: TensorLike, options: TrainTestSplitOptions = {}): TrainTestParts {
  checkOptions(ACTION, options, ['testSize', 'shuffle', 'seed', 'stratify'], ['trainSize']);
  const { input, target } = samplesOf(toTensor(x), toTensor(y), ACTION);
  const count = input.shape[0] as number;
  const tests = readTestSize(options.testSize ?? 0.25, count);
  const random = new Random(readSeed(ACTION, options.seed));
  const shuffle = checkBoolean(ACTION, 'shuffle', options.shuffle ?? true);
  let order: Int32Array | undefined;
  if (options.stratify !== undefined) {
    if (!shuffle) throw new OptionError(`Cannot ${ACTION}: shuffle must be true with stratify, received false`);
    const { target: labels } = samplesOf(input, toTensor(options.stratify), ACTION);
    order = stratified(classesOf(labels, ACTION).ids, tests, random);
  } else if (shuffle) order = random.permutation(count);
  const part = (from: Tensor, begin: number, end: number): Tensor => pickRows(from, begin, end, order);
  const kept = count - tests;
  return {
    xTrain: part(input, 0, kept),
    xTest: part(input, kept, count),
    yTrain: part(target, 0, kept),
    yTest: part(target, kept, count),
  };
}

function readTestSize(size: number, count: number): number {
  const tests =
    Number.isInteger(size) && size >= 1
      ? size
      : Math.ceil(count * checkNumber(ACTION, 'testSize', size, { above: 0, below: 1 }));
  if (tests < count) return tests;
  throw new OptionError(`Cannot ${ACTION}: testSize must leave samples on both sides of ${count}, received ${size}`);
}

/** Samples in an order whose last `tests` ones hold each class by its share; a share is rounded so that the sum is right. */
function stratified(ids: Int32Array, tests: number, random: Random): Int32Array {
  const classes = new Map<number, number[]>();
  for (const place of random.permutation(ids.length)) {
    const id = ids[place] as number;
    const own = classes.get(id);
    if (own) own.push(place);
    else classes.set(id, [place]);
  }
  const groups = [...classes].sort(([a], [b]) => a - b);
  const [rare] = groups.find(([, { length }]) => length < 2) ?? [];
  if (rare !== undefined || tests < groups.length || ids.length - tests < groups.length) {
    const received =
      rare === undefined ? `${ids.length - tests} and ${tests} samples for ${groups.length}` : `one of ${rare}`;
    throw new OptionError(
      `Cannot ${ACTION}: each class must have a sample on both sides with stratify, received ${received}`,
    );
  }
  const shares = groups.map(([, { length }]) => (length * tests) / ids.length);
  const counts = shares.map(Math.floor);
  const rest = tests - counts.reduce((sum, n) => sum + n, 0);
  const byRest = shares
    .map((share, i) => [share - Math.floor(share), i] as const)
    .sort(([a, i], [b, j]) => b - a || i - j);
  for (const [, i] of byRest.slice(0, rest)) counts[i] = (counts[i] as number) + 1;
  const kept = groups.flatMap(([, places], i) => places.slice(counts[i]));
  const tested = groups.flatMap(([, places], i) => places.slice(0, counts[i]));
  const mixed = (places: number[]): number[] =>
    Array.from(random.permutation(places.length), (i) => places[i] as number);
  return Int32Array.from([...mixed(kept), ...mixed(tested)]);
}
