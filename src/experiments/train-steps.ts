import type { Sequential } from '../models/sequential.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Callback } from '../train/callback.ts';
import type { RunContext } from './experiment.ts';

/** How a model is trained on batches without end. */
export interface TrainStepsOptions {
  /** Steps at most. */
  readonly steps: number;
  /** Steps that make an epoch; the loss a listener hears is the mean since the epoch began. Default 1: that of the step. */
  readonly perEpoch?: number;
  /** Hears of every step, counted from 1; training ends after the one where it says true. */
  readonly onStep?: (step: number, loss: number) => boolean | undefined;
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

/** Trains a compiled model on batches without end, for a number of steps or until it is told to stop. */
export async function trainSteps(
  model: Sequential,
  batches: Iterable<{ readonly input: Tensor; readonly target: Tensor }>,
  { steps, perEpoch = 1, onStep }: TrainStepsOptions,
  { callbacks, signal }: RunContext,
): Promise<TrainedSteps> {
  let done = 0;
  let last = Number.NaN;
  const limit: Callback = {
    onBatchEnd(_batch, { loss = Number.NaN }, control) {
      done++;
      last = loss;
      const enough = onStep?.(done, loss) === true;
      if (enough || done >= steps) control.stop();
    },
  };
  const begun = performance.now();
  await model.fit(batches, undefined, {
    epochs: Math.ceil(steps / perEpoch),
    stepsPerEpoch: perEpoch,
    callbacks: [limit, ...callbacks],
    ...(signal ? { signal } : {}),
  });
  return { steps: done, seconds: (performance.now() - begun) / 1000, loss: last };
}
