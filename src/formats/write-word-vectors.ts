import { shortestFloat, sixDecimals } from './float-text.ts';
import { bytesOfNumbers } from './number-array.ts';
import type { WordVectorLayout } from './word-vector-file.ts';

const encoder = new TextEncoder();

/** The first line of a file, `V U`; no bytes in a layout without one. */
export function wordVectorHeader(count: number, size: number, { header }: WordVectorLayout): Uint8Array {
  return encoder.encode(header ? `${count} ${size}\n` : '');
}

/** A row of a file: a word's bytes and its numbers. */
export function wordVectorRow(word: Uint8Array, vector: Float32Array, layout: WordVectorLayout): Uint8Array {
  const { binary, variant } = layout;
  const numbers = binary ? bytesOfNumbers(vector) : encoder.encode(textOf(vector, layout));
  const ended = !binary || variant === 'c';
  const row = new Uint8Array(word.length + 1 + numbers.length + (ended ? 1 : 0));
  row.set(word);
  row[word.length] = 32;
  row.set(numbers, word.length + 1);
  if (ended) row[row.length - 1] = 10;
  return row;
}

/** The C tool writes a blank after the last number too; GloVe, whose files have no header, does not. */
function textOf(vector: Float32Array, { variant, header }: WordVectorLayout): string {
  const texts = Array.from(vector, variant === 'c' ? sixDecimals : shortestFloat);
  return texts.join(' ') + (variant === 'c' && header ? ' ' : '');
}
