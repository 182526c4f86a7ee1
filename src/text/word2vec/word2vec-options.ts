import { MAX_THREADS } from '../../backend/pool/control.ts';
import { OptionError, UnsupportedError } from '../../errors.ts';
import { checkBoolean, checkNumber, checkOptions, describe } from '../../options.ts';
import { platform } from '../../platform/index.ts';
import { Vocabulary } from '../vocabulary.ts';

/** Where a training stands. */
export interface Word2vecProgress {
  /** Which time the text is gone through, from 1. */
  readonly epoch: number;
  /** Words trained on, of how many: those of the vocabulary, once for each time. */
  readonly words: number;
  readonly totalWords: number;
  readonly wordsPerSecond: number;
  /** The learning rate now. */
  readonly alpha: number;
  readonly seconds: number;
}

/** Options of `trainWord2vec`, by the C tool's names and with its defaults. */
export interface Word2vecOptions {
  /** The words around predict a word (CBOW); false: a word predicts those around it (skip-gram). Default true. */
  cbow?: boolean;
  /** Elements of a vector, from 1. Default 100. */
  size?: number;
  /** Words on each side at most, from 1; each step draws how many. Default 5. */
  window?: number;
  /** Words drawn that the step learns not to predict, 0 to 1000; 0 leaves it to `hs`. Default 5. */
  negative?: number;
  /** Hierarchical softmax. Default false. */
  hs?: boolean;
  /** Share of the text above which a word is passed over at random, 0 for none, below 1. Default 1e-3. */
  sample?: number;
  /** Threads, 1 to 64. More than one are faster, and give other bits each time. Default 1. */
  threads?: number;
  /** Times that the text is gone through, from 1. Default 5. */
  iter?: number;
  /** Words that come less often are left out, from 1. Default 5; not with `vocabulary`. */
  minCount?: number;
  /** The learning rate to begin with, above 0; it falls to its ten-thousandth. Default 0.05 for CBOW, 0.025 for skip-gram. */
  alpha?: number;
  /** Draws first weights, windows and negatives, a whole number from 0. Default 1. */
  seed?: number;
  /** Words and counts that are known already; `</s>` is the first, or is put there. Default: counted first. */
  vocabulary?: Vocabulary;
  /** Called now and then, about 15 times a second. */
  onProgress?: (progress: Word2vecProgress) => void;
  /** Ends the training; what was learnt stays. */
  signal?: AbortSignal;
}

type Optional = 'vocabulary' | 'onProgress' | 'signal';
/** The options, each with a value, or undefined where that means something. */
export type CheckedOptions = Required<Omit<Word2vecOptions, Optional>> & {
  readonly [K in Optional]: Word2vecOptions[K] | undefined;
};

const NAMES = [
  ...['cbow', 'size', 'window', 'negative', 'hs', 'sample', 'threads', 'iter', 'minCount', 'alpha', 'seed'],
  ...['vocabulary', 'onProgress', 'signal'],
];

/** @throws OptionError for what is out of range, UnsupportedError for threads where memory cannot be shared. */
export function checkWord2vecOptions(action: string, options: Word2vecOptions): CheckedOptions {
  checkOptions(action, options, NAMES, ['classes']);
  const whole = (name: keyof Word2vecOptions, standard: number, from: number, to?: number): number =>
    checkNumber(action, name, options[name] ?? standard, { from, whole: true, ...(to === undefined ? {} : { to }) });
  const cbow = checkBoolean(action, 'cbow', options.cbow ?? true);
  const hs = checkBoolean(action, 'hs', options.hs ?? false);
  const negative = whole('negative', 5, 0, 1000);
  if (negative === 0 && !hs) {
    throw new OptionError(`Cannot ${action}: negative must be at least 1 without hs, received 0`, {
      hint: 'Something must be learnt: negative sampling, hierarchical softmax, or both.',
    });
  }
  const { vocabulary, minCount, onProgress, signal } = options;
  if (vocabulary !== undefined && !(vocabulary instanceof Vocabulary)) {
    throw new OptionError(`Cannot ${action}: vocabulary must be a Vocabulary, received ${describe(vocabulary)}`);
  }
  if (vocabulary !== undefined && minCount !== undefined) {
    throw new OptionError(`Cannot ${action}: minCount must be left out with vocabulary, received both`);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new OptionError(`Cannot ${action}: onProgress must be a function, received ${describe(onProgress)}`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new OptionError(`Cannot ${action}: signal must be an AbortSignal, received ${describe(signal)}`);
  }
  return {
    ...{ cbow, hs, negative, threads: threadsOf(action, options.threads) },
    size: whole('size', 100, 1),
    window: whole('window', 5, 1, 1000),
    sample: checkNumber(action, 'sample', options.sample ?? 1e-3, { from: 0, below: 1 }),
    iter: whole('iter', 5, 1),
    minCount: whole('minCount', 5, 1),
    alpha: checkNumber(action, 'alpha', options.alpha ?? (cbow ? 0.05 : 0.025), { above: 0 }),
    seed: whole('seed', 1, 0, Number.MAX_SAFE_INTEGER),
    ...{ vocabulary, onProgress, signal },
  };
}

function threadsOf(action: string, option: number | undefined): number {
  const threads = checkNumber(action, 'threads', option ?? 1, { from: 1, to: MAX_THREADS, whole: true });
  if (threads === 1 || platform().canShareMemory()) return threads;
  throw new UnsupportedError(
    `Cannot ${action}: threads must be 1 where memory cannot be shared with other threads, received ${threads}`,
    { hint: 'A page must be cross-origin isolated: serve it with COOP same-origin and COEP require-corp.' },
  );
}
