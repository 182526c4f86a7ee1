/** The characters that stand for bytes, as GPT-2 writes them: visible ones of Latin-1 for themselves, others from U+0100. */
export const BYTE_CHARACTERS: readonly string[] = byteCharacters();

const BYTES: ReadonlyMap<string, number> = new Map(BYTE_CHARACTERS.map((character, byte) => [character, byte]));

function byteCharacters(): string[] {
  let hidden = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const visible = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    return String.fromCharCode(visible ? byte : hidden++);
  });
}

const UTF8: TextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The UTF-8 bytes of a text, each as its character; half a surrogate pair as the three bytes that its number would have. */
export function toBytes(text: string): string {
  let bytes = '';
  const put = (byte: number): void => {
    bytes += BYTE_CHARACTERS[byte];
  };
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0x80) put(code);
    else {
      const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
      put(((0xff00 >> (more + 1)) & 0xff) | (code >> (6 * more)));
      for (let shift = 6 * (more - 1); shift >= 0; shift -= 6) put(0x80 | ((code >> shift) & 0x3f));
    }
  }
  return bytes;
}

/** The text of characters that stand for bytes; U+FFFD where these are no text, and others as they are. */
export function fromBytes(characters: string): string {
  let text = '';
  let bytes: number[] = [];
  const flush = (): void => {
    text += UTF8.decode(Uint8Array.from(bytes));
    bytes = [];
  };
  for (const character of characters) {
    const byte = BYTES.get(character);
    if (byte === undefined) {
      flush();
      text += character;
      continue;
    }
    bytes.push(byte);
    const [first = 0, second = 0, third = 0] = bytes.slice(-3);
    if (first === 0xed && second >= 0xa0 && second < 0xc0 && third >= 0x80 && third < 0xc0) {
      bytes.length -= 3;
      flush();
      text += String.fromCharCode(0xd000 | ((second & 0x3f) << 6) | (third & 0x3f));
    }
  }
  flush();
  return text;
}
