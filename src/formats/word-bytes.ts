/**
 * What is made of bytes that are no UTF-8, named as in Python: 'strict' refuses them; 'replace' makes each wrong part a �;
 * 'ignore' leaves it out; 'surrogateescape' makes each wrong byte a lone surrogate, which is written as that byte again.
 */
export type UnicodeErrors = 'strict' | 'replace' | 'ignore' | 'surrogateescape';

export const UNICODE_ERRORS: readonly UnicodeErrors[] = ['strict', 'replace', 'ignore', 'surrogateescape'];

/** Bytes of a word are no UTF-8 from this place in it on. Readers say it with the place in the file. */
export class MalformedWord extends Error {
  readonly at: number;

  constructor(at: number) {
    super(`bytes are no UTF-8 from ${at} on`);
    this.at = at;
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
/** Where lone surrogates that stand for bytes begin: byte 0x80 is U+DC80. */
const ESCAPE = 0xdc00;

/** The text of a word's bytes. @throws MalformedWord where they are no UTF-8 and `errors` is 'strict'. */
export function decodeWord(bytes: Uint8Array, errors: UnicodeErrors): string {
  try {
    return strict.decode(bytes);
  } catch {
    if (errors === 'replace') return lenient.decode(bytes);
    if (errors === 'strict') throw new MalformedWord(wrongPlace(bytes));
    return decodeParts(bytes, errors === 'ignore' ? () => '' : (byte) => String.fromCharCode(ESCAPE + byte));
  }
}

/** The bytes of a word; undefined where it has a lone surrogate that stands for no byte. */
export function encodeWord(word: string): Uint8Array | undefined {
  if (word.isWellFormed()) return encoder.encode(word);
  const bytes: number[] = [];
  for (const sign of word) {
    const byte = (sign.codePointAt(0) as number) - ESCAPE;
    if (sign.isWellFormed()) bytes.push(...encoder.encode(sign));
    else if (byte >= 0x80 && byte <= 0xff) bytes.push(byte);
    else return undefined;
  }
  return Uint8Array.from(bytes);
}

/** Text of the parts that are UTF-8, and of each byte between them what `other` gives. */
function decodeParts(bytes: Uint8Array, other: (byte: number) => string): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = signLength(bytes, at);
    text += length === 0 ? other(bytes[at] as number) : strict.decode(bytes.subarray(at, at + length));
    at += Math.max(length, 1);
  }
  return text;
}

/** Index of the first byte that belongs to no sign. */
function wrongPlace(bytes: Uint8Array): number {
  let at = 0;
  for (let length = signLength(bytes, at); length > 0; length = signLength(bytes, at)) at += length;
  return at;
}

/** Bytes of the sign that begins at a byte; 0 where none does. */
function signLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0xff;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  try {
    strict.decode(bytes.subarray(at, at + length));
    return at + length <= bytes.length ? length : 0;
  } catch {
    return 0;
  }
}
