import type { Command } from 'commander';
import { UNICODE_ERRORS } from '../../formats/word-bytes.ts';
import { platform } from '../../platform/index.ts';
import type { ReadWordVectorsOptions } from '../../text/vectors/files.ts';
import type { OpenWordVectors } from '../../text/vectors/open-word-vectors.ts';
import type { NearWord } from '../../text/vectors/word-space.ts';
import { formatBytes, formatCount, formatTime } from '../numbers.ts';
import { choice, wholeNumber } from '../options.ts';
import { type AddCommand, examples, type Shell } from '../shell.ts';
import { harmless, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

interface VectorsOptions {
  header: boolean;
  limit?: string;
  unicodeErrors: string;
  duplicates: string;
  count: string;
  out?: string;
  variant?: string;
  json?: true;
  quiet?: true;
}

const FILE = 'word vectors: .bin or .txt of word2vec or gensim, .vec of fastText, .txt of GloVe with --no-header';

/** `memcell vectors`: asks word vectors, draws them, converts them. */
export const addVectors: AddCommand = (program, shell) => {
  const group = program
    .command('vectors')
    .summary('ask word vectors: nearest words, analogies, a map')
    .description(
      'Asks files of word vectors, draws them and converts them. Files stay on the disk, so that they may be larger ' +
        'than memory; whether one is binary or text is found out.',
    )
    .addHelpText(
      'after',
      examples([
        ['memcell vectors nearest vectors.bin 宝玉', 'the words nearest to a word'],
        ['memcell vectors analogy vectors.bin man king woman', 'what is to woman as king is to man'],
        ['memcell vectors map vectors.bin --out map.svg', 'a picture of the most frequent words'],
        ['memcell vectors convert vectors.bin vectors.txt', 'from binary to text'],
      ]),
    );
  group.action(() => group.outputHelp());
  addNearest(group, shell);
  addSimilarity(group, shell);
  addAnalogy(group, shell);
  addMap(group, shell);
  addConvert(group, shell);
  addInfo(group, shell);
};

/** How a file is read: options that every subcommand has. */
function reading(command: Command): Command {
  return command
    .option('--no-header', 'the file has no first line with its sizes, as those of GloVe')
    .option('--limit <n>', 'read the first n rows only')
    .option('--unicode-errors <how>', `what to make of words that are no UTF-8: ${UNICODE_ERRORS.join(', ')}`, 'strict')
    .option('--duplicates <how>', 'a word that comes again: error, or first to pass over it', 'error');
}

function readOptions(action: string, options: VectorsOptions): ReadWordVectorsOptions {
  return {
    header: options.header,
    ...(options.limit === undefined ? {} : { limit: wholeNumber(action, '--limit', options.limit) }),
    unicodeErrors: choice(action, '--unicode-errors', options.unicodeErrors, UNICODE_ERRORS),
    duplicates: choice(action, '--duplicates', options.duplicates, ['error', 'first']),
  };
}

/** Opens a file for as long as it is asked. */
async function asked<T>(
  action: string,
  path: string,
  options: VectorsOptions,
  ask: (vectors: OpenWordVectors) => T | Promise<T>,
): Promise<T> {
  const read = readOptions(action, options);
  const { openWordVectors } = await import('../../text/vectors/open-word-vectors.ts');
  const vectors = openWordVectors(path, read);
  try {
    return await ask(vectors);
  } finally {
    vectors.close();
  }
}

function addNearest(group: Command, { out }: Shell): void {
  reading(group.command('nearest').argument('<file>', FILE).argument('<words...>', 'one or more words'))
    .summary('list the words nearest to a word')
    .description(
      'Lists the words whose vectors are nearest to that of a word, by the cosine of the angle between them.',
    )
    .option('--count <n>', 'words listed', '10')
    .option('--json', 'print one JSON object a word')
    .addHelpText(
      'after',
      examples([
        ['memcell vectors nearest vectors.bin 宝玉 黛玉', 'ten for each of two words'],
        ['memcell vectors nearest glove.6B.50d.txt frog --no-header --count 3', 'three, from a file of GloVe'],
      ]),
    )
    .action(async (file: string, words: string[], options: VectorsOptions) => {
      const count = wholeNumber('list nearest words', '--count', options.count);
      await asked('list nearest words', file, options, (vectors) => {
        for (const word of words) vectors.index(word);
        for (const [i, word] of words.entries()) {
          const nearest = vectors.nearest(word, { count });
          if (options.json) out.line(JSON.stringify({ word, nearest }));
          else {
            if (words.length > 1) out.line(`${i === 0 ? '' : '\n'}${out.paint('bold', harmless(word))}`);
            listWords(nearest, out);
          }
        }
      });
    });
}

function addSimilarity(group: Command, { out }: Shell): void {
  reading(
    group.command('similarity').argument('<file>', FILE).argument('<a>', 'a word').argument('<b>', 'another word'),
  )
    .summary('tell how near two words are')
    .description('Tells the cosine of the angle between the vectors of two words, from -1 to 1.')
    .option('--json', 'print a JSON object')
    .addHelpText('after', examples([['memcell vectors similarity vectors.bin 宝玉 黛玉', 'one number']]))
    .action(async (file: string, a: string, b: string, options: VectorsOptions) => {
      const similarity = await asked('compare words', file, options, (vectors) => vectors.similarity(a, b));
      out.line(options.json ? JSON.stringify({ a, b, similarity }) : similarity.toFixed(6));
    });
}

function addAnalogy(group: Command, { out }: Shell): void {
  const words = reading(group.command('analogy').argument('<file>', FILE));
  words
    .argument('<a>', 'A is to B')
    .argument('<b>', 'as B is to A')
    .argument('<c>', 'C is to what is looked for')
    .summary('solve an analogy: A is to B as C is to ?')
    .description('Lists the words nearest to B - A + C, each brought to length 1: A is to B as C is to them.')
    .option('--count <n>', 'words listed', '10')
    .option('--json', 'print a JSON object')
    .addHelpText(
      'after',
      examples([['memcell vectors analogy vectors.bin man king woman', 'queen, where all is well']]),
    )
    .action(async (file: string, a: string, b: string, c: string, options: VectorsOptions) => {
      const count = wholeNumber('solve analogy', '--count', options.count);
      const nearest = await asked('solve analogy', file, options, (vectors) =>
        vectors.analogy({ positive: [b, c], negative: [a], count }),
      );
      if (options.json) out.line(JSON.stringify({ a, b, c, nearest }));
      else listWords(nearest, out);
    });
}

function addMap(group: Command, { out }: Shell): void {
  reading(group.command('map').argument('<file>', FILE).argument('[words...]', 'words on the map; left out: the first'))
    .summary('draw words on a map')
    .description(
      'Draws words on a map of two dimensions, the first two principal components of their vectors: into an SVG, or ' +
        'without --out into the terminal.',
    )
    .option('--out <file>', 'where the picture goes: .svg')
    .option('--count <n>', 'words on it where none are named', '100')
    .addHelpText(
      'after',
      examples([
        ['memcell vectors map vectors.bin --out map.svg', 'the first 100 words'],
        ['memcell vectors map vectors.bin 宝玉 黛玉 宝钗 凤姐 贾母', 'five words, in the terminal'],
      ]),
    )
    .action(async (file: string, words: string[], options: VectorsOptions) => {
      const count = wholeNumber('draw map of words', '--count', options.count, { from: 2 });
      if (options.out !== undefined && !/\.svg$/i.test(options.out)) {
        throw new UsageError(
          `Cannot draw map of words: --out must be a file that ends in .svg, received '${options.out}'`,
        );
      }
      const [{ vectorMap }, { toSvg }, { toTerminal }] = await Promise.all([
        import('../../text/vectors/vector-map.ts'),
        import('../../plots/to-svg.ts'),
        import('../../plots/to-terminal.ts'),
      ]);
      const figure = await asked('draw map of words', file, options, (vectors) => {
        const first = Array.from({ length: Math.min(count, vectors.count) }, (_, row) => vectors.word(row));
        return vectorMap(vectors, { words: words.length > 0 ? words : first });
      });
      if (options.out === undefined) {
        out.line(
          toTerminal(figure, { width: out.width(), height: Math.max(out.height() - 2, 16), color: out.interactive }),
        );
        return;
      }
      platform().writeFileAtomic(options.out, toSvg(figure));
      out.line(`Drew ${formatCount(figure.points.length)} words: ${options.out}`);
    });
}

function addConvert(group: Command, { out }: Shell): void {
  reading(group.command('convert').argument('<in>', FILE).argument('<out>', 'where it goes: .bin, .txt or .vec'))
    .summary('write word vectors in another format')
    .description(
      'Writes word vectors in the format that the other name ends in, row after row, however large the file is: .bin ' +
        'as float32, .txt and .vec as text.\n\nThe text of the C tool has six decimals, which loses digits; that of ' +
        'gensim as many as the numbers need.',
    )
    .option('--variant <name>', 'c to write as the C tool, gensim as gensim; left out: c for .bin, gensim for text')
    .option('--quiet', 'print nothing')
    .addHelpText(
      'after',
      examples([
        ['memcell vectors convert vectors.bin vectors.txt', 'from binary to text'],
        ['memcell vectors convert glove.6B.50d.txt glove.bin --no-header', 'from GloVe to the format of word2vec'],
      ]),
    )
    .action(async (from: string, to: string, options: VectorsOptions) => {
      const read = readOptions('convert word vectors', options);
      const { variant } = options;
      const write = {
        ...(options.header ? {} : { header: true }),
        ...(variant === undefined
          ? {}
          : { variant: choice('convert word vectors', '--variant', variant, ['c', 'gensim']) }),
      };
      const { convertWordVectors } = await import('../../text/vectors/convert-word-vectors.ts');
      const begun = performance.now();
      const { count, size } = convertWordVectors(from, to, { read, write });
      const took = formatTime((performance.now() - begun) / 1000);
      if (!options.quiet) out.line(`Converted ${formatCount(count)} words of ${size} numbers in ${took}: ${to}`);
    });
}

function addInfo(group: Command, { out }: Shell): void {
  reading(group.command('info').argument('<file>', FILE))
    .summary('tell what a file of word vectors holds')
    .description('Reads a file of word vectors from end to end, and tells what it holds or where it is damaged.')
    .option('--json', 'print a JSON object')
    .addHelpText('after', examples([['memcell vectors info vectors.bin', 'how many words, how long their vectors']]))
    .action(async (path: string, options: VectorsOptions) => {
      await asked('look at word vectors', path, options, (vectors) => {
        const { count, size, layout } = vectors;
        const first = Array.from({ length: Math.min(5, count) }, (_, row) => vectors.word(row));
        const file = platform().openFile(path);
        const bytes = file.size;
        file.close();
        if (options.json) {
          out.line(JSON.stringify({ file: path, words: count, size, ...layout, bytes, first }));
          return;
        }
        const kind = `${layout?.binary ? 'binary' : 'text'}, as ${layout?.variant === 'c' ? 'the C tool' : 'gensim'} writes it`;
        out.line(`${path}: ${formatCount(count)} words, vectors of ${size} numbers, ${formatBytes(bytes)}`);
        out.line(`${kind}${layout?.header ? '' : ', without header'}`);
        out.line(`first words: ${harmless(first.join(' '))}`);
      });
    });
}

function listWords(words: readonly NearWord[], out: Terminal): void {
  for (const { word, similarity } of words) out.line(`${similarity.toFixed(6).padStart(9)}  ${harmless(word)}`);
}
