import { engineChoice } from '../../backend/current.ts';
import { FormatError, NumericError, OptionError } from '../../errors.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { CHUNK_IDS, corpusOf, type IdReader, type Word2vecCorpus } from './corpus.ts';
import { loadKernel } from './kernel.ts';
import { netOf } from './tables.ts';
import { type NextChunk, Trainer } from './trainer.ts';
import { type CheckedOptions, checkWord2vecOptions, type Word2vecOptions } from './word2vec-options.ts';
import { vocabularyOfCounts, withSentenceEnd } from './word2vec-vocabulary.ts';

/** Word vectors that were trained, and how. */
export interface TrainedWords {
  /** Words and how often they come in the text, in the C tool's order: `</s>` first, then by falling count. */
  readonly vocabulary: Vocabulary;
  /** A row for each word [V, U]. */
  readonly vectors: Float32Array;
  /** Elements of a row, U. */
  readonly size: number;
  /** Words trained on: those of the vocabulary, once for each time. */
  readonly words: number;
  /** What the training took, without counting and starting. */
  readonly seconds: number;
  /** 'signal' where it was broken off. */
  readonly stopped: 'signal' | undefined;
}

const ACTION = 'train word2vec';
/** The least share of the learning rate. */
const FLOOR = 1e-4;
/** Milliseconds between two turns of the event loop, and between two calls of `onProgress`. */
const TURN_EVERY = 50;
const TELL_EVERY = 66;

/**
 * Trains word vectors as Mikolov's word2vec does: CBOW or skip-gram, by negative sampling, hierarchical softmax or both.
 *
 * A word w at its place in a sentence has r words on each side, r drawn from 1 … window. In CBOW the mean h of their
 * vectors predicts w; in skip-gram each of them, as h, does. With negative sampling w has the label y = 1, and words
 * drawn by count^¾ have y = 0; with hierarchical softmax the nodes on the way to w in a Huffman tree say at each turn
 * where it goes. Each is a logistic regression: g = (y − σ(h·v)) · α; h's words get Σ g·v added, v gets g·h. α falls with
 * the words seen. Frequent words are passed over at random: one whose share of the text is f stays with probability
 * √(sample / f) + sample / f.
 *
 * One thread: same seed, same bits (on other machines as well where the engine is strict). Several threads train the
 * same weights without locks, which gives other bits each time.
 *
 * @param corpus the path of a file (UTF-8, words between blanks, a sentence a line; read piece by piece each time) or
 * sentences as lists of words, which can be gone through again.
 * @throws OptionError, FormatError for a text that is not UTF-8 or has too few words, ResourceError for a file that cannot
 * be read or weights that do not fit into memory, NumericError where weights are not finite at the end.
 * @see Mikolov, Chen, Corrado, Dean: Efficient Estimation of Word Representations in Vector Space (2013)
 * @see Mikolov, Sutskever, Chen, Corrado, Dean: Distributed Representations of Words and Phrases and their Compositionality (2013)
 * @example
 * ```ts
 * import { trainWord2vec } from 'memcell/text';
 * const sentences = Array.from({ length: 50 }, () => ['the', 'cat', 'sat', 'on', 'the', 'mat']);
 * const { vocabulary, vectors } = await trainWord2vec(sentences, { size: 16, sample: 0 });
 * vocabulary.tokens.slice(0, 3); // => [ '</s>', 'the', 'cat' ]
 * vectors.length; // => 96
 * ```
 */
export async function trainWord2vec(corpus: Word2vecCorpus, options: Word2vecOptions = {}): Promise<TrainedWords> {
  const checked = checkWord2vecOptions(ACTION, options);
  const text = corpusOf(ACTION, corpus);
  const turns = new Turns(checked.signal);
  const known = checked.vocabulary;
  const vocabulary =
    known === undefined
      ? vocabularyOfCounts(ACTION, await text.count(turns.pause), checked.minCount)
      : withSentenceEnd(ACTION, known);
  const open = text.reader(vocabulary.tokens);
  const each = known === undefined ? total(vocabulary.counts) : await countKnown(open, turns);
  return await train(vocabulary, open, each, turns, checked);
}

/** Words and how often they come, in the order that `trainWord2vec` takes them. @throws as that does. */
export async function countWords(
  corpus: Word2vecCorpus,
  { minCount, signal }: { readonly minCount: number; readonly signal?: AbortSignal },
): Promise<Vocabulary> {
  const turns = new Turns(signal);
  return vocabularyOfCounts(ACTION, await corpusOf(ACTION, corpus).count(turns.pause), minCount);
}

async function train(
  vocabulary: Vocabulary,
  open: () => IdReader,
  each: number,
  turns: Turns,
  { onProgress, iter, alpha, threads, seed, ...net }: CheckedOptions,
): Promise<TrainedWords> {
  const { workerUrl, ...choice } = engineChoice();
  const kernel = await loadKernel(choice);
  const options = { action: ACTION, kernel, threads, workerUrl, seed, ids: CHUNK_IDS };
  const trainer = new Trainer(netOf(vocabulary.counts, net), options);
  const totalWords = each * iter;
  let epoch = 1;
  let handed = 0;
  let rate = alpha;
  let reader = open();
  const next: NextChunk = (ids, from) => {
    for (;;) {
      const length = reader.fill(ids, from);
      if (length > 0) {
        rate = alpha * Math.max(FLOOR, 1 - handed / (totalWords + 1));
        handed += length;
        return { length, rate };
      }
      if (handed !== each * epoch) refuseChange(each, handed - each * (epoch - 1));
      if (epoch === iter) return undefined;
      epoch++;
      reader.close();
      reader = open();
    }
  };
  const begun = performance.now();
  let told = -Infinity;
  let words = 0;
  const secondsNow = (): number => (performance.now() - begun) / 1000;
  const tell = (epoch: number, alpha: number): void => {
    const seconds = secondsNow();
    told = performance.now();
    onProgress?.({ epoch, words, totalWords, wordsPerSecond: words / seconds, alpha, seconds });
  };
  try {
    for (let more = trainer.prepare(next); more && !turns.aborted; ) {
      const [upTo, inEpoch, alphaNow] = [handed, epoch, rate];
      more = trainer.run(next);
      words = upTo;
      if (!more || performance.now() - told > TELL_EVERY) tell(inEpoch, alphaNow);
      await turns.turnWhenDue();
    }
    const seconds = secondsNow();
    const vectors = trainer.vectors();
    checkFinite(vectors, alpha);
    const stopped = words < totalWords ? 'signal' : undefined;
    return { vocabulary, vectors, size: net.size, words, seconds, stopped };
  } finally {
    reader.close();
    trainer.end();
  }
}

/** Words of the text that a vocabulary has. @throws FormatError where there are none. */
async function countKnown(open: () => IdReader, turns: Turns): Promise<number> {
  const ids = new Int32Array(CHUNK_IDS);
  const reader = open();
  let [known, ends] = [0, 0];
  try {
    for (let length = reader.fill(ids, 0); length > 0; length = reader.fill(ids, 0)) {
      known += length;
      for (let i = 0; i < length; i++) if (ids[i] === 0) ends++;
      await turns.pause();
    }
  } finally {
    reader.close();
  }
  if (known > ends) return known;
  throw new FormatError(`Cannot ${ACTION}: the text must have words of the vocabulary, received none`, {
    hint: 'Were the words of both cut in the same way?',
  });
}

function total(counts: readonly number[]): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

function refuseChange(before: number, now: number): never {
  throw new OptionError(
    `Cannot ${ACTION}: the text must be the same each time, received ${now} words of the vocabulary after ${before}`,
    {
      hint: 'A generator ends: give an array, or a function of your own as [Symbol.iterator]. A file must not change.',
    },
  );
}

function checkFinite(vectors: Float32Array, alpha: number): void {
  const wrong = vectors.find((value) => !Number.isFinite(value));
  if (wrong === undefined) return;
  throw new NumericError(`Cannot ${ACTION}: weights must be finite at the end, received ${wrong}`, {
    hint: `Take a smaller alpha than ${alpha}.`,
  });
}

/** Lets the event loop run now and then, and hears of an abortion. */
class Turns {
  readonly #signal: AbortSignal | undefined;
  #turned = performance.now();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  get aborted(): boolean {
    return this.#signal?.aborted === true;
  }

  async turnWhenDue(): Promise<void> {
    if (performance.now() - this.#turned < TURN_EVERY) return;
    await new Promise<void>((resolve) => {
      if (typeof setImmediate === 'function') setImmediate(resolve);
      else setTimeout(resolve, 0);
    });
    this.#turned = performance.now();
  }

  /** The same before the training: what throws ends it. */
  readonly pause = async (): Promise<void> => {
    await this.turnWhenDue();
    this.#signal?.throwIfAborted();
  };
}
