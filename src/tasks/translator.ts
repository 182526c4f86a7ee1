import { FormatError, OptionError } from '../errors.ts';
import { shown } from '../formats/refuse.ts';
import type { SymbolicTensor } from '../layers/symbolic.ts';
import { SparseCategoricalCrossentropy } from '../losses/index.ts';
import { Model } from '../models/model.ts';
import type { Optimizer, OptimizerId } from '../optimizers/index.ts';
import { checkNumber, checkOptions, describe } from '../options.ts';
import { Random } from '../random.ts';
import type { TextPair } from '../text/pairs/text-pair.ts';
import type { RespondOptions, ResponseFacts, TextModel } from './text-model.ts';
import { type TranslateAllOptions, type TranslateOptions, translateText, translateTexts } from './translate-text.ts';
import {
  batchOfPairs,
  type IdPair,
  pairBatches,
  scheduledSampling,
  type TranslationBatch,
} from './translation-batches.ts';
import { alignmentModel, encoderModel, partsOf, stepModel, translatorNetwork } from './translator-network.ts';
import {
  ACTION,
  checkPairs,
  readTranslatorOptions,
  type TokenVectors,
  type TranslatorOptions,
} from './translator-options.ts';
import {
  checkSide,
  sideFromInfo,
  sideInfo,
  sourceSide,
  type TranslatorSide,
  targetSide,
  tokensOf,
} from './translator-sides.ts';
import { TranslatorSteps } from './translator-steps.ts';

/** What a translator is made of. */
export interface TranslatorParts {
  /** Reads source ids [B, S] and the ids before each step [B, T], and gives logits [B, T, V]. */
  readonly model: Model<SymbolicTensor>;
  readonly source: TranslatorSide;
  readonly target: TranslatorSide;
  /** Tokens of a translation at most, unless it is told otherwise. */
  readonly maxLength: number;
}

/** Options of `Translator.batches`. */
export interface TranslatorBatchesOptions {
  /** Pairs in a batch, from 1. Default 64. */
  batchSize?: number;
  /** Whole number from 0 that the order follows from. Default 0. */
  seed?: number;
  /**
   * Share of the words before each step, from 0 to 1, that are the model's own in place of the right ones (scheduled
   * sampling), by the step from 0. Default: none of them (teacher forcing).
   */
  ownWords?: (step: number) => number;
  /** Steps that were taken before, where a training goes on: what the model says in their batches is left out. Default: none. */
  taken?: () => number;
}

/** Where each token of a translation looked. */
export interface Alignment {
  readonly source: readonly string[];
  /** The last one ends it. */
  readonly target: readonly string[];
  /** A row for each token of the target, a column for each of the source; rows sum to 1. */
  readonly weights: readonly (readonly number[])[];
}

/**
 * An encoder reads a text, a decoder writes its translation token by token and looks back at the encoder's steps
 * (additive attention). It is trained with the right words before each step (teacher forcing), or with some of its own.
 *
 * H, s = encoder(E[x]);  dₜ, sₜ = decoder(E'[yₜ₋₁], sₜ₋₁), s₀ = s;  aₜ = softmax(Σ v ⊙ tanh(dₜ·Q + H·K));
 * logitsₜ = tanh([dₜ, aₜ·H]·C)·W
 *
 * **Shapes** its model: source ids [B, S] and the ids before each step [B, T], 0 being padding → logits [B, T, V].
 * **Weights** embeddings, encoder (LSTM or GRU, both ways unless told otherwise), decoder, Q, K, v, C, W, with biases. The
 * models of use, one that reads and one that says a token more, have the same weights: a file of `model` is enough.
 *
 * @throws OptionError where the parts do not fit together.
 * @see Sutskever, Vinyals and Le, Sequence to Sequence Learning with Neural Networks, 2014; Bahdanau, Cho and Bengio,
 * Neural machine translation by jointly learning to align and translate, 2015; Luong, Pham and Manning, 2015, for C.
 * @example
 * ```ts
 * import { numeralPairs, Translator } from 'memcell/text';
 * const pairs = numeralPairs({ count: 90, maxDigits: 2, seed: 1 });
 * const translator = Translator.from(pairs, { units: 16, embeddingUnits: 8, seed: 1 });
 * translator.compile({ optimizer: 'adam' });
 * await translator.model.fit(translator.batches(pairs, { batchSize: 30 }), undefined, { epochs: 2, stepsPerEpoch: 3 });
 * typeof translator.translate('三十五'); // => 'string'
 * ```
 */
export class Translator implements TextModel {
  readonly task = 'translate';
  readonly model: Model<SymbolicTensor>;
  readonly source: TranslatorSide;
  readonly target: TranslatorSide;
  /** Tokens of a translation at most, unless it is told otherwise. */
  readonly maxLength: number;
  #nextTokens: TranslatorSteps | undefined;
  #alignment: Model<SymbolicTensor> | undefined;

  constructor(parts: TranslatorParts) {
    checkOptions(ACTION, parts, ['model', 'source', 'target', 'maxLength']);
    const { model, source, target } = parts;
    if (!(model instanceof Model))
      throw new OptionError(`Cannot ${ACTION}: model must be a Model, received ${describe(model)}`);
    checkSide('source', source.vocabulary, false);
    checkSide('target', target.vocabulary, true);
    checkSizes(model, source.vocabulary.size, target.vocabulary.size);
    this.model = model;
    this.source = source;
    this.target = target;
    this.maxLength = checkNumber(ACTION, 'maxLength', parts.maxLength, { from: 1, whole: true });
  }

  /**
   * A translator that is not trained yet, with the vocabularies of the pairs.
   *
   * @throws OptionError for an option out of its range, no pairs, or vocabularies without a token.
   */
  static from(pairs: readonly TextPair[], options: TranslatorOptions = {}): Translator {
    const { network, limits, ...cut } = readTranslatorOptions(options);
    checkPairs(ACTION, pairs);
    const targets = pairs.map((pair) => cut.target.segment(pair.target));
    const sources = pairs.map((pair) => tokensOf(cut.source, pair.source));
    const source = sourceSide(cut.source, sources, limits);
    const target = targetSide(cut.target, targets, limits);
    const longest = targets.reduce((most, tokens) => Math.max(most, tokens.length), 1);
    const sizes = { sourceSize: source.vocabulary.size, targetSize: target.vocabulary.size };
    const model = translatorNetwork({ ...network, ...sizes });
    const translator = new Translator({ model, source, target, maxLength: Math.ceil(1.5 * longest) + 1 });
    beginWith(model, 'source', source, options.sourceVectors);
    beginWith(model, 'target', target, options.targetVectors);
    return translator;
  }

  /** The translator of a model and of what `info` gave. @throws FormatError or OptionError where they do not fit. */
  static async fromInfo(model: unknown, info: Readonly<Record<string, unknown>>): Promise<Translator> {
    const source = await sideFromInfo('source', info.source, false);
    const target = await sideFromInfo('target', info.target, true);
    const { maxLength } = info;
    if (typeof maxLength !== 'number') {
      throw new FormatError(`Cannot ${ACTION}: maxLength must be a number, received ${shown(maxLength)}`);
    }
    return new Translator({ model: model as Model<SymbolicTensor>, source, target, maxLength });
  }

  /** Chooses how its model is trained: cross-entropy of the right tokens, with their accuracy. @throws OptionError for an unknown option. */
  compile(options: { readonly optimizer: OptimizerId | Optimizer }): void {
    checkOptions('compile translator', options, ['optimizer']);
    const loss = new SparseCategoricalCrossentropy({ fromLogits: true });
    this.model.compile({ optimizer: options.optimizer, loss, metrics: ['accuracy'] });
  }

  /** Plain JSON that makes it again, together with the model. */
  info(): Record<string, unknown> {
    return { source: sideInfo(this.source), target: sideInfo(this.target), maxLength: this.maxLength };
  }

  /** The ids of a source. @throws OptionError where no token is left. */
  encode(text: string): Int32Array {
    if (typeof text !== 'string')
      throw new OptionError(`Cannot translate: it must be a text, received ${describe(text)}`);
    const ids = this.source.vocabulary.encode(tokensOf(this.source, text));
    if (ids.length > 0) return ids;
    throw new OptionError(`Cannot translate: text must have a token, received ${describe(text)}`);
  }

  /** The text of target ids. */
  decode(ids: ArrayLike<number>): string {
    return this.target.segmenter.join(this.target.vocabulary.decode(ids));
  }

  /** Tokens of a source that are not in the vocabulary, each once. */
  unknownOf(text: string): string[] {
    return [...new Set(tokensOf(this.source, text))].filter((token) => !this.source.vocabulary.has(token));
  }

  /**
   * Batches of pairs without end for `model.fit`, each of similar lengths, in an order drawn anew each time all have come.
   *
   * @throws OptionError for no pairs, or an option out of its range.
   * @see Bengio et al., Scheduled Sampling for Sequence Prediction with Recurrent Neural Networks, 2015; here in two passes,
   * as in Mihaylova and Martins, Scheduled Sampling for Transformers, 2019.
   */
  batches(pairs: readonly TextPair[], options: TranslatorBatchesOptions = {}): Generator<TranslationBatch> {
    const action = 'make batches';
    checkOptions(action, options, ['batchSize', 'seed', 'ownWords', 'taken']);
    checkPairs(action, pairs);
    const { ownWords, taken = () => 0 } = options;
    const batchSize = checkNumber(action, 'batchSize', options.batchSize ?? 64, { from: 1, whole: true });
    const random = new Random(checkNumber(action, 'seed', options.seed ?? 0, { from: 0, whole: true }));
    const { padId = 0, startId = 0 } = this.target.vocabulary;
    const ids = pairs.map((pair) => this.#idsOf(pair));
    const plain = pairBatches(ids, { batchSize, startId, random: random.fold(0) });
    if (ownWords === undefined) return plain;
    const share = (step: number): number => checkNumber(action, 'ownWords', ownWords(step), { from: 0, to: 1 });
    return scheduledSampling(this.model, plain, { share, random: random.fold(1), taken, banned: [padId, startId] });
  }

  /**
   * The translation of a text: the likeliest one that beam search finds (of width 4, unless told otherwise); with `greedy`
   * the likeliest token each time; with temperature, topK, topP or seed drawn.
   *
   * @throws OptionError for an option out of its range, or a text without a token.
   */
  translate(text: string, options: TranslateOptions = {}): string {
    return [...translateText(this, text, options)].join('');
  }

  /** Translations of many texts at once, the likeliest token each time. @throws as `translate`. */
  translateAll(texts: readonly string[], options: TranslateAllOptions = {}): string[] {
    return translateTexts(this, texts, options);
  }

  /** Translates a prompt. @throws as `translate`. */
  respond(prompt: string, options: RespondOptions = {}): Generator<string, ResponseFacts, unknown> {
    return translateText(this, prompt, options);
  }

  /**
   * Where each token of a translation looked: of the right one, or of what it says itself.
   *
   * @throws OptionError for a text without a token.
   */
  attention(text: string, translation: string = this.translate(text)): Alignment {
    const ids = this.#idsOf({ source: text, target: translation });
    const { vocabulary } = this.target;
    const { input } = batchOfPairs([ids], vocabulary.startId as number);
    this.#alignment ??= alignmentModel(partsOf(this.model));
    const [weights = []] = this.#alignment.predict([...input]).toArray() as number[][][];
    const source = tokensOf(this.source, text);
    return {
      source,
      target: [...tokensOf(this.target, translation), vocabulary.token(vocabulary.endId as number)],
      weights,
    };
  }

  /** Ids that no translation has: padding, the unknown token, the beginning. */
  get banned(): readonly number[] {
    const { padId, unknownId, startId } = this.target.vocabulary;
    return [padId, unknownId, startId].filter((id) => id !== undefined);
  }

  /** What says the next token, for the functions that draw and search. */
  get nextTokens(): TranslatorSteps {
    if (this.#nextTokens === undefined) {
      const parts = partsOf(this.model);
      const encoder = encoderModel(parts);
      const startId = this.target.vocabulary.startId as number;
      this.#nextTokens = new TranslatorSteps({ encoder, step: stepModel(parts, encoder), startId });
    }
    return this.#nextTokens;
  }

  #idsOf({ source, target }: TextPair): IdPair {
    const { vocabulary } = this.target;
    const own = vocabulary.encode(tokensOf(this.target, target));
    return { source: this.encode(source), target: Int32Array.of(...own, vocabulary.endId as number) };
  }
}

/** Throws unless a model reads and says the ids of two vocabularies. */
function checkSizes(model: Model<SymbolicTensor>, sourceSize: number, targetSize: number): void {
  const { sourceEmbedding, targetEmbedding, logits } = partsOf(model);
  const sizes = [sourceEmbedding, targetEmbedding].map((layer) => Reflect.get(layer, 'inputDim'));
  const found = [...sizes, Reflect.get(logits, 'units')];
  if (`${found}` === `${[sourceSize, targetSize, targetSize]}`) return;
  throw new OptionError(
    `Cannot ${ACTION}: model must be for ${sourceSize} ids of the source and ${targetSize} of the target, received one for ${found[0]}, ${found[1]} and ${found[2]}`,
  );
}

/** Gives the rows of an embedding the vectors of their tokens. */
function beginWith(
  model: Model<SymbolicTensor>,
  name: 'source' | 'target',
  { vocabulary }: TranslatorSide,
  vectors: TokenVectors | undefined,
): void {
  if (vectors === undefined) return;
  const embedding = partsOf(model)[`${name}Embedding`].weights[0];
  if (embedding === undefined) return;
  const [, width = 0] = embedding.shape;
  if (vectors.size !== width) {
    throw new OptionError(`Cannot ${ACTION}: ${name}Vectors must have ${width} numbers each, received ${vectors.size}`);
  }
  const rows = Float32Array.from(embedding.detach().data);
  for (const [id, token] of vocabulary.tokens.entries()) {
    if (vectors.has(token)) rows.set(vectors.get(token), id * width);
  }
  embedding.assign(rows);
}
