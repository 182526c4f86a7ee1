/** How text is written in bytes. GB18030 holds GBK and GB 2312. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** Every encoding, by name: as errors write it, and the bytes that may stand before a text to tell it. */
export const encodings: Readonly<Record<Encoding, { readonly title: string; readonly mark: readonly number[] }>> = {
  'utf-8': { title: 'UTF-8', mark: [0xef, 0xbb, 0xbf] },
  'utf-16le': { title: 'UTF-16LE', mark: [0xff, 0xfe] },
  'utf-16be': { title: 'UTF-16BE', mark: [0xfe, 0xff] },
  gb18030: { title: 'GB18030', mark: [0x84, 0x31, 0x95, 0x33] },
};

/** Bytes that `wrongByte` decodes at once. */
const BLOCK = 65_536;

/** Decodes whole characters, and throws for what is none. A mark is a character. */
export function strictDecoder(encoding: Encoding): TextDecoder {
  return new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
}

/** Whether bytes begin with the mark of an encoding. */
export function isMarked(bytes: Uint8Array, encoding: Encoding): boolean {
  return encodings[encoding].mark.every((byte, i) => bytes[i] === byte);
}

/** Bytes of the character that begins at a place, as its first ones tell; 1 where none can begin. */
export function characterLength(bytes: Uint8Array, at: number, encoding: Encoding): number {
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1];
  switch (encoding) {
    case 'utf-8':
      return first < 0xc2 || first > 0xf4 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    case 'gb18030':
      if (first < 0x81 || first > 0xfe) return 1;
      return second !== undefined && second >= 0x30 && second <= 0x39 ? 4 : 2;
    default: {
      const high = encoding === 'utf-16le' ? second : first;
      return high !== undefined && high >= 0xd8 && high <= 0xdb ? 4 : 2;
    }
  }
}

/** How many of these bytes, which begin with a character, are whole characters. */
export function wholeLength(bytes: Uint8Array, encoding: Encoding): number {
  let at = safeStart(bytes, encoding);
  while (at < bytes.length) {
    const next = at + characterLength(bytes, at, encoding);
    if (next > bytes.length) break;
    at = next;
  }
  return at;
}

/** A place near the end at which a character begins or the last one ends. */
function safeStart(bytes: Uint8Array, encoding: Encoding): number {
  let at = bytes.length;
  if (encoding === 'utf-8') {
    // back over bytes that continue a character, which has four at most
    while (at > 0 && bytes.length - at < 4 && ((bytes[at - 1] as number) & 0xc0) === 0x80) at--;
    return Math.max(0, at - 1);
  }
  if (encoding === 'gb18030') {
    // no byte below 0x30 is a part of a longer character
    while (at > 0 && (bytes[at - 1] as number) >= 0x30) at--;
    return at;
  }
  const even = at - (at % 2);
  return Math.max(0, even - 2);
}

/** Where the first character begins that is none; -1 where all are. */
export function wrongByte(bytes: Uint8Array, encoding: Encoding): number {
  const decoder = strictDecoder(encoding);
  const isRight = (from: number, to: number): boolean => {
    try {
      decoder.decode(bytes.subarray(from, to));
      return true;
    } catch {
      return false;
    }
  };
  for (let from = 0; from < bytes.length; ) {
    const block = bytes.subarray(from, from + BLOCK);
    const to = from + (from + BLOCK < bytes.length ? wholeLength(block, encoding) : block.length);
    if (!isRight(from, to)) {
      let at = from;
      for (let next = at; at < to; at = next) {
        next = Math.min(to, at + characterLength(bytes, at, encoding));
        if (!isRight(at, next)) break;
      }
      return at;
    }
    from = to;
  }
  return -1;
}
