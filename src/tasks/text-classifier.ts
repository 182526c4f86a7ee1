import { padSequences } from '../data/pad-sequences.ts';
import { OptionError } from '../errors.ts';
import type { LayeredModel } from '../models/layered-model.ts';
import { checkChoice, checkOptions, describe } from '../options.ts';
import type { Tensors } from '../tensor/batch.ts';
import { logOdds, probabilitiesOf } from './class-scores.ts';
import type { RespondOptions, ResponseFacts, TextModel } from './text-model.ts';
import { type ReadText, TokenReader, type TokenReaderOptions, tokenReaderOptions } from './token-reader.ts';

/** Options of `TextClassifier`. */
export interface TextClassifierOptions extends TokenReaderOptions {
  /** The classes, in the order of the model's outputs. */
  readonly labels: readonly string[];
}

/** What a text was found to be. */
export interface Classification {
  /** The most likely class. */
  readonly label: string;
  /** How likely each class is, by its name; together 1. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** Words that the vocabulary does not have, each once. */
  readonly unknown: readonly string[];
}

/** A token of a text and what it does. */
export interface WordContribution {
  readonly token: string;
  /** ln of how many times the odds of the class are with the token what they would be without it; 0 for one that is not read. */
  readonly contribution: number;
}

/** Sequences that are computed at once. */
const BATCH = 64;
/** Words that are told of at most. */
const TOLD = 5;
/** What other text models take. */
const OF_OTHERS = ['length', 'temperature', 'topK', 'topP', 'greedy', 'beamWidth', 'seed'];

/**
 * A model that says which class a text belongs to, with what it needs to read texts: many tokens, one answer.
 *
 * The model reads ids [B, T] with 0 for padding, which it must mask (`Embedding` with `maskZero`), and gives logits [B, C].
 *
 * @throws OptionError unless the labels are two texts or more, each once, and as many as the model's outputs.
 * @example
 * ```ts
 * import { Dense, Embedding, GRU, Sequential } from 'memcell';
 * import { LatinWords, TextClassifier, Vocabulary } from 'memcell/text';
 * const vocabulary = Vocabulary.from(['good', 'not', 'bad'], { padToken: '<pad>', unknownToken: '<unk>' });
 * const embedding = new Embedding({ inputDim: vocabulary.size, outputDim: 4, maskZero: true });
 * const model = new Sequential([embedding, new GRU({ units: 4 }), new Dense({ units: 2 })], { seed: 1 });
 * const options = { segmenter: new LatinWords(), vocabulary, labels: ['no', 'yes'] };
 * const classifier = new TextClassifier(model, options);
 * const { probabilities, unknown } = classifier.classify('Not bad, Sir');
 * unknown; // => [ ',', 'sir' ]
 * (probabilities.no! + probabilities.yes!).toFixed(6); // => '1.000000'
 * ```
 */
export class TextClassifier implements TextModel {
  readonly task = 'classify';
  readonly model: LayeredModel;
  readonly reader: TokenReader;
  readonly labels: readonly string[];

  constructor(model: LayeredModel, options: TextClassifierOptions) {
    const { labels, ...reading } = options;
    const subject = 'TextClassifier';
    checkOptions(subject, options, ['labels', 'segmenter', 'vocabulary', 'lowerCase', 'maxLength']);
    this.labels = checkLabels(`create ${subject}`, labels);
    this.reader = new TokenReader(reading);
    model.build([null, null]);
    const classes = (model.outputShape as readonly (number | null)[]).at(-1);
    if (classes !== this.labels.length) {
      throw new OptionError(
        `Cannot create ${subject}: model must have an output for each of ${this.labels.length} labels, received ${classes}`,
      );
    }
    this.model = model;
  }

  /** @internal Makes it again of what `info` gave. */
  static async fromInfo(model: LayeredModel<Tensors>, info: Record<string, unknown>): Promise<TextClassifier> {
    const { labels, ...reading } = info;
    const options = { labels: labels as readonly string[], ...(await tokenReaderOptions(reading)) };
    return new TextClassifier(model as unknown as LayeredModel, options);
  }

  /** The class of a text, or of each text. @throws OptionError for a text without a word. */
  classify(text: string): Classification;
  classify(texts: readonly string[]): Classification[];
  classify(texts: string | readonly string[]): Classification | Classification[] {
    if (typeof texts === 'string') return this.#classify([texts])[0] as Classification;
    if (!Array.isArray(texts)) {
      throw new OptionError(`Cannot classify text: it must be a text or a list of them, received ${describe(texts)}`);
    }
    return this.#classify(texts);
  }

  /**
   * What each token does for a class, found by leaving it out: ln(odds of the class) of the whole text less that of the
   * text without the token. It is exact, and what tokens do together shows in both: without 'not' or without 'good', 'not
   * good' is something else.
   *
   * **Cost** the model reads the text once more for each token.
   *
   * @param options label: the class that is asked for (default: the most likely one).
   * @throws OptionError for a text without a word, or a class that there is not.
   */
  contributions(text: string, options: { label?: string } = {}): WordContribution[] {
    const action = 'explain text';
    checkOptions(action, options, ['label']);
    const read = this.#read(action, text);
    const { ids, places, tokens } = read;
    const logits = this.#logits([ids, ...Array.from(ids, (_, gone) => ids.filter((_id, i) => i !== gone))]);
    const whole = logits[0] as Float32Array;
    const asked = options.label ?? (this.labels[whole.indexOf(Math.max(...whole))] as string);
    const label = this.labelId(asked);
    const odds = logits.map((each) => logOdds(each, label));
    const contributions = new Map(places.map((place, i) => [place, (odds[0] as number) - (odds[i + 1] as number)]));
    return tokens.map((token, place) => ({ token, contribution: contributions.get(place) ?? 0 }));
  }

  /** Ids of the words of a text, as the model reads them. @throws OptionError for a text without a word. */
  idsOf(text: string): Int32Array {
    return this.#read('read text', text).ids;
  }

  /** The place of a class among the outputs. @throws OptionError for one that there is not. */
  labelId(label: string): number {
    return this.labels.indexOf(checkChoice('find class', 'label', label, this.labels));
  }

  /** What makes it again, given its model, as plain JSON. */
  info(): Record<string, unknown> {
    return { labels: this.labels, ...this.reader.info() };
  }

  /**
   * Says the class of a prompt; `tell` hears of the probabilities and of the words that count most.
   *
   * @returns probabilities, unknown words, and what each word does.
   */
  *respond(prompt: string, options: RespondOptions = {}): Generator<string, ResponseFacts, unknown> {
    checkOptions('classify text', options, ['tell'], OF_OTHERS);
    const { label, probabilities, unknown } = this.classify(prompt);
    const words = this.contributions(prompt).filter(({ contribution }) => contribution !== 0);
    const { tell } = options;
    const likely = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
    tell?.(likely.map(([name, share]) => `${name} ${(100 * share).toFixed(1)} %`).join(', '));
    const most = [...words].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)).slice(0, TOLD);
    const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
    const counting = most.map(({ token, contribution }) => `${token} ${signed(contribution)}`).join(', ');
    tell?.(`What counts most for ${label}: ${counting}`);
    if (unknown.length > 0)
      tell?.(`The model does not know ${unknown.map((word) => JSON.stringify(word)).join(', ')}.`);
    yield label;
    return { probabilities, unknown, words };
  }

  #classify(texts: readonly string[]): Classification[] {
    const read = texts.map((text) => this.#read('classify text', text));
    const logits = this.#logits(read.map(({ ids }) => ids));
    const { unknownId } = this.reader.vocabulary;
    return logits.map((each, n) => {
      const probabilities = probabilitiesOf(each);
      const { ids, places, tokens } = read[n] as ReadText;
      const unknown = places.flatMap((place, i) => (ids[i] === unknownId ? [tokens[place] as string] : []));
      return {
        label: this.labels[each.indexOf(Math.max(...each))] as string,
        probabilities: Object.fromEntries(this.labels.map((label, k) => [label, probabilities[k] as number])),
        unknown: [...new Set(this.reader.lowerCase ? unknown.map((word) => word.toLowerCase()) : unknown)],
      };
    });
  }

  #read(action: string, text: unknown): ReadText {
    const read = typeof text === 'string' ? this.reader.read(text) : undefined;
    if (read !== undefined && read.ids.length > 0) return read;
    throw new OptionError(`Cannot ${action}: it must have a word, received ${describe(text)}`);
  }

  /** Logits [C] of each sequence; those of similar length are computed together. */
  #logits(sequences: readonly Int32Array[]): Float32Array[] {
    const order = [...sequences.keys()].sort(
      (a, b) => (sequences[a] as Int32Array).length - (sequences[b] as Int32Array).length || a - b,
    );
    const logits = new Array<Float32Array>(sequences.length);
    for (let at = 0; at < order.length; at += BATCH) {
      const places = order.slice(at, at + BATCH);
      const own = places.map((place) => Array.from(sequences[place] as Int32Array));
      const { data } = this.model.predict(padSequences(own, { padding: 'post' }), { batchSize: BATCH });
      const classes = this.labels.length;
      for (const [i, place] of places.entries()) {
        logits[place] = Float32Array.from(data.subarray(i * classes, (i + 1) * classes));
      }
    }
    return logits;
  }
}

/** Names of classes: two or more, each once. */
export function checkLabels(action: string, labels: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(labels) ? labels : [];
  if (list.length >= 2 && list.every((label) => typeof label === 'string') && new Set(list).size === list.length) {
    return [...list] as string[];
  }
  throw new OptionError(`Cannot ${action}: labels must be two texts or more, each once, received ${describe(labels)}`);
}
