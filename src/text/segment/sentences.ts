import { OptionError } from '../../errors.ts';
import { checkBoolean, checkOptions, describe } from '../../options.ts';

/** Options of `sentences`. */
export interface SentencesOptions {
  /** Whether a line end ends a sentence; an empty line always does. Default true. */
  newlines?: boolean;
  /** Marks that end a sentence besides 。！？｡ and . ! ?, as '；…'. Default ''. */
  enders?: string;
  /** Abbreviations after which a sentence goes on, without their last dot, besides usual English ones. Default: none. */
  abbreviations?: readonly string[];
}

const LATIN = '.!?';
const WIDE = '。！？｡';
const CLOSERS = /[”’"'」』）)】》〉〕\]}»]*/y;
const BLANKS = /\s*/y;
const OPENERS = /["'“‘«「『（(【《[¿¡]*/y;
/** Between these a dot without a blank ends a sentence: 走了.她 */
const [WIDE_END, WIDE_BEGIN] = [
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}“‘「『（《【]/u,
];
/** The last word before a dot. */
const LAST_WORD = /[^\s"'“‘«([]*$/;

const BEFORE_NAMES =
  'Mr Mrs Ms Messrs Mme Mlle Dr Prof St Mt Gen Col Capt Lt Sgt Rev Hon Gov Sen Rep Pres vs cf ca viz approx e.g i.e'.split(
    ' ',
  );
const BEFORE_NUMBERS =
  'No Nos Vol Vols Fig Figs Eq Eqs Ch Chap Sec Art p pp Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec'.split(' ');

interface Rules {
  readonly newlines: boolean;
  readonly abbreviations: ReadonlySet<string>;
}

/**
 * Cuts text into sentences, each with its closing quotes and brackets and the blanks behind it: put together they are the
 * text. A dot of a number, of an initial or of an abbreviation ends none, nor does what a small letter follows.
 *
 * @throws OptionError for a wrong option.
 * @example
 * ```ts
 * import { sentences } from 'memcell/text';
 * sentences('Mr. Bao paid $3.50. “Why?” he asked.'); // => [ 'Mr. Bao paid $3.50. ', '“Why?” he asked.' ]
 * sentences('“好！”宝玉笑道。黛玉不语。'); // => [ '“好！”', '宝玉笑道。', '黛玉不语。' ]
 * ```
 */
export function sentences(text: string, options: SentencesOptions = {}): string[] {
  checkOptions('cut sentences', options, ['newlines', 'enders', 'abbreviations']);
  const { newlines = true, enders = '', abbreviations = [] } = options;
  if (typeof enders !== 'string' || /[\s\p{L}\p{N}]/u.test(enders)) {
    throw new OptionError(`Cannot cut sentences: enders must be a text of marks, received ${describe(enders)}`);
  }
  if (!Array.isArray(abbreviations) || !abbreviations.every((each) => typeof each === 'string')) {
    throw new OptionError(
      `Cannot cut sentences: abbreviations must be a list of texts, received ${describe(abbreviations)}`,
    );
  }
  const rules: Rules = {
    newlines: checkBoolean('cut sentences', 'newlines', newlines),
    abbreviations: new Set([...BEFORE_NAMES, ...abbreviations.map((each) => each.replace(/\.$/, ''))]),
  };
  const wide = new Set([...WIDE, ...enders]);
  const marks = [...LATIN, ...wide].map((mark) => mark.replace(/[\\\]^-]/, '\\$&')).join('');
  const found: string[] = [];
  let from = 0;
  for (const { 0: run, index } of text.matchAll(new RegExp(`[${marks}]+|\\n`, 'gu'))) {
    if (index < from) continue;
    const end = run === '\n' ? index : skip(CLOSERS, text, index + run.length);
    const next = skip(BLANKS, text, end);
    if (next === text.length) break;
    const isWide = [...run].some((mark) => wide.has(mark));
    const ends =
      run === '\n'
        ? endsLine(text.slice(end, next), rules)
        : endsSentence(text, { from, run, index, end, next, isWide }, rules);
    if (!ends || /^\s*$/.test(text.slice(from, end))) continue;
    found.push(text.slice(from, next));
    from = next;
  }
  return from < text.length ? [...found, text.slice(from)] : found;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.exec(text);
  return pattern.lastIndex;
}

function endsLine(blanks: string, { newlines }: Rules): boolean {
  return newlines ? blanks.includes('\n') : /\n[^\S\n]*\n/.test(blanks);
}

/** Marks in a text, and what is around them. */
interface Found {
  /** Where the sentence begins. */
  readonly from: number;
  readonly run: string;
  readonly index: number;
  /** Behind closing quotes and brackets, and behind the blanks after them. */
  readonly end: number;
  readonly next: number;
  readonly isWide: boolean;
}

function endsSentence(text: string, { from, run, index, end, next, isWide }: Found, rules: Rules): boolean {
  if (endsLine(text.slice(end, next), rules)) return true;
  if (isWide) return !/[，,、；;：:]/.test(text.charAt(next));
  const before = text.slice(from, index);
  if (next === end) return WIDE_END.test(before.slice(-2)) && WIDE_BEGIN.test(text.slice(next, next + 2));
  const begins = text.slice(skip(OPENERS, text, next)).slice(0, 2);
  if (/^[\p{Ll},;:]/u.test(begins)) return false;
  if (run !== '.') return true;
  const [word = ''] = LAST_WORD.exec(before.slice(-40)) ?? [];
  if (rules.abbreviations.has(word)) return false;
  if (BEFORE_NUMBERS.includes(word) && /^\d/.test(begins)) return false;
  const isNumbered = /^\s*(?:\d{1,3}|[ivxIVX]+)$/.test(before);
  const isInitial = /^(?:\p{L}\.)*\p{Lu}$/u.test(word);
  return !isNumbered && !isInitial;
}
