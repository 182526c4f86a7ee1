import { OptionError } from '../../errors.ts';
import { describe } from '../../options.ts';
import { WordBytes } from './word-bytes.ts';
import { WordTable, wordOf } from './word-table.ts';

/** Text to learn from: the path of a file (words between blanks, a sentence a line), or sentences as lists of words. */
export type Word2vecCorpus = string | Iterable<readonly string[]>;

/** Stands for the end of a sentence, as in the C tool. */
export const SENTENCE_END = '</s>';
/** Ids of a chunk: it ends with the first sentence that ends behind so many, and at the latest at so many. */
const ENOUGH = 1000;
export const CHUNK_IDS = 4000;

/** Called between pieces of long work; what it throws ends that. */
export type Pause = () => Promise<void> | undefined;

/** Words as they first come, and how often each comes; the first is the end of a sentence. */
export interface WordCounts {
  readonly words: string[];
  readonly counts: number[];
}

/** Reads a corpus from its beginning, as ids of a vocabulary; words that are not in it are passed over. */
export interface IdReader {
  /** Fills a chunk; returns how many ids it has, 0 at the end. */
  fill(ids: Int32Array, from: number): number;
  close(): void;
}

/** A corpus that can be gone through again and again. */
export interface Corpus {
  /** Bytes or sentences that were gone through, of how many there are; undefined where that is not known. */
  count(pause: Pause): Promise<WordCounts>;
  /** What opens it, for a vocabulary whose first word is the end of a sentence. */
  reader(tokens: readonly string[]): () => IdReader;
}

/** The corpus of a path or of sentences. @throws OptionError for anything else. */
export function corpusOf(action: string, corpus: Word2vecCorpus): Corpus {
  if (typeof corpus === 'string') return new FileCorpus(action, corpus);
  if (typeof corpus !== 'object' || corpus === null || typeof corpus[Symbol.iterator] !== 'function') {
    throw new OptionError(
      `Cannot ${action}: corpus must be the path of a file or sentences as lists of words, received ${describe(corpus)}`,
    );
  }
  return new SentenceCorpus(action, corpus);
}

/** How many words lie between two pauses. */
const PAUSE_EVERY = 1 << 16;

class FileCorpus implements Corpus {
  readonly #action: string;
  readonly #path: string;

  constructor(action: string, path: string) {
    this.#action = action;
    this.#path = path;
  }

  async count(pause: Pause): Promise<WordCounts> {
    const table = new WordTable();
    const words = [SENTENCE_END];
    table.add(wordOf(SENTENCE_END));
    const counts = [0];
    const from = new WordBytes(this.#action, this.#path);
    try {
      let left = PAUSE_EVERY;
      for (let found = from.next(); found !== 'end'; found = from.next()) {
        if (found === 'line') counts[0] = (counts[0] as number) + 1;
        else {
          const id = table.find(from);
          if (id >= 0) counts[id] = (counts[id] as number) + 1;
          else {
            words.push(from.text());
            counts.push(1);
            table.add(from);
          }
        }
        if (--left > 0) continue;
        left = PAUSE_EVERY;
        await pause();
      }
    } finally {
      from.close();
    }
    return { words, counts };
  }

  reader(tokens: readonly string[]): () => IdReader {
    const table = new WordTable();
    for (const token of tokens) table.add(wordOf(token));
    return () => {
      const from = new WordBytes(this.#action, this.#path);
      return {
        fill(ids, at) {
          let n = 0;
          while (n < CHUNK_IDS) {
            const found = from.next();
            if (found === 'end') break;
            const id = found === 'line' ? 0 : table.find(from);
            if (id < 0) continue;
            ids[at + n++] = id;
            if (id === 0 && n >= ENOUGH) break;
          }
          return n;
        },
        close: () => from.close(),
      };
    };
  }
}

class SentenceCorpus implements Corpus {
  readonly #action: string;
  readonly #sentences: Iterable<readonly string[]>;

  constructor(action: string, sentences: Iterable<readonly string[]>) {
    this.#action = action;
    this.#sentences = sentences;
  }

  async count(pause: Pause): Promise<WordCounts> {
    const counts = new Map([[SENTENCE_END, 0]]);
    let left = PAUSE_EVERY;
    for (const sentence of this.#sentences) {
      if (!Array.isArray(sentence)) this.#refuse(sentence);
      for (const word of [...sentence, SENTENCE_END]) {
        if (typeof word !== 'string') this.#refuse(word);
        counts.set(word, (counts.get(word) ?? 0) + 1);
      }
      left -= sentence.length + 1;
      if (left > 0) continue;
      left = PAUSE_EVERY;
      await pause();
    }
    return { words: [...counts.keys()], counts: [...counts.values()] };
  }

  reader(tokens: readonly string[]): () => IdReader {
    const ids = new Map(tokens.map((token, id) => [token, id]));
    return () => {
      const sentences = this.#sentences[Symbol.iterator]();
      let sentence: readonly string[] = [];
      let place = 0;
      return {
        fill(target, at) {
          let n = 0;
          while (n < CHUNK_IDS) {
            if (place > sentence.length) place = 0;
            if (place === 0) {
              const next = sentences.next();
              if (next.done) {
                sentence = [];
                break;
              }
              sentence = next.value;
            }
            const id = place === sentence.length ? 0 : ids.get(sentence[place] as string);
            place++;
            if (id === undefined) continue;
            target[at + n++] = id;
            if (id === 0 && n >= ENOUGH) break;
          }
          return n;
        },
        close: () => {
          sentences.return?.();
        },
      };
    };
  }

  #refuse(received: unknown): never {
    throw new OptionError(
      `Cannot ${this.#action}: sentences must be lists of words, received ${describe(received)} among them`,
    );
  }
}
