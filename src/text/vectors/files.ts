import { OptionError, ResourceError } from '../../errors.ts';
import { type ByteSource, bytesSource } from '../../formats/byte-window.ts';
import { joinBytes } from '../../formats/join-bytes.ts';
import { encodeWord, UNICODE_ERRORS, type UnicodeErrors } from '../../formats/word-bytes.ts';
import type { WordVectorLayout } from '../../formats/word-vector-file.ts';
import { openWordVectorFile, rowName, scanWordVectors } from '../../formats/word-vectors.ts';
import { wordVectorHeader, wordVectorRow } from '../../formats/write-word-vectors.ts';
import { checkBoolean, checkChoice, checkNumber, checkOptions, checkText, describe } from '../../options.ts';
import { platform } from '../../platform/index.ts';
import type { WordSpace } from './word-space.ts';
import { WordVectors } from './word-vectors.ts';

/** Options of `readWordVectors` and `openWordVectors`. */
export interface ReadWordVectorsOptions {
  /** Whether the numbers are float32 or text. Default: found out by the file's contents. */
  binary?: boolean;
  /** Whether the first line says how many words there are and how long the vectors: false for files of GloVe. Default true. */
  header?: boolean;
  /** Rows read at most, from 1. Default all. */
  limit?: number;
  /** What is made of words that are no UTF-8: 'strict' refuses them. Default 'strict'. */
  unicodeErrors?: UnicodeErrors;
  /** A word that comes again is refused ('error'), or passed over ('first'), as gensim does. Default 'error'. */
  duplicates?: 'error' | 'first';
}

/** Options of `saveWordVectors` and `writeWordVectors`. */
export interface WriteWordVectorsOptions {
  /** Numbers as float32, or as text. Default: true for .bin, false for .txt and .vec. */
  binary?: boolean;
  /** As the C tool writes, or as gensim. Default: as the file was written that they come from, where it was of the same kind; otherwise 'c' for float32 and 'gensim' for text. */
  variant?: 'c' | 'gensim';
  /** Whether a first line says how many words there are and how long the vectors. Default true. */
  header?: boolean;
}

/** Checked options of a reader. */
export interface ReadChoices {
  readonly binary: boolean | undefined;
  readonly header: boolean;
  readonly limit: number;
  readonly unicodeErrors: UnicodeErrors;
  readonly duplicates: 'error' | 'first';
}

const READ = ['binary', 'header', 'limit', 'unicodeErrors', 'duplicates'];
const WRITE = ['binary', 'variant', 'header'];
/** Rows are written in pieces of at least so many bytes. */
const PIECE = 2 ** 20;

/** What a reader is asked for. @throws OptionError for what is no option. */
export function checkReading(action: string, options: ReadWordVectorsOptions): ReadChoices {
  checkOptions(action, options, READ);
  const { binary, header = true, limit, unicodeErrors = 'strict', duplicates = 'error' } = options;
  return {
    binary: binary === undefined ? undefined : checkBoolean(action, 'binary', binary),
    header: checkBoolean(action, 'header', header),
    limit: limit === undefined ? Infinity : checkNumber(action, 'limit', limit, { from: 1, whole: true }),
    unicodeErrors: checkChoice(action, 'unicodeErrors', unicodeErrors, UNICODE_ERRORS),
    duplicates: checkChoice(action, 'duplicates', duplicates, ['error', 'first']),
  };
}

/**
 * Reads word vectors: .bin and .txt of the C tool and of gensim, .vec of fastText, and with `header: false` GloVe's. Which
 * it is is found out by the contents.
 *
 * @param source a path, or the bytes of a file.
 * @param options binary, header, limit, unicodeErrors, duplicates: see `ReadWordVectorsOptions`.
 * @throws FormatError where the file is damaged; ResourceError where it cannot be read.
 * @example
 * ```ts
 * import { readWordVectors, WordVectors, writeWordVectors } from 'memcell/text';
 * const vectors = new WordVectors({ words: ['宝玉', '黛玉'], vectors: new Float32Array([1, 0, 0.5, 0.5]), size: 2 });
 * const bytes = writeWordVectors(vectors, { binary: true });
 * readWordVectors(bytes).get('黛玉'); // => Float32Array(2) [ 0.5, 0.5 ]
 * ```
 */
export function readWordVectors(source: string | Uint8Array, options: ReadWordVectorsOptions = {}): WordVectors {
  const { limit, unicodeErrors, duplicates, ...choices } = checkReading('read word vectors', options);
  return withSource(source, (bytes, name) => {
    const file = openWordVectorFile(bytes, { ...choices, name });
    const { size, count, layout } = file;
    const rows = Math.min(count, limit);
    const vectors = floats(rows * size);
    const words = new Map<string, number>();
    scanWordVectors(
      file,
      (word, vector, _, { row }) => {
        if (words.has(word)) {
          if (duplicates === 'error') refuseTwice(file.refuse, rowName(file, row), word);
          return;
        }
        vectors.set(vector, words.size * size);
        words.set(word, row);
      },
      { limit: rows, unicodeErrors },
    );
    const kept = words.size === rows ? vectors : vectors.slice(0, words.size * size);
    return new WordVectors({ words: [...words.keys()], vectors: kept, size, layout });
  });
}

/** Room for numbers. @throws ResourceError where there is none. */
function floats(length: number): Float32Array {
  try {
    return new Float32Array(length);
  } catch (cause) {
    throw new ResourceError(`Cannot read word vectors: ${length * 4} bytes must fit into memory, received no room`, {
      hint: 'openWordVectors leaves them in their file; limit reads the first rows only.',
      cause,
    });
  }
}

/** Says that a word came again. */
export function refuseTwice(
  refuse: (must: string, received: string, hint?: string) => never,
  name: string,
  word: string,
): never {
  return refuse(
    `word of ${name} must not have come before`,
    describe(word),
    "duplicates 'first' passes over all but the first.",
  );
}

/** Opens a path, or takes bytes, for as long as they are read. */
function withSource<T>(source: string | Uint8Array, read: (bytes: ByteSource, name: string | undefined) => T): T {
  if (source instanceof Uint8Array) return read(bytesSource(source), undefined);
  const file = platform().openFile(checkText('read word vectors', 'path or bytes', source));
  try {
    return read(file, source);
  } finally {
    file.close();
  }
}

/**
 * The bytes of a file of word vectors, which the C tool and gensim read.
 *
 * @param options binary: float32 or text, default true. variant, header: see `WriteWordVectorsOptions`.
 * @throws OptionError for a word that such a file cannot hold: an empty one, or one with a blank or a line end.
 */
export function writeWordVectors(vectors: WordSpace, options: WriteWordVectorsOptions = {}): Uint8Array {
  const parts: Uint8Array[] = [];
  const layout = layoutOf('write word vectors', vectors, options, true);
  for (const part of encodeWordVectors(vectors, layout)) parts.push(part);
  return joinBytes(parts);
}

/**
 * Writes word vectors to a file, whole or not at all.
 *
 * @param options binary: float32 or text, default by the path: .bin, or .txt and .vec. variant, header: see
 * `WriteWordVectorsOptions`.
 * @throws OptionError for a word that such a file cannot hold; ResourceError where it cannot be written.
 */
export function saveWordVectors(vectors: WordSpace, path: string, options: WriteWordVectorsOptions = {}): void {
  const action = 'save word vectors';
  checkText(action, 'path', path);
  const layout = layoutOf(action, vectors, options, binaryByName(path));
  const file = platform().createFile(path);
  try {
    for (const part of encodeWordVectors(vectors, layout)) file.write(part);
    file.commit();
  } finally {
    file.discard();
  }
}

/** Whether a path's name says float32 or text; undefined where it says neither. */
export function binaryByName(path: string): boolean | undefined {
  return /\.bin$/i.test(path) ? true : /\.(txt|vec)$/i.test(path) ? false : undefined;
}

/** How a file is to be written. */
export function layoutOf(
  action: string,
  vectors: { readonly layout?: WordVectorLayout | undefined },
  options: WriteWordVectorsOptions,
  binaryDefault: boolean | undefined,
): WordVectorLayout {
  checkOptions(action, options, WRITE);
  const { binary = binaryDefault } = options;
  if (binary === undefined) {
    throw new OptionError(
      `Cannot ${action}: path must end in .bin, .txt or .vec, or binary be given, received neither`,
    );
  }
  checkBoolean(action, 'binary', binary);
  const before = vectors.layout?.binary === binary ? vectors.layout : undefined;
  const variant = options.variant ?? before?.variant ?? (binary ? 'c' : 'gensim');
  const header = checkBoolean(action, 'header', options.header ?? before?.header ?? true);
  if (binary && !header) throw new OptionError(`Cannot ${action}: a binary file must have a header, received false`);
  return { binary, variant: checkChoice(action, 'variant', variant, ['c', 'gensim']), header };
}

/** The bytes of a file in pieces. */
function* encodeWordVectors(vectors: WordSpace, layout: WordVectorLayout): Generator<Uint8Array> {
  const { count, size } = vectors;
  let parts: Uint8Array[] = [wordVectorHeader(count, size, layout)];
  let length = 0;
  for (let row = 0; row < count; row++) {
    const bytes = wordVectorRow(wordBytes(vectors.word(row)), vectors.row(row), layout);
    parts.push(bytes);
    length += bytes.length;
    if (length < PIECE) continue;
    yield joinBytes(parts);
    [parts, length] = [[], 0];
  }
  yield joinBytes(parts);
}

/** The bytes of a word as a file holds them. */
export function wordBytes(word: string): Uint8Array {
  const bytes = /[ \r\n]/.test(word) ? undefined : encodeWord(word);
  if (bytes !== undefined && bytes.length > 0) return bytes;
  throw new OptionError(
    `Cannot write word vectors: words must have a sign and neither blanks nor line ends, received ${describe(word)}`,
    { hint: 'Neither the C tool nor gensim could read the file. Put another sign in its place, such as _.' },
  );
}
