import type { Sequential } from '../models/sequential.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { RunContext } from './experiment.ts';
import { StepLimit, type StepLimitOptions } from './step-limit.ts';

/** How a model is trained on batches without end. */
export interface TrainStepsOptions extends StepLimitOptions {
  /** Steps that make an epoch; the loss a listener hears is the mean since the epoch began. Default 1: that of the step. */
  readonly perEpoch?: number;
}

/** What a training came to. */
export interface TrainedSteps {
  /** Steps that were taken. */
  readonly steps: number;
  /** Time that it took. */
  readonly seconds: number;
  /** Loss of the last step before its update, a mean where an epoch has more steps; NaN without a step. */
  readonly loss: number;
}

type Batches = Iterable<{ readonly input: Tensor; readonly target: Tensor }>;

/**
 * Trains a compiled model on batches without end, for a number of steps or until it is told to stop.
 *
 * @param batches or a function that makes them, given how many steps were taken before: a run that goes on asks for those
 * batches again and passes over them.
 */
export async function trainSteps(
  model: Sequential,
  batches: Batches | ((taken: () => number) => Batches),
  { perEpoch = 1, ...options }: TrainStepsOptions,
  { callbacks, signal }: RunContext,
): Promise<TrainedSteps> {
  const limit = new StepLimit(options);
  await model.fit(typeof batches === 'function' ? batches(() => limit.steps) : batches, undefined, {
    epochs: Math.ceil(options.steps / perEpoch),
    stepsPerEpoch: perEpoch,
    callbacks: [limit, ...callbacks],
    ...(signal ? { signal } : {}),
  });
  const { steps, seconds, loss } = limit;
  return { steps, seconds, loss };
}
