import { basename } from 'node:path';
import type { Encoding, Segmenter } from '../../text/index.ts';
import { isOneFile } from '../is-one-file.ts';
import { formatBytes, formatCount, formatTime } from '../numbers.ts';
import { choice } from '../options.ts';
import { type AddCommand, examples } from '../shell.ts';
import { UsageError } from '../usage-error.ts';

interface SegmentOptions {
  by: string;
  dictionary?: string;
  locale?: string;
  encoding?: string;
  sentences?: true;
  json?: true;
  quiet?: true;
}

const WAYS = ['words', 'jieba', 'latin', 'characters'] as const;
const ENCODINGS: readonly Encoding[] = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'];

/** Milliseconds that a file may take without a bar. */
const SHOWN_AFTER = 300;

/** `memcell segment`: a text file, cut into tokens. */
export const addSegment: AddCommand = (program, { out, interruptible }) => {
  program
    .command('segment')
    .argument('<in>', 'a text file, of any size')
    .argument('<out>', 'where its tokens go, in UTF-8')
    .summary('cut a text file into words')
    .description(
      'Cuts a text into tokens and writes them with blanks between them, a line of the text as a line: what memcell ' +
        'word2vec and the tools of others read.\n\n' +
        'words: by Unicode, and Chinese by the dictionary of the JavaScript engine; jieba: Chinese by that of jieba ' +
        '(needs npm install jieba-wasm); latin: words between blanks, with their apostrophes and hyphens, and marks; ' +
        'characters: each by itself.',
    )
    .option('--by <name>', `${WAYS.join(', ')}`, 'words')
    .option('--dictionary <file>', 'words that stay together, a word a line (words, jieba)')
    .option('--locale <name>', 'language that words are cut by: en, zh, ja, … (words; default: "en")')
    .option('--encoding <name>', `${ENCODINGS.join(', ')} (default: found out)`)
    .option('--sentences', 'a sentence a line')
    .option('--json', 'print one JSON object a line, the result last')
    .option('--quiet', 'print nothing')
    .addHelpText(
      'after',
      examples([
        ['memcell segment novel.txt words.txt --by jieba', 'Chinese words'],
        ['memcell segment novel.txt words.txt --by jieba --dictionary names.txt', 'names stay together'],
        ['memcell segment book.txt lines.txt --by latin --sentences', 'English, a sentence a line'],
      ]),
    )
    .action(async (from: string, to: string, options: SegmentOptions) => {
      const action = `segment '${from}'`;
      const by = choice(action, 'by', options.by, WAYS);
      const encoding = options.encoding && choice(action, 'encoding', options.encoding, ENCODINGS);
      for (const [name, ways] of [['dictionary', ['words', 'jieba']] as const, ['locale', ['words']] as const]) {
        if (options[name] === undefined || ways.includes(by as never)) continue;
        throw new UsageError(
          `Cannot ${action}: --${name} must be left out with --by ${by}, received '${options[name]}'`,
          { hint: `It is for --by ${ways.join(' and --by ')}.` },
        );
      }
      if (isOneFile(from, to)) {
        throw new UsageError(`Cannot ${action}: what is written must be another file, received the same`);
      }
      const { readDictionary, segmentFile } = await import('../../text/index.ts');
      const { downloadProgress } = await import('../downloads/download-progress.ts');
      const dictionary = options.dictionary === undefined ? undefined : readDictionary(options.dictionary);
      const segmenter = await segmenterOf(by, { dictionary, locale: options.locale });
      const progress = downloadProgress(out, options.quiet === true || options.json === true);
      const begun = performance.now();
      let toldAt = begun;
      let [total, shown] = [0, false];
      const onProgress = (done: number, size: number): void => {
        total = size;
        if (!shown && performance.now() - begun > SHOWN_AFTER) {
          progress.begin(basename(from), size);
          shown = true;
        }
        progress.update(done);
        if (options.json && performance.now() - toldAt >= 1000) {
          toldAt = performance.now();
          out.line(JSON.stringify({ event: 'progress', done, size }));
        }
      };
      const signal = interruptible();
      try {
        const sentences = options.sentences === true;
        const found = await segmentFile(from, to, {
          segmenter,
          sentences,
          onProgress,
          signal,
          ...(encoding && { encoding }),
        });
        progress.close();
        const seconds = (performance.now() - begun) / 1000;
        if (options.json) out.line(JSON.stringify({ event: 'end', in: from, out: to, by, ...found, seconds }));
        else if (!options.quiet) {
          const counts = `${countOf(found.tokens, 'token')} in ${countOf(found.lines, 'line')}`;
          out.line(
            `Segmented ${formatBytes(total)} of ${found.encoding} in ${formatTime(seconds)}: ${counts} in ${to}`,
          );
        }
      } catch (error) {
        if (!signal.aborted) throw error;
        progress.close();
        if (!options.quiet && !options.json) out.line('Interrupted. Nothing is written.');
      } finally {
        progress.close();
      }
    });
};

async function segmenterOf(
  by: (typeof WAYS)[number],
  { dictionary, locale }: { dictionary: string[] | undefined; locale: string | undefined },
): Promise<Segmenter> {
  const { Characters, Jieba, LatinWords, Words } = await import('../../text/index.ts');
  const kept = dictionary && { dictionary };
  if (by === 'jieba') return Jieba.load({ ...kept });
  if (by === 'words') return new Words({ ...kept, ...(locale !== undefined && { locale }) });
  return by === 'latin' ? new LatinWords() : new Characters();
}

function countOf(n: number, name: string): string {
  return `${formatCount(n)} ${name}${n === 1 ? '' : 's'}`;
}
