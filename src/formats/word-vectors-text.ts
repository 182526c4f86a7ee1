import type { ByteWindow } from './byte-window.ts';
import { numberAt } from './float-text.ts';
import { cutOff, shown } from './refuse.ts';
import { MOST_WORD, type VisitRow, type WordVectorFile } from './word-vector-file.ts';

const [LINE_END, RETURN, BLANK] = [10, 13, 32];
/** Bytes of a number at most, the blank among them, and signs of the beginning that tell a text from other bytes. */
const [MOST_NUMBER, TELLING] = [64, 16];
const latin = new TextDecoder('latin1');

/** The line that begins at a position, without its end; of a long one the part in sight. */
export function lineAt(window: ByteWindow, position: number): string {
  const at = window.see(position, window.bytes.length);
  const end = window.bytes.indexOf(LINE_END, at);
  return latin.decode(window.bytes.subarray(at, end < 0 || end > window.length ? window.length : end));
}

/** Whether the first rows are words and numbers in ASCII. */
export function looksLikeText(window: ByteWindow, start: number, size: number): boolean {
  let position = start;
  for (let row = 0; row < 4 && position < window.size; row++) {
    const line = lineAt(window, position);
    const [, numbers = ''] = /^\S+ ([-+.\da-z \r]*)$/i.exec(line) ?? [];
    if (!/\d|nan|inf/i.test(numbers)) return false;
    if (numbers.length >= TELLING) return true;
    if (numbers.trim().split(' ').length !== size) return false;
    if (size > 2) return true;
    position += line.length + 1;
  }
  return true;
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
    let end = lineEnd;
    while (end > at && (bytes[end - 1] === BLANK || bytes[end - 1] === RETURN)) end--;
    const blank = bytes.indexOf(BLANK, at);
    if (blank < 0 || blank >= end || blank === at) {
      const received = end === at ? 'an empty line' : shown(tail(bytes, at, end));
      refuse(`${name} must be a word and ${size} numbers`, received);
    }
    let from = blank + 1;
    for (let i = 0; i < size; i++) {
      let to = bytes.indexOf(BLANK, from);
      if (to < 0 || to > end) to = end;
      if (from > end) refuse(`${name} must have ${size} numbers after its word`, `${i}`);
      const value = numberAt(bytes, from, to);
      if (Number.isNaN(value) && !/^[-+]?nan$/i.test(latin.decode(bytes.subarray(from, to)))) {
        refuse(`${name} must have a number at place ${i + 1} of ${size}`, shown(tail(bytes, from, to)));
      }
      vector[i] = value;
      from = to + 1;
    }
    if (from <= end) {
      refuse(`${name} must have ${size} numbers after its word`, `more: ${shown(tail(bytes, from, end))}`);
    }
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

/** The beginning of what stands there. */
function tail(bytes: Uint8Array, from: number, to: number): string {
  return new TextDecoder().decode(bytes.subarray(from, Math.min(to, from + 60)));
}
