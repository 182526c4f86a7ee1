import { OptionError } from '../errors.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Embedding } from '../layers/embedding.ts';
import { GRU } from '../layers/gru.ts';
import { LSTM } from '../layers/lstm.ts';
import type { SequentialPart } from '../models/layer-list.ts';
import { Sequential } from '../models/sequential.ts';
import { checkChoice, checkNumber, checkOptions } from '../options.ts';
import type { Segmenter } from '../text/segment/segmenter.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { LanguageModel } from './language-model.ts';

/** Options of `languageModel`. */
export interface LanguageModelOptions {
  readonly vocabulary: Vocabulary;
  /** Cuts text into the vocabulary's tokens. */
  readonly segmenter: Segmenter;
  /** Width of the token vectors, from 1. Default: `units`. */
  readonly embeddingDim?: number;
  /** Width of each recurrent layer, from 1. Default 256. */
  readonly units?: number;
  /** Recurrent layers, from 1. Default 2. */
  readonly layers?: number;
  /** Share of the values before and behind each recurrent layer that is dropped in training, from 0, below 1. Default 0. */
  readonly dropout?: number;
  /** Default 'LSTM'. */
  readonly cell?: 'LSTM' | 'GRU';
  /** Whole number from 0 that the first weights and dropout follow from. Default 0. */
  readonly seed?: number;
}

/** Tokens up to which the gradient of all token vectors costs little: then rare ones learn as others' Adam lets them. */
const DENSE_UP_TO = 1000;

const ACTION = 'make language model';
const OPTIONS = ['vocabulary', 'segmenter', 'embeddingDim', 'units', 'layers', 'dropout', 'cell', 'seed'];

/**
 * A language model: token vectors, recurrent layers, a logit for each token of the vocabulary.
 *
 * logits = W·h + b,  h = LSTM(… LSTM(E[id]))
 *
 * **Weights** E [V, D]; of each layer those of `LSTM` or `GRU`; W [U, V] and b [V].
 *
 * @throws OptionError for an option outside its range, or a vocabulary of one token.
 * @see Mikolov et al., Recurrent neural network based language model, 2010; Zaremba et al., Recurrent Neural Network
 * Regularization, 2014.
 * @example
 * ```ts
 * import { Characters, languageModel, Vocabulary } from 'memcell/text';
 * const segmenter = new Characters();
 * const vocabulary = Vocabulary.from(segmenter.segment('to be or not to be'));
 * const { model } = languageModel({ segmenter, vocabulary, units: 16, layers: 1 });
 * model.outputShape; // => [ null, null, 7 ]
 * ```
 */
export function languageModel(options: LanguageModelOptions): LanguageModel {
  checkOptions(ACTION, options, OPTIONS);
  const { vocabulary, segmenter, dropout = 0, seed = 0 } = options;
  const units = checkNumber(ACTION, 'units', options.units ?? 256, { from: 1, whole: true });
  const embeddingDim = checkNumber(ACTION, 'embeddingDim', options.embeddingDim ?? units, { from: 1, whole: true });
  const layers = checkNumber(ACTION, 'layers', options.layers ?? 2, { from: 1, whole: true });
  checkNumber(ACTION, 'dropout', dropout, { from: 0, below: 1 });
  const cell = checkChoice(ACTION, 'cell', options.cell ?? 'LSTM', ['LSTM', 'GRU']);
  const size = vocabulary?.size;
  if (size === 1) {
    throw new OptionError(`Cannot ${ACTION}: vocabulary must have 2 tokens or more, received 1`, {
      hint: 'Where one token is all there is, there is nothing to foretell.',
    });
  }
  const Recurrent = cell === 'LSTM' ? LSTM : GRU;
  const dropped = (): SequentialPart[] => (dropout > 0 ? [new Dropout({ rate: dropout })] : []);
  const sparseGradient = size > DENSE_UP_TO;
  const table = new Embedding({ inputDim: size, outputDim: embeddingDim, sparseGradient });
  const parts: SequentialPart[] = [table, ...dropped()];
  for (let i = 0; i < layers; i++) parts.push(new Recurrent({ units, returnSequences: true }), ...dropped());
  parts.push(new Dense({ units: size }));
  const model = new Sequential(parts, { name: 'language_model', seed });
  model.build([null, null]);
  return new LanguageModel({ model, vocabulary, segmenter });
}
