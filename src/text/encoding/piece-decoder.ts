import { ResourceError } from '../../errors.ts';
import { cutOff, type Refuse } from '../../formats/refuse.ts';
import { characterLength, type Encoding, encodings, strictDecoder, wholeLength, wrongByte } from './encodings.ts';

/** Decodes bytes that come piece by piece, and says where a wrong one is. */
export class PieceDecoder {
  readonly #encoding: Encoding;
  readonly #refuse: Refuse;
  readonly #decoder: TextDecoder;
  /** Place of the bytes that come next, and the line on which they are. */
  #offset: number;
  #line = 1;
  #rest: Uint8Array = new Uint8Array(0);

  /** @param offset bytes before the first piece, which are a mark. */
  constructor(encoding: Encoding, offset: number, refuse: Refuse) {
    this.#encoding = encoding;
    this.#refuse = refuse;
    this.#decoder = strictDecoder(encoding);
    this.#offset = offset;
  }

  /**
   * The whole characters of a piece and of what was left of the one before it.
   *
   * @throws FormatError for a wrong byte, or one of 0.
   */
  decode(piece: Uint8Array, last: boolean): string {
    let bytes = piece;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + piece.length);
      bytes.set(this.#rest);
      bytes.set(piece, this.#rest.length);
    }
    const end = last ? bytes.length : wholeLength(bytes, this.#encoding);
    this.#rest = bytes.slice(end);
    const text = this.#text(bytes.subarray(0, end));
    this.#offset += end;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#line++;
    return text;
  }

  #text(bytes: Uint8Array): string {
    const wide = this.#encoding.startsWith('utf-16');
    const zero = wide ? -1 : bytes.indexOf(0);
    if (zero >= 0) this.#refuseZero(bytes, zero);
    let text: string;
    try {
      text = this.#decoder.decode(bytes);
    } catch (error) {
      this.#refuseWrong(bytes, wrongByte(bytes, this.#encoding), error);
    }
    const wideZero = wide ? text.indexOf('\0') : -1;
    if (wideZero >= 0) this.#refuseZero(bytes, 2 * wideZero);
    return text;
  }

  #refuseZero(bytes: Uint8Array, at: number): never {
    const hint = this.#encoding.startsWith('utf-16')
      ? "It may be in another encoding: { encoding: 'utf-8' }."
      : "Pictures, archives and programs hold such bytes; text in UTF-16 is named { encoding: 'utf-16le' }.";
    this.#refuse('it must be text', `binary data: a byte 0 at ${this.#placeOf(bytes, at)}`, hint);
  }

  #refuseWrong(bytes: Uint8Array, at: number, error: unknown): never {
    const { title } = encodings[this.#encoding];
    if (at < 0) {
      throw new ResourceError(`Cannot read text: it must fit into one string, received ${bytes.length} bytes`, {
        cause: error,
        hint: 'Read it piece by piece: readTextPieces(path).',
      });
    }
    const place = this.#placeOf(bytes, at);
    if (at + characterLength(bytes, at, this.#encoding) > bytes.length) {
      this.#refuse(`bytes must be ${title}`, `half a character at the end, ${place}`, cutOff);
    }
    const [first = 0, second = 0] = this.#encoding === 'utf-16le' ? [1, 0] : [0, 1];
    const shown = this.#encoding.startsWith('utf-16') ? [bytes[at + first], bytes[at + second]] : [bytes[at]];
    const byte = shown.map((each = 0) => each.toString(16).toUpperCase().padStart(2, '0')).join('');
    const others = Object.keys(encodings).filter((name) => name !== this.#encoding);
    this.#refuse(`bytes must be ${title}`, `0x${byte} at ${place}`, `Other encodings are named: ${others.join(', ')}.`);
  }

  /** 'offset 12 (line 3)'. */
  #placeOf(bytes: Uint8Array, at: number): string {
    let line = this.#line;
    const wide = this.#encoding.startsWith('utf-16');
    const before = bytes.subarray(0, at);
    if (wide) line += strictDecoder(this.#encoding).decode(before).split('\n').length - 1;
    else for (const byte of before) line += byte === 0x0a ? 1 : 0;
    return `offset ${this.#offset + at} (line ${line})`;
  }
}
