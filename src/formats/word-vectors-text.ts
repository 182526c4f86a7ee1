import type { ByteWindow } from './byte-window.ts';
import { numberAt } from './float-text.ts';
import { cutOff, type Refuse, shown } from './refuse.ts';
import { MOST_WORD, type VisitRow, type WordVectorFile } from './word-vector-file.ts';

const [LINE_END, RETURN, BLANK] = [10, 13, 32];
/** Bytes of a number at most, the blank among them, signs of a line that tell a text from other bytes, and bytes looked at. */
const [MOST_NUMBER, TELLING, SEEN] = [64, 16, 300];
/** What C and Python write for a number that is none or has no size. */
const NOT_FINITE = /^[-+]?(nan|inf(inity)?)$/i;
const latin = new TextDecoder('latin1');

/** The line that begins at a position, without its end; of a long one the part in sight. */
export function lineAt(window: ByteWindow, position: number): string {
  const at = window.see(position, window.bytes.length);
  const end = window.bytes.indexOf(LINE_END, at);
  return latin.decode(window.bytes.subarray(at, end < 0 || end > window.length ? window.length : end));
}

/** Whether the rows are words and numbers in ASCII: their first line is, or there is much and none of it binary. */
export function looksLikeText(window: ByteWindow, start: number): boolean {
  const [, numbers = ''] = /^[^ ]+ ([-+.\deainfty \r]*)$/i.exec(lineAt(window, start)) ?? [];
  if (numbers.length >= TELLING) return true;
  return (numbers !== '' || window.size - start >= SEEN) && !looksBinary(window, start);
}

/** Whether there are bytes that no text has: those below a blank, but for blanks of other kinds, and what is no UTF-8. */
export function looksBinary(window: ByteWindow, start: number): boolean {
  const from = window.see(start, SEEN);
  const begin = window.bytes.subarray(from, Math.min(from + SEEN, window.length));
  if (begin.some((byte) => byte < 9 || (byte > 13 && byte < 32))) return true;
  // a sign may be cut at the end of what is looked at
  return new TextDecoder()
    .decode(begin.subarray(0, Math.max(begin.length - 3, 0)))
    .slice(0, -1)
    .includes('\ufffd');
}

/** The C tool writes six decimals, gensim as few as it takes. */
export function textVariant(window: ByteWindow, start: number): 'c' | 'gensim' {
  const [, ...numbers] = lineAt(window, start).trimEnd().split(' ');
  return numbers.every((text) => /^-?\d+\.\d{6}$/.test(text)) ? 'c' : 'gensim';
}

/** The rows of a text: a line each, a word and its numbers with blanks between them. */
export function scanText(file: WordVectorFile, visit: VisitRow, limit: number = file.count): void {
  const { window, size, count, refuse } = file;
  const vector = new Float32Array(size);
  const longest = MOST_WORD + MOST_NUMBER * size;
  const rows = Math.min(limit, count);
  const before = file.layout.header ? 2 : 1;
  let position = file.start;
  for (let row = 0; row < rows; row++) {
    const name = `line ${row + before}`;
    const at = window.see(position, longest);
    const { bytes } = window;
    const lineEnd = bytes.indexOf(LINE_END, at);
    if (lineEnd < 0 || lineEnd >= window.length) {
      const left = window.length - at;
      if (left > longest) refuse(`${name} must have a line end after ${size} numbers`, `none in ${left} bytes`);
      if (left === 0) refuse(`file must have ${count} rows, as its header says`, `${row}`, cutOff);
      refuse(`${name} must be a word, ${size} numbers and a line end`, shown(tail(bytes, at, window.length)), cutOff);
    }
    const end = trimmed(bytes, at, lineEnd);
    const blank = bytes.indexOf(BLANK, at);
    if (blank < 0 || blank >= end || blank === at) {
      const received = end === at ? 'an empty line' : shown(tail(bytes, at, end));
      refuse(`${name} must be a word and ${size} numbers`, received);
    }
    readNumbers(refuse, name, bytes, { from: blank + 1, end, vector });
    visit(bytes.subarray(at, blank), vector, { row, wordAt: position, vectorAt: position + blank + 1 - at });
    position += lineEnd + 1 - at;
  }
  if (rows === count && position !== window.size) {
    refuse(
      `file must end at byte ${position}, after ${count} rows, as its header says`,
      `${window.size} bytes`,
      file.layout.header ? undefined : cutOff,
    );
  }
}

/** The numbers of one row of a file, which begin at a position. */
export function readTextRow(
  { refuse, size }: WordVectorFile,
  window: ByteWindow,
  row: number,
  position: number,
  vector: Float32Array,
): void {
  const from = window.see(position, MOST_NUMBER * size);
  const lineEnd = window.bytes.indexOf(LINE_END, from);
  if (lineEnd < 0 || lineEnd >= window.length)
    refuse(`numbers of row ${row + 1} must end as when it was opened`, 'no end');
  readNumbers(refuse, `row ${row + 1}`, window.bytes, { from, end: trimmed(window.bytes, from, lineEnd), vector });
}

/** Numbers with blanks between them, as many as there must be. */
function readNumbers(
  refuse: Refuse,
  name: string,
  bytes: Uint8Array,
  { from, end, vector }: { from: number; end: number; vector: Float32Array },
): void {
  const { length: size } = vector;
  let at = from;
  for (let i = 0; i < size; i++) {
    let to = bytes.indexOf(BLANK, at);
    if (to < 0 || to > end) to = end;
    if (at > end) refuse(`${name} must have ${size} numbers after its word`, `${i}`);
    const value = numberAt(bytes, at, to);
    if (Number.isNaN(value) && !NOT_FINITE.test(latin.decode(bytes.subarray(at, to)))) {
      refuse(`${name} must have a number at place ${i + 1} of ${size}`, shown(tail(bytes, at, to)));
    }
    vector[i] = value;
    at = to + 1;
  }
  if (at <= end) refuse(`${name} must have ${size} numbers after its word`, `more: ${shown(tail(bytes, at, end))}`);
}

/** Where a line ends without the blank and the carriage return that may stand before its end. */
function trimmed(bytes: Uint8Array, from: number, lineEnd: number): number {
  let end = lineEnd;
  while (end > from && (bytes[end - 1] === BLANK || bytes[end - 1] === RETURN)) end--;
  return end;
}

/** The beginning of what stands there. */
function tail(bytes: Uint8Array, from: number, to: number): string {
  return new TextDecoder().decode(bytes.subarray(from, Math.min(to, from + 60)));
}
