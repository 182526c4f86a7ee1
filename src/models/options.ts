import type { TensorsLike } from '../data/batches.ts';
import { type ClassWeight, checkClassWeight } from '../data/class-weight.ts';
import { OptionError } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';
import { checkBoolean, checkNumber, checkOptions, describe } from '../options.ts';
import type { Callback } from '../train/callback.ts';
import { isStream, type Stream } from './fit-data.ts';

/** Options of `fit`. */
export interface FitOptions {
  /** Times through the data, from 1; with initialEpoch the number of the last one. Default 1. */
  epochs?: number;
  /** Number of the first epoch, counted from 0, where a training goes on: the samples come in that epoch's order; none is left from `epochs` on. Default 0. */
  initialEpoch?: number;
  /** Samples in a batch, from 1. Default 32. Only for arrays. */
  batchSize?: number;
  /** Draw the samples in a new order each epoch. Default true. Only for arrays. */
  shuffle?: boolean;
  /** Share of the samples, the last ones, kept for validation. Default 0. Only for arrays, without validationData. */
  validationSplit?: number;
  /** Inputs, targets and weights for validation; or batches, as training takes them. */
  validationData?: readonly [TensorsLike, TensorsLike] | readonly [TensorsLike, TensorsLike, TensorsLike] | Stream;
  /** Batches that a validation reads, the first ones each time. Only for iterables. */
  validationSteps?: number;
  /** Validates after every so many epochs, or after these, counted from 1. Default 1. */
  validationFreq?: number | readonly number[];
  /** Weight of each sample [N]; of several outputs: one for all, a list, or an object by their names. Only for arrays. */
  sampleWeight?: TensorsLike;
  /** Weight of each class, by its number, which multiplies the samples' own; not in validation. For one output. */
  classWeight?: ClassWeight;
  /** Batches that make an epoch; needed for iterables that do not end. Only for iterables. */
  stepsPerEpoch?: number;
  /**
   * Steps of a piece: each batch is cut along time, and every piece is a training step of its own whose states follow
   * from the piece before (truncated back-propagation). Needs a target for every step. Default: batches stay whole.
   */
  truncate?: number;
  /** Listeners. */
  callbacks?: readonly Callback[];
  /** Ends training after the step under way; what was learnt stays. */
  signal?: AbortSignal;
}

/** Options of `evaluate`. */
export interface EvaluateOptions extends Pick<FitOptions, 'batchSize' | 'sampleWeight' | 'signal'> {
  /** Batches to read. Default all. Only for iterables. */
  steps?: number;
}

const FIT_OPTIONS = [
  'epochs initialEpoch batchSize shuffle validationSplit validationData validationSteps validationFreq sampleWeight',
  'classWeight stepsPerEpoch truncate callbacks signal',
].flatMap((line) => line.split(' '));

/** The options of `fit` that are given; null is none. @throws for one that is unknown or out of its range, whatever the data is. */
export function readFitOptions(action: string, given: FitOptions): FitOptions {
  checkOptions(action, given, FIT_OPTIONS);
  const options: FitOptions = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  checkFitOptions(action, options);
  return options;
}

function checkFitOptions(action: string, options: FitOptions): void {
  checkNumber(action, 'epochs', options.epochs ?? 1, { from: 1, whole: true });
  checkNumber(action, 'initialEpoch', options.initialEpoch ?? 0, { from: 0, whole: true });
  checkBoolean(action, 'shuffle', options.shuffle ?? true);
  checkNumber(action, 'truncate', options.truncate ?? 1, { from: 1, whole: true });
  const { callbacks = [], validationData, validationSplit = 0 } = options;
  if (!Array.isArray(callbacks) || !callbacks.every((each) => typeof each === 'object' && each !== null)) {
    throw new OptionError(`Cannot ${action}: callbacks must be a list of objects, received ${describe(callbacks)}`, {
      hint: 'Write one as { onEpochEnd(epoch, logs) { … } }.',
    });
  }
  for (const callback of callbacks) checkCallback(action, callback);
  checkValidationFreq(action, options);
  if (options.classWeight !== undefined) checkClassWeight(action, options.classWeight);
  if (validationData === undefined) {
    if (options.validationSteps === undefined) return;
    throw new OptionError(
      `Cannot ${action}: validationSteps must be left out without validationData, received ${describe(options.validationSteps)}`,
    );
  }
  const pair = Array.isArray(validationData) && (validationData.length === 2 || validationData.length === 3);
  if (!pair && !isStream(validationData)) {
    throw new OptionError(
      `Cannot ${action}: validationData must be [input, target], [input, target, weight] or an iterable of batches, received ${Array.isArray(validationData) ? `a list of ${validationData.length}` : describe(validationData)}`,
    );
  }
  if (validationSplit !== 0) {
    throw new OptionError(
      `Cannot ${action}: validationSplit must be left out with validationData, received ${describe(validationSplit)}`,
    );
  }
}

const LISTENERS: readonly (keyof Callback)[] = [
  ...(['resumeFrom', 'onTrainBegin', 'onEpochBegin', 'onGradients', 'onBatchEnd', 'onBatchError'] as const),
  ...(['onEpochEnd', 'onSettled', 'onTrainEnd'] as const),
];

/** Throws for what would never be called, or could not be. */
function checkCallback(action: string, callback: Callback): void {
  const wrong = LISTENERS.find((name) => callback[name] !== undefined && typeof callback[name] !== 'function');
  if (wrong !== undefined) {
    throw new OptionError(
      `Cannot ${action}: ${wrong} of a callback must be a function, received ${describe(callback[wrong])}`,
    );
  }
  if (Object.getPrototypeOf(callback) !== Object.prototype) return; // a class may have more
  const unknown = Object.keys(callback).find(
    (name) => /^on[A-Z_]/.test(name) && !LISTENERS.includes(name as 'onSettled'),
  );
  if (unknown === undefined) return;
  const near = nearestName(unknown, LISTENERS);
  throw new OptionError(
    `Cannot ${action}: a callback must have names among ${LISTENERS.join(', ')}, received '${unknown}'`,
    near === undefined ? {} : { hint: `Did you mean '${near}'?` },
  );
}

function checkValidationFreq(action: string, options: FitOptions): void {
  const { validationFreq, validationData, validationSplit = 0 } = options;
  if (validationFreq === undefined) return;
  if (validationData === undefined && validationSplit === 0) {
    throw new OptionError(
      `Cannot ${action}: validationFreq must be left out without validationData or validationSplit, received ${describe(validationFreq)}`,
    );
  }
  const range = { from: 1, whole: true };
  if (Array.isArray(validationFreq)) {
    for (const epoch of validationFreq) checkNumber(action, 'each epoch of validationFreq', epoch, range);
  } else checkNumber(action, 'validationFreq', validationFreq, range);
}

/** Throws unless a signal is one. */
export function checkSignal(action: string, signal: unknown): void {
  if (signal === undefined || (typeof signal === 'object' && signal !== null && 'aborted' in signal)) return;
  throw new OptionError(`Cannot ${action}: signal must be an AbortSignal, received ${describe(signal)}`);
}
