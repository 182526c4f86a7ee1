import { SparseCategoricalCrossentropy } from '../losses/index.ts';
import { Adam } from '../optimizers/index.ts';
import { checkNumber } from '../options.ts';
import type { Callback } from '../train/callback.ts';
import { type BuildTextClassifierOptions, labelsOf, textClassifier } from './build-text-classifier.ts';
import { classifierBatches } from './classifier-batches.ts';
import type { TextClassifier } from './text-classifier.ts';
import type { TextSample } from './text-samples.ts';

/** Options of `trainTextClassifier`. */
export interface TrainTextClassifierOptions extends BuildTextClassifierOptions {
  /** Times through the samples, from 1. Default 10. */
  epochs?: number;
  /** Texts in a batch, from 1. Default 32. */
  batchSize?: number;
  /** Of Adam, above 0. Default 0.003. */
  learningRate?: number;
  /** Samples that are evaluated after each epoch, and not learnt from. Default none. */
  validation?: readonly TextSample[];
  callbacks?: readonly Callback[];
  /** Ends training after the step under way. */
  signal?: AbortSignal;
}

/**
 * Makes a text classifier and trains it: an LSTM reads word after word and says the class at the end.
 *
 * @throws OptionError for less than two classes, a class with less than two samples, a text without a word, or an option
 * out of its range.
 * @example
 * ```ts
 * import { trainTextClassifier } from 'memcell/text';
 * const samples = ['good', 'not bad', 'bad', 'not good'].map((text, i) => ({ text, label: i < 2 ? 'yes' : 'no' }));
 * const options = { minCount: 1, units: 8, embedding: 8, dropout: 0, epochs: 60, learningRate: 0.02, seed: 1 };
 * const classifier = await trainTextClassifier(samples, options);
 * classifier.classify(['not good', 'not bad']).map(({ label }) => label); // => [ 'no', 'yes' ]
 * ```
 */
export async function trainTextClassifier(
  samples: readonly TextSample[],
  options: TrainTextClassifierOptions = {},
): Promise<TextClassifier> {
  const { epochs = 10, batchSize = 32, learningRate = 0.003, validation, callbacks = [], signal, ...making } = options;
  const action = 'train text classifier';
  checkNumber(action, 'epochs', epochs, { from: 1, whole: true });
  checkNumber(action, 'learningRate', learningRate, { above: 0 });
  labelsOf(samples, 2);
  const classifier = textClassifier(samples, making);
  compileClassifier(classifier, new Adam({ learningRate, globalClipNorm: 1 }));
  const { seed = 0 } = making;
  await classifier.model.fit(classifierBatches(classifier, samples, { batchSize, seed }), undefined, {
    epochs,
    callbacks,
    ...(validation ? { validationData: classifierBatches(classifier, validation, { batchSize, shuffle: false }) } : {}),
    ...(signal ? { signal } : {}),
  });
  return classifier;
}

/** Compiles the model of a classifier: cross-entropy of logits, and the share that is right. */
export function compileClassifier({ model }: TextClassifier, optimizer: Adam): void {
  model.compile({
    optimizer,
    loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['sparseCategoricalAccuracy'],
  });
}
