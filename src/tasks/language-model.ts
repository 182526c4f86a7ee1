import { FormatError, OptionError, ShapeError } from '../errors.ts';
import { isRecord, shown } from '../formats/refuse.ts';
import { RecurrentLayer } from '../layers/recurrent-layer.ts';
import { SparseCategoricalCrossentropy } from '../losses/index.ts';
import type { LayeredModel } from '../models/layered-model.ts';
import { Sequential } from '../models/sequential.ts';
import type { OptimizerId } from '../optimizers/index.ts';
import { checkOptions, describe } from '../options.ts';
import type { Tensors } from '../tensor/batch.ts';
import { formatShape } from '../tensor/shape.ts';
import type { Segmenter, SegmenterConfig } from '../text/segment/segmenter.ts';
import { segmenterFromConfig } from '../text/segment/segmenter-from-config.ts';
import { Vocabulary, type VocabularyConfig } from '../text/vocabulary.ts';
import type { Callback, History } from '../train/callback.ts';
import { continueText, type GenerateOptions } from './continue-text.ts';
import { type EvaluateTextOptions, evaluateTokens, type LanguageModelScore, tokenBits } from './evaluate-tokens.ts';
import { ModelSteps } from './model-steps.ts';
import type { ResponseFacts, TextModel } from './text-model.ts';
import { countTokenBatches, tokenBatches } from './token-streams.ts';

/** What a language model is made of. */
export interface LanguageModelParts {
  /** Reads ids [B, T] and gives logits [B, T, V]; its recurrent layers give every step. */
  readonly model: Sequential;
  readonly vocabulary: Vocabulary;
  /** Cuts text into tokens. */
  readonly segmenter: Segmenter;
}

/** Options of `LanguageModel.fit`. */
export interface LanguageModelFitOptions {
  /** Streams of text side by side, from 1. Default 32. */
  batchSize?: number;
  /** Steps that gradients flow through, from 1. Default 64. */
  window?: number;
  /** Passes over the text, from 1. Default 1. */
  epochs?: number;
  callbacks?: readonly Callback[];
  /** Ends training after the step under way. */
  signal?: AbortSignal;
}

/**
 * A model that says what comes next, with its vocabulary and the segmenter that cuts text for it.
 *
 * It is trained on one long text, cut into streams that are read side by side: each batch goes on where the one before
 * ended, states are carried over, gradients are not; every epoch begins anew.
 *
 * **Shapes** its model: ids [B, T] → logits [B, T, V].
 *
 * @throws OptionError or ShapeError where the parts do not fit together.
 * @example
 * ```ts
 * import { Characters, languageModel, Vocabulary } from 'memcell/text';
 * const segmenter = new Characters();
 * const text = 'ab'.repeat(200);
 * const model = languageModel({ segmenter, vocabulary: Vocabulary.from(segmenter.segment(text)), units: 8, seed: 1 });
 * model.compile({ optimizer: 'adam' });
 * await model.fit(text, { batchSize: 4, window: 8, epochs: 2 });
 * (await model.evaluate('abababab')).tokens; // => 7
 * ```
 */
export class LanguageModel implements TextModel {
  readonly task = 'language-model';
  readonly model: Sequential;
  readonly vocabulary: Vocabulary;
  readonly segmenter: Segmenter;
  #steps: ModelSteps | undefined;

  constructor(parts: LanguageModelParts) {
    const action = 'make language model';
    checkOptions(action, parts, ['model', 'vocabulary', 'segmenter']);
    const { model, vocabulary, segmenter } = parts;
    const refuse = (must: string, received: string): never => {
      throw new OptionError(`Cannot ${action}: ${must}, received ${received}`);
    };
    if (!(model instanceof Sequential)) refuse('model must be a Sequential', describe(model));
    if (!(vocabulary instanceof Vocabulary)) refuse('vocabulary must be a Vocabulary', describe(vocabulary));
    if (typeof segmenter?.segment !== 'function') refuse('segmenter must be a Segmenter', describe(segmenter));
    if (!model.built) refuse('model must be built', 'a model that has no shapes yet');
    const { inputShape, outputShape } = model;
    if (inputShape?.length !== 2 || outputShape.length !== 3 || outputShape[2] !== vocabulary.size) {
      throw new ShapeError(
        `Cannot ${action}: model must read [B, T] and give [B, T, ${vocabulary.size}], a logit for each token, received ${formatShape(inputShape as readonly (number | null)[])} and ${formatShape(outputShape)}`,
      );
    }
    this.model = model;
    this.vocabulary = vocabulary;
    this.segmenter = segmenter;
  }

  /** @internal Makes it again of what `info` gave. */
  static async fromInfo(model: LayeredModel<Tensors>, info: Record<string, unknown>): Promise<LanguageModel> {
    const { vocabulary, segmenter } = info;
    if (!isRecord(vocabulary)) {
      throw new FormatError(`Cannot make language model: vocabulary must be an object, received ${shown(vocabulary)}`);
    }
    const parts = {
      model: model as unknown as Sequential,
      vocabulary: new Vocabulary(vocabulary as unknown as VocabularyConfig),
      segmenter: await segmenterFromConfig(segmenter as SegmenterConfig),
    };
    return new LanguageModel(parts);
  }

  info(): Record<string, unknown> {
    const { className } = this.segmenter;
    return { segmenter: { className, config: this.segmenter.config() }, vocabulary: this.vocabulary.config() };
  }

  /** The ids of a text. @throws OptionError for a token that the vocabulary has not, where it has no unknown one. */
  encode(text: string): Int32Array {
    return this.vocabulary.encode(this.segmenter.segment(text));
  }

  /** The text of ids. */
  decode(ids: ArrayLike<number>): string {
    return this.segmenter.join(this.vocabulary.decode(ids));
  }

  /** Chooses how it is trained; its loss is the cross-entropy of the next token. @throws OptionError for an unknown name. */
  compile({ optimizer }: { optimizer: OptimizerId }): void {
    this.model.compile({ optimizer, loss: new SparseCategoricalCrossentropy({ fromLogits: true }) });
  }

  /**
   * Trains on a text, or on its ids.
   *
   * @throws OptionError for a text too short for one batch; as `fit` of a model does.
   */
  async fit(text: string | Int32Array, given: LanguageModelFitOptions = {}): Promise<History> {
    checkOptions('train language model', given, ['batchSize', 'window', 'epochs', 'callbacks', 'signal']);
    const { batchSize = 32, window = 64, ...options } = given;
    const ids = typeof text === 'string' ? this.encode(text) : text;
    const stepsPerEpoch = countTokenBatches(ids, { batchSize, window });
    const begin: Callback = { onEpochBegin: () => this.model.resetStates() };
    const recurrent = recurrentAmong(this.model.layers);
    for (const layer of recurrent) layer.stateful = true;
    try {
      return await this.model.fit(() => tokenBatches(ids, { batchSize, window }), undefined, {
        ...options,
        stepsPerEpoch,
        callbacks: [begin, ...(options.callbacks ?? [])],
      });
    } finally {
      this.model.resetStates();
      for (const layer of recurrent) layer.stateful = false;
    }
  }

  /**
   * How well it foretells a text that it may not have learnt from: every token but the first, each from all before it.
   *
   * @throws OptionError for a text of less than two tokens.
   */
  async evaluate(text: string | Int32Array, options: EvaluateTextOptions = {}): Promise<LanguageModelScore> {
    const tokens = typeof text === 'string' ? this.segmenter.segment(text) : this.vocabulary.decode(text);
    const ids = typeof text === 'string' ? this.vocabulary.encode(tokens) : text;
    const characters = [...this.segmenter.join(tokens.slice(1))].length;
    return await evaluateTokens(this.model, { ids, characters }, options);
  }

  /**
   * How surprising each token of a text is, but for the first: bits, −log2 of the chance that it was given after all before
   * it. Their mean is the `bitsPerToken` of `evaluate`.
   *
   * @example
   * ```ts
   * import { Characters, languageModel, Vocabulary } from 'memcell/text';
   * const segmenter = new Characters();
   * const model = languageModel({ segmenter, vocabulary: Vocabulary.from('abc'), units: 4 });
   * model.surprise('abcab').length; // => 4
   * ```
   */
  surprise(text: string | Int32Array): Float32Array {
    return tokenBits(this.model, typeof text === 'string' ? this.encode(text) : text);
  }

  /**
   * Goes on with a text, piece by piece as it is made: tokens are drawn (temperature, topK, topP, seed), or the most likely
   * ones taken (greedy), or the likeliest of several texts that are followed at once is given as a whole (beamWidth).
   *
   * An empty prompt begins with the start token where the vocabulary has one, and otherwise with a token drawn by how often
   * it came. Tokens of a prompt that the vocabulary has not stand for its unknown token, and `tell` hears of them; padding,
   * unknown and start tokens never come, and the end token ends the text.
   *
   * @throws OptionError at the first piece: for an option out of range, and for a token that the vocabulary has not, where
   * it has no unknown one.
   * @example
   * ```ts
   * import { Characters, languageModel, Vocabulary } from 'memcell/text';
   * const segmenter = new Characters();
   * const vocabulary = Vocabulary.from(segmenter.segment('to be or not to be'));
   * const model = languageModel({ segmenter, vocabulary, units: 8, seed: 1 });
   * [...model.generate('to be', { length: 20, temperature: 0.5, seed: 1 })].join('').length; // => 20
   * ```
   */
  generate(prompt: string, options: GenerateOptions = {}): Generator<string, ResponseFacts, unknown> {
    return this.respond(prompt, options);
  }

  respond(prompt: string, options: GenerateOptions = {}): Generator<string, ResponseFacts, unknown> {
    const { vocabulary, segmenter } = this;
    return continueText({ vocabulary, segmenter, steps: this.nextTokens() }, prompt, options);
  }

  /** What says how likely each token is next, for several sequences at once. */
  nextTokens(): ModelSteps {
    this.#steps ??= new ModelSteps(this.model, this.vocabulary.size);
    return this.#steps;
  }
}

function recurrentAmong(layers: LayeredModel['layers']): RecurrentLayer[] {
  return layers.flatMap((layer) => [
    ...(layer instanceof RecurrentLayer ? [layer] : []),
    ...recurrentAmong(layer.layers),
  ]);
}
