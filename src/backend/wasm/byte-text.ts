/**
 * A module as text that any file and any quotes can hold: ASCII without quotes, backslash and dollar. A byte is a letter,
 * or a letter after one of two marks; those that kernels are full of need no mark. Compressed by a server it is as
 * large as the bytes themselves, which hexadecimal digits exceed by an eighth and base64 by a half.
 */
const LETTERS: readonly string[] = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(
  (letter) => !'\'"`\\$'.includes(letter),
);
/** Letters of bytes; the last two of LETTERS are marks. */
const PAGE: number = LETTERS.length - 2;
/** So that 0xfd, before every vector instruction, is the first letter. */
const SHIFT = 3;

/** The text of bytes. */
export function textOfBytes(bytes: Uint8Array): string {
  const letters = Array.from(bytes, (byte) => {
    const place = (byte + SHIFT) & 255;
    const page = Math.floor(place / PAGE);
    return `${page === 0 ? '' : LETTERS[PAGE - 1 + page]}${LETTERS[place % PAGE]}`;
  });
  return letters.join('');
}

/** The bytes of such a text. */
export function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  const places = new Uint8Array(128);
  LETTERS.forEach((letter, place) => {
    places[letter.charCodeAt(0)] = place;
  });
  const bytes = new Uint8Array(text.length);
  let count = 0;
  let page = 0;
  for (let i = 0; i < text.length; i++) {
    const place = places[text.charCodeAt(i)] as number;
    if (place < PAGE) {
      bytes[count++] = page + place - SHIFT;
      page = 0;
    } else page = (place - PAGE + 1) * PAGE;
  }
  return bytes.slice(0, count);
}
