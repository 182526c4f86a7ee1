import { findDataSet, generatedNovel, loadText } from '../../data/index.ts';
import { FormatError } from '../../errors.ts';
import { Characters, Jieba, LatinWords, readText, type Segmenter, Words } from '../../text/index.ts';
import type { ExperimentChoice } from '../experiment.ts';

const BOOK = 'hongloumeng';

/** What a run learns from: --data and --text. */
export const textChoices: readonly ExperimentChoice[] = [
  {
    name: 'data',
    description: 'novel to learn from',
    values: ['auto', BOOK, 'generated'],
    resolve: (value) => (value !== 'auto' ? value : findDataSet(BOOK) === undefined ? 'generated' : BOOK),
  },
  {
    name: 'text',
    description: 'text to learn from in its place, in any language',
    values: [''],
    other: { kind: 'file' },
  },
  {
    name: 'by',
    description: 'how it is cut into words',
    values: ['auto', 'jieba', 'words', 'latin', 'characters'],
  },
];

/** A text that is cleaned: a line is a paragraph, without blanks around it and with single ones in it. */
export interface NovelText {
  readonly lines: readonly string[];
  /** A sentence that says which it is. */
  readonly note: string;
  /** Why a score on it is not held beside the published one; left out: it is. */
  readonly incomparable?: string;
}

/** The text of --data and --text; of a generated one no more than `chapters`. @throws FormatError for one without words. */
export async function takeNovel(
  { data = 'auto', text = '' }: Readonly<Record<string, string>>,
  chapters: number,
): Promise<NovelText> {
  if (text !== '') {
    const note = `Text: ${text}.`;
    return { lines: linesOf(readText(text), text), note, incomparable: 'a text of your own' };
  }
  if (data === 'generated' || (data === 'auto' && findDataSet(BOOK) === undefined)) {
    const hint = data === 'auto' ? ', since hongloumeng is not on this machine: memcell data get hongloumeng' : '';
    const note = `Text: a generated novel of ${chapters} chapters${hint}.`;
    return { lines: linesOf(generatedNovel({ chapters }), 'it'), note, incomparable: 'a generated novel' };
  }
  return { lines: linesOf(await loadText(BOOK), BOOK), note: 'Text: hongloumeng, the whole book.' };
}

function linesOf(text: string, name: string): string[] {
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '');
  if (lines.length > 0) return lines;
  throw new FormatError(
    `Cannot read '${name}': it must have text in it, received ${text === '' ? 'nothing' : 'blanks'}`,
  );
}

/** What cuts a text: as asked for, else by its script; and a sentence on that. @throws ResourceError without jieba-wasm. */
export async function segmenterFor(
  by: string,
  lines: readonly string[],
): Promise<{ segmenter: Segmenter; note: string }> {
  const script = by === 'auto' ? scriptOf(lines) : by;
  if (script === 'characters') return { segmenter: new Characters(), note: 'Cut into characters.' };
  if (script === 'latin') return { segmenter: new LatinWords(), note: 'Cut into words at blanks and punctuation.' };
  if (script === 'words') return { segmenter: new Words(), note: 'Cut into words by Intl.Segmenter.' };
  try {
    return { segmenter: await Jieba.load(), note: 'Cut into words by jieba-wasm.' };
  } catch (error) {
    if (by === 'jieba' || (error as { code?: string }).code !== 'resource') throw error;
    const note = 'Cut into words by Intl.Segmenter, since jieba-wasm is not installed: npm install jieba-wasm';
    return { segmenter: new Words(), note };
  }
}

/** What most letters are: Chinese ('han'), of another script without blanks, or of one with blanks. */
function scriptOf(lines: readonly string[]): 'han' | 'words' | 'latin' {
  const sample = lines.slice(0, 200).join('');
  const count = (letters: RegExp): number => sample.match(letters)?.length ?? 0;
  const all = count(/\p{L}/gu);
  if (count(/[\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Mymr}]/gu) > 0.2 * all) return 'words';
  return count(/\p{sc=Han}/gu) > 0.3 * all ? 'han' : 'latin';
}
