import { OptionError } from '../../errors.ts';
import { type Refuse, refuser } from '../../formats/refuse.ts';
import { checkChoice, checkOptions, checkText, describe } from '../../options.ts';
import { detectedOf } from './detect-encoding.ts';
import { type Encoding, encodings, isMarked } from './encodings.ts';
import { PieceDecoder } from './piece-decoder.ts';

/** Options of `decodeText`. */
export interface DecodeTextOptions {
  /** How the text is written. Default: found out, as `detectEncoding` does. */
  encoding?: Encoding;
  /** Name of the file in errors. */
  name?: string;
}

/**
 * The text of bytes, without a mark of its encoding that stands before it.
 *
 * @throws FormatError for a wrong byte, with its offset and line; for a byte of 0, as binary files have them; for bytes of
 * which the encoding cannot be found out.
 * @example
 * ```ts
 * import { decodeText } from 'memcell/text';
 * decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0xe4, 0xbd, 0xa0)); // => 你
 * decodeText(Uint8Array.of(0xc4, 0xe3), { encoding: 'gb18030' }); // => 你
 * ```
 */
export function decodeText(bytes: Uint8Array, options: DecodeTextOptions = {}): string {
  checkOptions('decode text', options, ['encoding', 'name']);
  if (!(bytes instanceof Uint8Array)) {
    throw new OptionError(`Cannot decode text: it must be given as bytes, received ${describe(bytes)}`);
  }
  const { encoding, name } = options;
  const refuse = refuser('text', name === undefined ? undefined : checkText('decode text', 'name', name));
  const found = checkEncoding('decode text', encoding) ?? detectedOf([bytes], refuse);
  const skipped = markLength(bytes, found);
  return new PieceDecoder(found, skipped, refuse).decode(bytes.subarray(skipped), true);
}

/** Bytes of the mark before a text. */
export function markLength(bytes: Uint8Array, encoding: Encoding): number {
  return isMarked(bytes, encoding) ? encodings[encoding].mark.length : 0;
}

/** Gives back the name of an encoding, or undefined where it is to be found out. */
export function checkEncoding(action: string, encoding: unknown): Encoding | undefined {
  if (encoding === undefined) return undefined;
  if (encoding === 'gbk' || encoding === 'gb2312') {
    throw new OptionError(`Cannot ${action}: encoding must be named by what holds it, received '${encoding}'`, {
      hint: "GB18030 holds GBK and GB 2312: 'gb18030'.",
    });
  }
  return checkChoice(action, 'encoding', encoding, Object.keys(encodings) as Encoding[]);
}

/** Throws for a file that holds nothing, or no more than a mark. */
export function refuseEmpty(refuse: Refuse): never {
  refuse('it must hold text', 'an empty file');
}
