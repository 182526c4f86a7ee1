import type { LayeredModel } from '../models/layered-model.ts';
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

interface Batch {
  readonly input: Tensor;
  readonly target: Tensor;
}

type Batches = Iterable<Batch>;

/** The same batches, the first of which is shown to who watches. */
export function* watching<T extends Batch>(batches: Iterable<T>, { watch }: RunContext): Generator<T> {
  let first = true;
  for (const batch of batches) {
    if (first) watch?.(batch.input);
    first = false;
    yield batch;
  }
}

/**
 * Trains a compiled model on batches without end, for a number of steps or until it is told to stop.
 *
 * @param batches or a function that makes them, given how many steps were taken before: a run that goes on asks for those
 * batches again and passes over them.
 */
export async function trainSteps(
  model: LayeredModel,
  batches: Batches | ((taken: () => number) => Batches),
  { perEpoch = 1, ...options }: TrainStepsOptions,
  context: RunContext,
): Promise<TrainedSteps> {
  const { callbacks, signal } = context;
  const limit = new StepLimit(options);
  const made = typeof batches === 'function' ? batches(() => limit.steps) : batches;
  await model.fit(watching(made, context), undefined, {
    epochs: Math.ceil(options.steps / perEpoch),
    stepsPerEpoch: perEpoch,
    callbacks: [limit, ...callbacks],
    ...(signal ? { signal } : {}),
  });
  const { steps, seconds, loss } = limit;
  return { steps, seconds, loss };
}
