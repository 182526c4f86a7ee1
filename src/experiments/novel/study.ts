import { exp } from '../../math.ts';
import { Adam, OneCycle } from '../../optimizers/index.ts';
import { languageModel } from '../../tasks/build-language-model.ts';
import type { LanguageModel } from '../../tasks/language-model.ts';
import { countTokenBatches } from '../../tasks/token-streams.ts';
import type { WordVectors } from '../../text/index.ts';
import type { RunContext } from '../experiment.ts';
import { StepLimit } from '../step-limit.ts';
import { bestNGrams, type Foretold } from './foretell.ts';
import { beginWith, type Lesson, streamsOf } from './lesson.ts';
import { Losses } from './losses.ts';

/** A language model of one recurrent layer, and how it is trained. */
export interface NetPlan {
  readonly units: number;
  readonly dropout: number;
  readonly batchSize: number;
  readonly window: number;
  /** Tokens that are learnt from, in whole passes over the text: 2 at least and 8 at most. */
  readonly learnt: number;
  /** The highest one: it rises over the first tenth of the steps and falls. */
  readonly learningRate: number;
  readonly globalClipNorm: number;
}

/** How a study is gone through. */
export interface StudyOptions {
  readonly steps: number;
  readonly seed: number;
  /** Vectors that tokens begin with. */
  readonly vectors: WordVectors | undefined;
}

const PASSES = { least: 2, most: 8 };
/** Points of a learning curve. */
const POINTS = 40;

/** A language model that learns a text and is held against n-grams on what was held out. */
export class Study {
  /** What its tokens are called: 'words', 'characters'. */
  readonly name: string;
  /** Steps of a whole training. */
  readonly steps: number;
  readonly #lesson: Lesson;
  readonly #plan: NetPlan;
  readonly #batches: { readonly batchSize: number; readonly window: number; readonly epochs: number };
  #model: LanguageModel | undefined;

  /** @throws FormatError for a text that is too short. */
  constructor(name: string, lesson: Lesson, plan: NetPlan) {
    this.name = name;
    this.#lesson = lesson;
    this.#plan = plan;
    const { window, learnt } = plan;
    const passes = Math.round(learnt / lesson.train.length);
    const epochs = Math.min(Math.max(passes, PASSES.least), PASSES.most);
    this.#batches = { batchSize: streamsOf(lesson, plan), window, epochs };
    this.steps = epochs * countTokenBatches(lesson.train, this.#batches);
  }

  /** The model, once it has begun to learn. */
  get model(): LanguageModel {
    return this.#model as LanguageModel;
  }

  /** Trains it, and sees how well it foretells what was held out. */
  async learn({ steps, seed, vectors }: StudyOptions, context: RunContext): Promise<Foretold> {
    const { name } = this;
    const { vocabulary, segmenter, train, heldOut } = this.#lesson;
    const { units, dropout, learningRate, globalClipNorm } = this.#plan;
    const shape = { units, layers: 1, dropout, embeddingDim: vectors?.size ?? units, seed };
    const lm = languageModel({ vocabulary, segmenter, ...shape });
    this.#model = lm;
    if (vectors !== undefined) beginWith(lm, vectors);
    const schedule = new OneCycle({ maxLearningRate: learningRate, totalSteps: this.steps, pctStart: 0.1 });
    lm.compile({ optimizer: new Adam({ learningRate: schedule, globalClipNorm }) });

    const every = Math.max(1, Math.round(steps / POINTS));
    const curve = { x: [] as number[], y: [] as number[] };
    const losses = new Losses(countTokenBatches(train, this.#batches));
    const onStep = (step: number, mean: number): undefined => {
      losses.add(step, mean);
      if (step % every !== 0) return;
      const perplexity = exp(losses.take());
      curve.x.push(step);
      curve.y.push(perplexity);
      if (step % (5 * every) === 0) context.tell?.(`${name}, step ${step}: perplexity ${perplexity.toPrecision(4)}`);
    };
    const limit = new StepLimit({ steps, onStep });
    const { signal } = context;
    const callbacks = [limit, ...context.callbacks];
    await lm.fit(train, { ...this.#batches, callbacks, ...(signal ? { signal } : {}) });

    const { perplexity, tokens } = await lm.evaluate(heldOut, { streams: 16, window: 100 });
    const baseline = bestNGrams({ train, heldOut, vocabularySize: vocabulary.size });
    const came = { name, perplexity, ...baseline, of: tokens, steps: limit.steps, seconds: limit.seconds, curve };
    context.tell?.(this.tell(came));
    return came;
  }

  /** What came out, in a sentence. */
  tell({ perplexity, baseline, order, of, steps, seconds }: Foretold): string {
    const { vocabulary, unknown } = this.#lesson;
    const known = `${vocabulary.size.toLocaleString('en-US')} kinds, ${(100 * unknown).toFixed(1)} % unknown`;
    return (
      `${this.name}: perplexity ${perplexity.toFixed(2)} on ${of.toLocaleString('en-US')} that were held out (${known}), ` +
      `n-grams of order ${order} ${baseline.toFixed(2)}; ${steps} steps in ${seconds.toFixed(0)} s`
    );
  }
}
