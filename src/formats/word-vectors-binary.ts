import type { ByteWindow } from './byte-window.ts';
import { cutOff } from './refuse.ts';
import { MOST_WORD, type VisitRow, type WordVectorFile } from './word-vector-file.ts';

const [LINE_END, BLANK] = [10, 32];

/** The C tool ends each row with a line end, gensim does not. */
export function binaryVariant(window: ByteWindow, start: number, size: number): 'c' | 'gensim' {
  const from = window.see(start, MOST_WORD);
  const blank = window.bytes.indexOf(BLANK, from);
  if (blank < 0 || blank >= window.length) return 'gensim';
  const after = window.start + blank + 1 + 4 * size;
  const at = window.see(after, 1);
  return at < window.length && window.bytes[at] === LINE_END ? 'c' : 'gensim';
}

/** The rows of a binary file: a word, a blank, and its numbers as float32. */
export function scanBinary(file: WordVectorFile, visit: VisitRow, limit: number = file.count): void {
  const { window, size, count, refuse } = file;
  const ended = file.layout.variant === 'c';
  const vector = new Float32Array(size);
  const bytes = new Uint8Array(vector.buffer);
  const rows = Math.min(limit, count);
  let position = file.start;
  for (let row = 0; row < rows; row++) {
    const name = `row ${row + 1} of ${count}`;
    const from = window.see(position, MOST_WORD);
    const blank = window.bytes.indexOf(BLANK, from);
    const length = (blank < 0 || blank > window.length ? window.length : blank) - from;
    if (length === 0) refuse(`${name} must begin with a word at byte ${position}`, atEnd(window, position));
    const vectorAt = position + length + 1;
    const end = vectorAt + 4 * size + (ended ? 1 : 0);
    if (length > MOST_WORD) {
      const hint = 'The length of a vector in the header may be wrong.';
      refuse(`${name} must begin with a word of at most ${MOST_WORD} bytes at byte ${position}`, 'more', hint);
    }
    if (end > window.size) {
      const left = window.size - position;
      refuse(
        `${name} must be a word and ${size} numbers at byte ${position}`,
        `the last ${left} ${left === 1 ? 'byte' : 'bytes'}`,
        cutOff,
      );
    }
    const at = window.see(position, end - position);
    const { bytes: seen } = window;
    bytes.set(seen.subarray(at + length + 1, at + length + 1 + 4 * size));
    if (ended && seen[at + end - position - 1] !== LINE_END) {
      refuse(`${name} must end with a line end at byte ${end - 1}, as the first does`, 'another byte');
    }
    if (seen[at] === LINE_END) refuse(`${name} must begin with a word at byte ${position}`, 'a line end');
    visit(seen.subarray(at, at + length), vector, { row, wordAt: position, vectorAt });
    position = end;
  }
  if (rows === count && position !== window.size) {
    refuse(`file must end at byte ${position}, after ${count} rows, as its header says`, `${window.size} bytes`);
  }
}

function atEnd(window: ByteWindow, position: number): string {
  return position >= window.size ? 'the end of the file' : 'a blank';
}
