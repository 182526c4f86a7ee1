import { bucketByLength } from '../data/bucket-by-length.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Batch } from '../tensor/batch.ts';
import type { TextClassifier } from './text-classifier.ts';
import type { TextSample } from './text-samples.ts';

/** How texts are put into batches. */
export interface ClassifierBatchOptions {
  /** Texts in a batch, from 1. Default 32. */
  batchSize?: number;
  /** Draw texts and batches in a new order each epoch. Default true. */
  shuffle?: boolean;
  /** Whole number from 0 that the orders follow from. Default 0. */
  seed?: number;
}

/** Buckets at most: more make less padding, but more batches that are not full. */
const BUCKETS = 8;
/** Batches that a bucket holds at least. */
const FULL = 4;

/**
 * Texts and their classes as batches for the model of a classifier: texts of similar length together, padded behind, with a
 * mask.
 *
 * **Shapes** input [B, T] (int32), mask [B, T], target [B] (int32).
 *
 * @throws OptionError for a class that the classifier does not have, or a text without a word.
 * @example
 * ```ts
 * import { Adam, SparseCategoricalCrossentropy } from 'memcell';
 * import { classifierBatches, textClassifier } from 'memcell/text';
 * const samples = ['good', 'very good', 'bad', 'very bad'].map((text, i) => ({ text, label: i < 2 ? 'yes' : 'no' }));
 * const classifier = textClassifier(samples, { units: 8, seed: 1 });
 * const { model } = classifier;
 * model.compile({ optimizer: new Adam(), loss: new SparseCategoricalCrossentropy({ fromLogits: true }) });
 * const { history } = await model.fit(classifierBatches(classifier, samples, { batchSize: 2 }), undefined, { epochs: 3 });
 * history.loss?.length; // => 3
 * ```
 */
export function classifierBatches(
  classifier: TextClassifier,
  samples: readonly TextSample[],
  { batchSize = 32, ...options }: ClassifierBatchOptions = {},
): Dataset<Batch> {
  const sequences = samples.map(({ text }) => Array.from(classifier.idsOf(text)));
  const targets = Int32Array.from(samples, ({ label }) => classifier.labelId(label));
  const boundaries = boundariesFor(
    sequences.map(({ length }) => length),
    batchSize,
  );
  return bucketByLength(
    sequences,
    { data: targets, shape: [targets.length] },
    {
      boundaries,
      batchSize,
      dtype: 'int32',
      ...options,
    },
  );
}

/** Lengths at which buckets end, so that each holds about as many. */
function boundariesFor(lengths: readonly number[], batchSize: number): number[] {
  const sorted = [...lengths].sort((a, b) => a - b);
  const buckets = Math.max(1, Math.min(BUCKETS, Math.floor(sorted.length / (FULL * batchSize))));
  const ends = Array.from({ length: buckets - 1 }, (_, i) => {
    return sorted[Math.floor(((i + 1) * sorted.length) / buckets)] as number;
  });
  return [...new Set(ends)];
}
