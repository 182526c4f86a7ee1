import { Adam, OneCycle } from '../optimizers/index.ts';
import type { LanguageModel } from '../tasks/language-model.ts';
import { countTokenBatches, tokenBatches } from '../tasks/token-streams.ts';
import type { RunContext } from './experiment.ts';
import { StepLimit } from './step-limit.ts';
import type { TrainedSteps } from './train-steps.ts';

/** How a language model is trained. */
export interface LanguageModelTraining {
  /** Steps in all: the learning rate has come down at their end. */
  readonly steps: number;
  /** Streams of text side by side. */
  readonly batchSize: number;
  /** Steps that gradients flow through. */
  readonly window: number;
  /** At the top of the cycle, which is reached after a tenth of the steps. */
  readonly learningRate: number;
  /** Length that all gradients together are cut to. */
  readonly globalClipNorm: number;
}

/** Trains a language model on a text's ids with Adam, for a number of steps; every pass over the text begins anew. */
export async function trainLanguageModel(
  model: LanguageModel,
  ids: Int32Array,
  { steps, batchSize, window, learningRate, globalClipNorm }: LanguageModelTraining,
  { callbacks, signal, watch }: RunContext,
): Promise<TrainedSteps> {
  const schedule = new OneCycle({ maxLearningRate: learningRate, totalSteps: steps, pctStart: 0.1 });
  model.compile({ optimizer: new Adam({ learningRate: schedule, globalClipNorm }) });
  const perEpoch = countTokenBatches(ids, { batchSize, window });
  for (const { input } of tokenBatches(ids, { batchSize, window })) {
    watch?.(input);
    break;
  }
  const limit = new StepLimit({ steps });
  await model.fit(ids, {
    batchSize,
    window,
    epochs: Math.ceil(steps / perEpoch),
    callbacks: [limit, ...callbacks],
    ...(signal ? { signal } : {}),
  });
  return { steps: limit.steps, seconds: limit.seconds, loss: limit.loss };
}

/** What is learnt from, and the rest, which is foretold: the last part of a text. */
export function heldOut(ids: Int32Array, share: number): { readonly learnt: Int32Array; readonly rest: Int32Array } {
  const cut = Math.max(0, ids.length - Math.max(2, Math.round(share * ids.length)));
  return { learnt: ids.subarray(0, cut), rest: ids.subarray(cut) };
}
