import { dirname } from 'node:path';
import { MAX_THREADS } from '../../backend/pool/control.ts';
import { ResourceError, UnsupportedError } from '../../errors.ts';
import { platform } from '../../platform/index.ts';
import type { Word2vecProgress } from '../../text/index.ts';
import { isOneFile } from '../is-one-file.ts';
import { formatCount, formatNumber, formatRate, formatTime } from '../numbers.ts';
import { seed, wholeNumber } from '../options.ts';
import { drawBar } from '../progress-bar.ts';
import { type AddCommand, examples } from '../shell.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

interface Word2vecFlags {
  train?: string;
  output?: string;
  cbow: string;
  size: string;
  window: string;
  negative: string;
  hs: string;
  sample: string;
  threads: string;
  binary?: string;
  iter: string;
  minCount: string;
  alpha?: string;
  saveVocab?: string;
  readVocab?: string;
  classes?: string;
  seed: string;
  json?: true;
  quiet?: true;
}

const ACTION = 'train word2vec';

/** `memcell word2vec`: word vectors from a text, with the C tool's options. */
export const addWord2vec: AddCommand = (program, { out, interruptible }) => {
  program
    .command('word2vec')
    .summary('train word vectors')
    .description(
      "Trains word vectors on a text, with the options of Mikolov's word2vec by the same names; one dash will do: " +
        '-size 200.\n\n' +
        'The text is UTF-8 with blanks between words, a sentence a line; memcell segment writes it so. It is read ' +
        'piece by piece, however large it is.\n\n' +
        'One thread: same seed, same numbers. Several threads write the same weights without waiting for one another: ' +
        'faster, and other numbers each time.',
    )
    .option('--train <file>', 'the text')
    .option('--output <file>', 'where the vectors go')
    .option('--cbow <n>', '1: words around predict a word; 0: skip-gram', '1')
    .option('--size <n>', 'numbers of a vector', '100')
    .option('--window <n>', 'words on each side at most', '5')
    .option('--negative <n>', 'negatives for each word; 0 for none', '5')
    .option('--hs <n>', '1: hierarchical softmax', '0')
    .option('--sample <x>', 'share of the text above which a word is passed over at random; 0 for none', '1e-3')
    .option('--threads <n>', 'threads', '1')
    .option('--iter <n>', 'times that the text is gone through', '5')
    .option('--min-count <n>', 'words that come less often are left out', '5')
    .option('--alpha <x>', 'learning rate to begin with (default: 0.05, or 0.025 for skip-gram)')
    .option('--binary <n>', '1: vectors as float32; 0: as text (default: by the name of the file, .bin or other)')
    .option('--save-vocab <file>', 'where words and their counts go; without --output nothing is trained')
    .option('--read-vocab <file>', 'take words and counts from a file instead of counting')
    .option('--classes <n>', 'not supported')
    .option('--seed <n>', 'draws first weights and negatives', '1')
    .option('--json', 'print one JSON object a line, the result last')
    .option('--quiet', 'print nothing')
    .addHelpText(
      'after',
      examples([
        ['memcell word2vec -train words.txt -output vectors.bin -size 200 -window 8', 'CBOW'],
        ['memcell word2vec -train words.txt -output vectors.txt -cbow 0 -threads 2', 'skip-gram on two threads'],
        ['memcell word2vec -train words.txt -save-vocab counts.txt', 'count the words only'],
      ]),
    )
    .action(async (flags: Word2vecFlags) => {
      const { train, output } = checkFiles(flags);
      const options = optionsOf(flags);
      const minCount = wholeNumber(ACTION, 'min-count', flags.minCount);
      const binary = flags.binary === undefined ? undefined : flag('binary', flags.binary);
      const text = await import('../../text/index.ts');
      const { countWords } = await import('../../text/word2vec/train-word2vec.ts');
      const { readWordCounts, saveWordCounts } = await import('../../text/word2vec/vocabulary-file.ts');
      const show = shower(out, flags);
      const signal = interruptible();
      try {
        const vocabulary =
          flags.readVocab === undefined
            ? await countWords(train, { minCount, signal })
            : readWordCounts(flags.readVocab, minCount);
        if (flags.saveVocab !== undefined) saveWordCounts(vocabulary, flags.saveVocab);
        if (output === undefined) {
          end(flags, out, { words: vocabulary.size, vocabulary: flags.saveVocab });
          return;
        }
        const trained = await text.trainWord2vec(train, { ...options, vocabulary, onProgress: show.tell, signal });
        show.close();
        if (trained.stopped !== undefined) {
          interrupted(flags, out, trained.words);
          return;
        }
        const { tokens } = trained.vocabulary;
        const vectors = new text.WordVectors({ words: tokens, vectors: trained.vectors, size: trained.size });
        const layout = { binary: binary ?? /\.bin$/i.test(output), variant: 'c' } as const;
        text.saveWordVectors(vectors, output, layout);
        const { words, seconds } = trained;
        end(flags, out, { words: tokens.length, trained: words, seconds, output, vocabulary: flags.saveVocab });
      } catch (error) {
        if (!signal.aborted) throw error;
        interrupted(flags, out, 0);
      } finally {
        show.close();
      }
    });
};

/** The paths. @throws where one is missing, before anything is read. */
function checkFiles({ train, output, saveVocab, classes }: Word2vecFlags): {
  train: string;
  output: string | undefined;
} {
  if (train === undefined) {
    throw new UsageError(`Cannot ${ACTION}: --train must be given, received none`, {
      hint: 'Usage: memcell word2vec -train FILE -output FILE [options]',
    });
  }
  if (output === undefined && saveVocab === undefined) {
    throw new UsageError(`Cannot ${ACTION}: --output or --save-vocab must be given, received neither`, {
      hint: 'Usage: memcell word2vec -train FILE -output FILE [options]',
    });
  }
  if (classes !== undefined && Number(classes) !== 0) {
    throw new UnsupportedError(
      `Cannot ${ACTION}: --classes is not supported and must be left out, received '${classes}'`,
      {
        hint: 'It would write classes of words instead of vectors.',
      },
    );
  }
  for (const path of [output, saveVocab]) {
    if (path === undefined) continue;
    const { kindOf } = platform();
    const wrong = kindOf(dirname(path)) !== 'folder' ? dirname(path) : kindOf(path) === 'folder' ? path : undefined;
    if (wrong !== undefined) {
      throw new ResourceError(
        `Cannot write file '${path}': it must lie in a folder that is there, received '${wrong}'`,
      );
    }
    if (isOneFile(train, path)) {
      throw new UsageError(`Cannot ${ACTION}: what is written must be another file, received '${path}' twice`);
    }
  }
  return { train, output };
}

function optionsOf(flags: Word2vecFlags) {
  const whole = (name: string, text: string, from = 1): number => wholeNumber(ACTION, name, text, { from });
  return {
    cbow: flag('cbow', flags.cbow),
    hs: flag('hs', flags.hs),
    size: whole('size', flags.size),
    window: whole('window', flags.window),
    negative: whole('negative', flags.negative, 0),
    iter: whole('iter', flags.iter),
    threads: wholeNumber(ACTION, 'threads', flags.threads, { to: MAX_THREADS }),
    sample: number('sample', flags.sample),
    seed: seed(ACTION, flags.seed),
    ...(flags.alpha === undefined ? {} : { alpha: number('alpha', flags.alpha) }),
  };
}

function flag(name: string, text: string): boolean {
  if (text === '0' || text === '1') return text === '1';
  throw new UsageError(`Cannot ${ACTION}: ${name} must be 0 or 1, received '${text}'`);
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`Cannot ${ACTION}: ${name} must be a number, received '${text}'`);
}

/** Shows where the training stands: a line in place, a line now and then, or JSON. */
function shower(out: Terminal, { json, quiet }: Word2vecFlags) {
  let toldAt = -Infinity;
  let drawn = false;
  const close = (): void => {
    if (drawn) out.write('\n');
    drawn = false;
  };
  const tell = (progress: Word2vecProgress): void => {
    if (json) {
      if (!quiet) out.line(JSON.stringify({ event: 'progress', ...progress }));
      return;
    }
    if (quiet) return;
    const text = describeProgress(progress);
    if (out.interactive) {
      const bar = drawBar(progress.words / progress.totalWords, 20, out.paint);
      out.write(`\r${bar}  ${text}\x1b[K`);
      drawn = true;
    } else if (progress.seconds - toldAt >= 1 || progress.words === progress.totalWords) {
      toldAt = progress.seconds;
      out.line(text);
    }
  };
  return { tell, close };
}

function describeProgress({ words, totalWords, wordsPerSecond, alpha, seconds, epoch }: Word2vecProgress): string {
  const share = `${Math.floor((100 * words) / totalWords)}%`.padStart(4);
  const left = formatTime((totalWords - words) / wordsPerSecond);
  const time = words === totalWords ? `in ${formatTime(seconds)}` : `${left} left`;
  return `${share}  epoch ${epoch}  alpha ${formatNumber(alpha)}  ${formatRate(wordsPerSecond)} words/s  ${time}`;
}

interface End {
  readonly words: number;
  readonly trained?: number;
  readonly seconds?: number;
  readonly output?: string;
  readonly vocabulary: string | undefined;
}

function end({ json, quiet }: Word2vecFlags, out: Terminal, found: End): void {
  if (json) out.line(JSON.stringify({ event: 'end', ...found }));
  else if (!quiet) {
    const { words, trained, seconds, output, vocabulary } = found;
    if (vocabulary !== undefined) out.line(`Counted ${formatCount(words)} words: ${vocabulary}`);
    if (output === undefined || trained === undefined || seconds === undefined) return;
    const rate = formatRate(trained / seconds);
    out.line(`Trained vectors of ${formatCount(words)} words in ${formatTime(seconds)} (${rate} words/s): ${output}`);
  }
}

function interrupted({ json, quiet, saveVocab }: Word2vecFlags, out: Terminal, words: number): void {
  if (json) out.line(JSON.stringify({ event: 'end', stopped: 'signal', trained: words }));
  else if (!quiet) {
    const kept = saveVocab === undefined ? '' : ' but the counts, if it was counted to the end';
    out.line(`Interrupted after ${formatCount(words)} words. Nothing is saved${kept}.`);
  }
}
