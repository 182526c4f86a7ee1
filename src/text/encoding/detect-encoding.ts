import { type Refuse, refuser } from '../../formats/refuse.ts';
import {
  characterLength,
  type Encoding,
  encodings,
  isMarked,
  strictDecoder,
  wholeLength,
  wrongByte,
} from './encodings.ts';

/** Bytes more than characters from which a text counts as UTF-8 for good: those of 8 Chinese characters. */
const ENOUGH = 16;
/** Share of a Chinese text's characters beside ASCII that are frequent ones of GB 2312, or its marks: at least. */
const COMMON = 0.6;
/** Characters that are a tenth of any longer Chinese text, and the share of them that it has at least. */
const FREQUENT = /[的一是不了在人有我他大来上之道说]/g;
const LONG = 200;
const FREQUENT_SHARE = 0.02;

/**
 * The encoding of a text: by its mark; else UTF-8 where it is valid; else GB18030 where it is valid and reads like Chinese.
 *
 * @param bytes the whole text, or its beginning to the end of a character.
 * @throws FormatError for what is none of these.
 * @example
 * ```ts
 * import { detectEncoding } from 'memcell/text';
 * detectEncoding(Uint8Array.of(0xc4, 0xe3, 0xba, 0xc3)); // => gb18030
 * detectEncoding(new TextEncoder().encode('你好')); // => utf-8
 * ```
 */
export function detectEncoding(bytes: Uint8Array): Encoding {
  return detectedOf([bytes], refuser('text', undefined));
}

/** The same of a text that comes piece by piece; no more are taken than it needs. */
export function detectedOf(pieces: Iterable<Uint8Array>, refuse: Refuse): Encoding {
  const decoder = strictDecoder('utf-8');
  let offset = 0;
  let line = 1;
  let surplus = 0;
  let rest: Uint8Array = new Uint8Array(0);
  const see = (bytes: Uint8Array, last: boolean): Encoding | undefined => {
    const whole = last ? bytes : bytes.subarray(0, wholeLength(bytes, 'utf-8'));
    let text: string;
    try {
      text = decoder.decode(whole);
    } catch {
      const at = wrongByte(whole, 'utf-8');
      const before = whole.subarray(0, at);
      surplus += at - decoder.decode(before).length;
      // reading it will say where it is wrong, as it does of a byte 0
      if (surplus >= ENOUGH || at < 0 || whole.includes(0)) return 'utf-8';
      if (readsAsChinese(bytes.subarray(before.findLastIndex((byte) => byte < 0x30) + 1))) return 'gb18030';
      for (const byte of before) line += byte === 0x0a ? 1 : 0;
      const byte = (whole[at] as number).toString(16).toUpperCase().padStart(2, '0');
      refuse(
        'bytes must be UTF-8, or GB18030 that reads like Chinese',
        `0x${byte} at offset ${offset + at} (line ${line})`,
        `Name its encoding, if it is one of ${Object.keys(encodings).join(', ')}; others are to be changed to UTF-8.`,
      );
    }
    surplus += whole.length - text.length;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) line++;
    offset += whole.length;
    rest = bytes.slice(whole.length);
    return surplus >= ENOUGH ? 'utf-8' : undefined;
  };
  let first = true;
  for (const piece of pieces) {
    const marked = first ? markedEncoding(piece) : undefined;
    first = false;
    const found = marked ?? see(joined(rest, piece), false);
    if (found !== undefined) return found;
  }
  return see(rest, true) ?? 'utf-8';
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function markedEncoding(bytes: Uint8Array): Encoding | undefined {
  return (Object.keys(encodings) as Encoding[]).find((encoding) => isMarked(bytes, encoding));
}

/** Whether bytes are valid GB18030, and most of their characters such as Chinese texts have. */
function readsAsChinese(bytes: Uint8Array): boolean {
  const whole = bytes.subarray(0, wholeLength(bytes, 'gb18030'));
  let text: string;
  try {
    text = strictDecoder('gb18030').decode(whole);
  } catch {
    return false;
  }
  let [all, common] = [0, 0];
  for (let at = 0; at < whole.length; ) {
    const [lead = 0, trail = 0] = whole.subarray(at, at + 2);
    // rows 1 to 3 of GB 2312 hold marks and letters of full width, rows 16 to 55 the frequent characters
    const row = lead - 0xa0;
    if (lead >= 0x80) all++;
    if (trail > 0xa0 && ((row >= 1 && row <= 3) || (row >= 16 && row <= 55))) common++;
    at += characterLength(whole, at, 'gb18030');
  }
  if (all === 0 || common / all < COMMON) return false;
  return all < LONG || (text.match(FREQUENT) ?? []).length / all >= FREQUENT_SHARE;
}
