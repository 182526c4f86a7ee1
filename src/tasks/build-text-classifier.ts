import { OptionError } from '../errors.ts';
import { Bidirectional } from '../layers/bidirectional.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Embedding } from '../layers/embedding.ts';
import { GRU } from '../layers/gru.ts';
import { Input } from '../layers/input.ts';
import { LSTM } from '../layers/lstm.ts';
import { Sequential } from '../models/sequential.ts';
import { checkBoolean, checkChoice, checkNumber, checkOptions, describe } from '../options.ts';
import { LatinWords } from '../text/segment/latin-words.ts';
import type { Segmenter } from '../text/segment/segmenter.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { TextClassifier } from './text-classifier.ts';
import type { TextSample } from './text-samples.ts';
import { wordsOf } from './token-reader.ts';

/** Options of `textClassifier`. */
export interface BuildTextClassifierOptions {
  /** Cuts texts into words. Default `LatinWords`, which takes each Chinese character for a word. */
  segmenter?: Segmenter;
  /** Whether 'Good' and 'good' are one word. Default true. */
  lowerCase?: boolean;
  /** Words that come less often are unknown, from 1. Default 2, so that it is learnt what unknown words mean. */
  minCount?: number;
  /** Words at most, the most frequent ones. Default 20,000. */
  maxSize?: number;
  /** Words of a text that are read at most, the last ones. Default 400. */
  maxLength?: number;
  /** Numbers of a word vector. Default 32. */
  embedding?: number;
  /** What reads the words. Default 'lstm'. */
  cell?: 'lstm' | 'gru';
  /** Its units. Default 64. */
  units?: number;
  /** Whether it reads both ways. Default false. */
  bidirectional?: boolean;
  /** Share of word vectors' and units' numbers that are dropped while learning, from 0 below 1. Default 0.3. */
  dropout?: number;
  /** Whole number from 0 that the initial weights follow from. Default 0. */
  seed?: number;
}

const ACTION = 'make text classifier';
const OPTIONS: readonly string[] = [
  ...['segmenter', 'lowerCase', 'minCount', 'maxSize', 'maxLength', 'embedding', 'cell', 'units', 'bidirectional'],
  ...['dropout', 'seed'],
];

/**
 * A classifier that has not learnt yet: its vocabulary and its classes are those of the samples, its weights are drawn.
 *
 * Embedding(maskZero) → Dropout → LSTM or GRU → Dropout → Dense, which ends in logits.
 *
 * @throws OptionError for less than two classes, or an option out of its range.
 * @example
 * ```ts
 * import { textClassifier } from 'memcell/text';
 * const samples = ['good', 'very good', 'bad', 'very bad'].map((text, i) => ({ text, label: i < 2 ? 'yes' : 'no' }));
 * const classifier = textClassifier(samples, { cell: 'gru', units: 8, bidirectional: true });
 * classifier.labels; // => [ 'no', 'yes' ]
 * classifier.reader.vocabulary.tokens; // => [ '<pad>', '<unk>', 'bad', 'good', 'very' ]
 * ```
 */
export function textClassifier(
  samples: readonly TextSample[],
  options: BuildTextClassifierOptions = {},
): TextClassifier {
  checkOptions(ACTION, options, OPTIONS);
  const { segmenter = new LatinWords(), seed = 0, maxLength } = options;
  const whole = { from: 1, whole: true };
  const lowerCase = checkBoolean(ACTION, 'lowerCase', options.lowerCase ?? true);
  const outputDim = checkNumber(ACTION, 'embedding', options.embedding ?? 32, whole);
  const units = checkNumber(ACTION, 'units', options.units ?? 64, whole);
  const rate = checkNumber(ACTION, 'dropout', options.dropout ?? 0.3, { from: 0, below: 1 });
  const cell = checkChoice(ACTION, 'cell', options.cell ?? 'lstm', ['lstm', 'gru']);
  const bidirectional = checkBoolean(ACTION, 'bidirectional', options.bidirectional ?? false);
  const labels = labelsOf(samples);
  const vocabulary = Vocabulary.from(
    samples.flatMap(({ text }) => wordsOf(segmenter, text, lowerCase)),
    {
      padToken: '<pad>',
      unknownToken: '<unk>',
      minCount: checkNumber(ACTION, 'minCount', options.minCount ?? 2, whole),
      maxSize: checkNumber(ACTION, 'maxSize', options.maxSize ?? 20_000, whole),
    },
  );
  const layer = cell === 'lstm' ? new LSTM({ units }) : new GRU({ units });
  const model = new Sequential(
    [
      Input({ shape: [null], dtype: 'int32' }),
      new Embedding({ inputDim: vocabulary.size, outputDim, maskZero: true }),
      new Dropout({ rate }),
      bidirectional ? new Bidirectional({ layer }) : layer,
      new Dropout({ rate }),
      new Dense({ units: labels.length }),
    ],
    { name: 'text_classifier', seed },
  );
  return new TextClassifier(model, {
    segmenter,
    vocabulary,
    labels,
    lowerCase,
    ...(maxLength === undefined ? {} : { maxLength }),
  });
}

/**
 * The classes of samples in the order of their names.
 *
 * @param least texts that each class must have.
 * @throws OptionError where nothing could be learnt from them.
 */
export function labelsOf(samples: readonly TextSample[], least = 1): string[] {
  if (!Array.isArray(samples) || samples.length === 0) {
    const received = Array.isArray(samples) ? 'none' : describe(samples);
    throw new OptionError(`Cannot ${ACTION}: there must be a list of { text, label }, received ${received}`);
  }
  const counts = new Map<string, number>();
  for (const { label } of samples) counts.set(label, (counts.get(label) ?? 0) + 1);
  const labels = [...counts.keys()].sort();
  const [only] = labels;
  if (labels.length < 2) {
    throw new OptionError(`Cannot ${ACTION}: there must be two classes or more, received ${describe(only)} alone`, {
      hint: 'Is the right column named as that of the classes?',
    });
  }
  const rare = labels.find((label) => (counts.get(label) as number) < least);
  if (rare !== undefined) {
    throw new OptionError(
      `Cannot ${ACTION}: each class must have two texts or more, received one of ${describe(rare)}`,
      {
        hint: 'Leave such classes out, or give them more texts; classes are texts, not numbers that are measured.',
      },
    );
  }
  return labels;
}
