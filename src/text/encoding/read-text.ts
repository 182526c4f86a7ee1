import { refuser } from '../../formats/refuse.ts';
import { checkNumber, checkOptions } from '../../options.ts';
import { platform } from '../../platform/index.ts';
import { checkEncoding, decodeText, refuseEmpty } from './decode-text.ts';
import type { Encoding } from './encodings.ts';
import { openText } from './open-text.ts';

/** Options of `readText`. */
export interface ReadTextOptions {
  /** How the text is written. Default: found out, as `detectEncoding` does. */
  encoding?: Encoding;
}

/** Options of `readTextPieces`. */
export interface ReadTextPiecesOptions extends ReadTextOptions {
  /** Bytes that are read at once, from 16. Default 1 MiB. */
  bytes?: number;
}

/** The text of a file. @throws as `decodeText`; FormatError for an empty file; ResourceError where it cannot be read. */
export function readText(path: string, options: ReadTextOptions = {}): string {
  checkOptions('read text', options, ['encoding']);
  const text = decodeText(platform().readFile(path), { ...options, name: path });
  return text === '' ? refuseEmpty(refuser('text', path)) : text;
}

/**
 * The text of a file piece by piece, however large it is: each ends behind a line end; in a line that is longer than a
 * piece, between two characters.
 *
 * @throws as `readText`; a wrong byte is found when its piece is read.
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import { readTextPieces } from 'memcell/text';
 * writeFileSync('poem.txt', '床前明月光\n疑是地上霜\n');
 * [...readTextPieces('poem.txt', { bytes: 16 })]; // => [ '床前明月光\n', '疑是地上霜\n' ]
 * ```
 */
export function readTextPieces(path: string, options: ReadTextPiecesOptions = {}): Generator<string> {
  checkOptions('read text', options, ['encoding', 'bytes']);
  const bytes = checkNumber('read text', 'bytes', options.bytes ?? 2 ** 20, { from: 16, to: 2 ** 28, whole: true });
  const encoding = checkEncoding('read text', options.encoding);
  return pieces(path, encoding, bytes);
}

function* pieces(path: string, encoding: Encoding | undefined, bytes: number): Generator<string> {
  const file = openText(path, encoding, bytes);
  try {
    yield* file.pieces();
  } finally {
    file.close();
  }
}
