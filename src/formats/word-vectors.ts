import { type ByteSource, ByteWindow } from './byte-window.ts';
import { cutOff, type Refuse, refuser, shown } from './refuse.ts';
import { decodeWord, MalformedWord, type UnicodeErrors } from './word-bytes.ts';
import type { RowPlace, VisitRow, WordVectorFile, WordVectorFileOptions } from './word-vector-file.ts';
import { binaryVariant, scanBinary } from './word-vectors-binary.ts';
import { lineAt, looksBinary, looksLikeText, scanText, textVariant } from './word-vectors-text.ts';

const HEADER = /^\s*(\d+)\s+(\d+)\s*$/;
/** Longest header that is looked for, and longest vector. */
const MOST_HEADER = 100;
const MOST_SIZE = 1_000_000;
const latin = new TextDecoder('latin1');

/** Looks at the beginning of a file. @throws FormatError where it is none, or too short for what it says. */
export function openWordVectorFile(source: ByteSource, options: WordVectorFileOptions = {}): WordVectorFile {
  const refuse = refuser('word vectors', options.name);
  if (source.size === 0) refuse('file must not be empty', '0 bytes');
  const window = new ByteWindow(source);
  if (options.header === false) return withoutHeader(window, options, refuse);
  window.see(0, MOST_HEADER);
  const begin = window.bytes.subarray(0, Math.min(window.length, MOST_HEADER));
  const end = begin.indexOf(10);
  const line = latin.decode(begin.subarray(0, end < 0 ? begin.length : end));
  const [, v = '', u = ''] = HEADER.exec(line) ?? [];
  if (end < 0 || v === '') {
    const numbers = /^\S+( -?\d+\.?\d*(e-?\d+)?){2}/i.test(line);
    const hint = numbers
      ? 'The file seems to have no such line, as those of GloVe: read it with header: false.'
      : 'A file of word vectors begins with a line such as 71291 200.';
    refuse('first line must be two whole numbers, words and length of a vector', shown(line.slice(0, 40)), hint);
  }
  const [count, size, start] = [Number(v), Number(u), end + 1];
  const least = count * (size * 2 + 2);
  if (count < 1 || size < 1 || size > MOST_SIZE) {
    refuse(`header must say at least 1 word, and vectors of 1 to ${MOST_SIZE} numbers`, shown(line.trim()));
  }
  if (start + least > source.size) {
    refuse(
      `file must have at least ${start + least} bytes for ${count} vectors of ${size} numbers, as its header says`,
      `${source.size}`,
      cutOff,
    );
  }
  const bytes = start + count * (size * 4 + 2);
  const text = looksLikeText(window, start) || (bytes > source.size && !looksBinary(window, start));
  const binary = options.binary ?? !text;
  if (binary && text) {
    refuse('rows must be binary, as was asked for', 'text', 'Leave binary away: it is found out.');
  }
  if (!binary && !text && looksBinary(window, start)) {
    refuse('rows must be text, as was asked for', 'binary', 'Leave binary away: it is found out.');
  }
  if (binary && line.endsWith('\r')) {
    refuse('header must end with a line end alone', 'CRLF', 'The file was changed as a text is: copy it as binary.');
  }
  if (binary && bytes > source.size) {
    const must = `file must have at least ${bytes} bytes for ${count} vectors of ${size} numbers, as its header says`;
    refuse(must, `${source.size}`, cutOff);
  }
  const variant = binary ? binaryVariant(window, start, size) : textVariant(window, start);
  return { layout: { binary, variant, header: true }, count, size, start, window, refuse };
}

/** How rows are read. */
export interface ScanOptions {
  /** Rows at most. */
  readonly limit?: number | undefined;
  readonly unicodeErrors?: UnicodeErrors | undefined;
}

/**
 * Is told of each row: its word, its numbers, which the next row overwrites, the sum of their squares, and where the row
 * stands.
 */
export type VisitWord = (word: string, vector: Float32Array, squares: number, place: RowPlace) => void;

/**
 * Reads the rows of a file one after another, in memory for one piece of it.
 *
 * @throws FormatError at the first row that is damaged, and where the file does not end after the last.
 */
export function scanWordVectors(file: WordVectorFile, visit: VisitWord, options: ScanOptions = {}): void {
  const { unicodeErrors = 'strict', limit } = options;
  const scan = file.layout.binary ? scanBinary : scanText;
  const visitRow: VisitRow = (bytes, vector, place) => {
    const squares = sumOfSquares(vector);
    if (!Number.isFinite(squares)) {
      const at = vector.findIndex((value) => !Number.isFinite(value));
      file.refuse(`number ${at + 1} of ${rowName(file, place.row)} must be finite`, `${vector[at]}`);
    }
    visit(wordOf(file, bytes, place, unicodeErrors), vector, squares, place);
  };
  scan(file, visitRow, limit);
}

/** A row as errors name it: lines of a text are counted with the header. */
export function rowName({ layout, count }: WordVectorFile, row: number): string {
  return layout.binary ? `row ${row + 1} of ${count}` : `line ${row + (layout.header ? 2 : 1)}`;
}

function wordOf(file: WordVectorFile, bytes: Uint8Array, { row, wordAt }: RowPlace, errors: UnicodeErrors): string {
  try {
    return decodeWord(bytes, errors);
  } catch (error) {
    if (!(error instanceof MalformedWord)) throw error;
    const begin = decodeWord(bytes.subarray(0, error.at), 'strict');
    const wrong = (bytes[error.at] as number).toString(16);
    return file.refuse(
      `word of ${rowName(file, row)} must be UTF-8`,
      `byte 0x${wrong} at ${wordAt + error.at}, after ${shown(begin)}`,
      "The C tool cuts long words anywhere: unicodeErrors 'surrogateescape' keeps such bytes, 'replace' and 'ignore' do not.",
    );
  }
}

function sumOfSquares(vector: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (vector[i] as number) * (vector[i] as number);
  return sum;
}

/** The numbers are those of the first line; the words are counted. */
function withoutHeader(window: ByteWindow, { binary }: WordVectorFileOptions, refuse: Refuse): WordVectorFile {
  if (binary) refuse('a binary file must have a header', 'header: false');
  const line = lineAt(window, 0);
  const size = line.trimEnd().split(' ').length - 1;
  if (size < 1 || size > MOST_SIZE || !looksLikeText(window, 0)) {
    refuse('line 1 must be a word and its numbers', shown(line.slice(0, 40)));
  }
  let count = 0;
  for (let at = 0; at < window.size; at += window.left(at)) {
    const from = window.see(at, window.bytes.length);
    for (let i = window.bytes.indexOf(10, from); i >= 0 && i < window.length; i = window.bytes.indexOf(10, i + 1))
      count++;
  }
  const layout = { binary: false, variant: textVariant(window, 0), header: false } as const;
  return { layout, count: Math.max(count, 1), size, start: 0, window, refuse };
}
