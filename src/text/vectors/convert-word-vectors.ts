import { encodeWord } from '../../formats/word-bytes.ts';
import { openWordVectorFile, rowName, scanWordVectors } from '../../formats/word-vectors.ts';
import { wordVectorHeader, wordVectorRow } from '../../formats/write-word-vectors.ts';
import { checkText } from '../../options.ts';
import { platform } from '../../platform/index.ts';
import {
  binaryByName,
  checkReading,
  layoutOf,
  type ReadWordVectorsOptions,
  refuseTwice,
  type WriteWordVectorsOptions,
} from './files.ts';
import { WordTable } from './word-table.ts';

/** What was converted. */
export interface ConvertedWordVectors {
  readonly count: number;
  readonly size: number;
}

/**
 * Writes a file of word vectors in another layout, row after row, however large it is; the new file is there when it is
 * whole.
 *
 * @param from a path.
 * @param to a path: .bin for float32, .txt or .vec for text.
 * @param options read: as of `readWordVectors`. write: as of `saveWordVectors`.
 * @throws FormatError where the file is damaged; ResourceError where one cannot be read or written.
 * @example
 * ```ts
 * import { convertWordVectors, readWordVectors, saveWordVectors, WordVectors } from 'memcell/text';
 * saveWordVectors(new WordVectors({ words: ['a'], vectors: new Float32Array([1, 2]), size: 2 }), 'vectors.bin');
 * convertWordVectors('vectors.bin', 'vectors.txt'); // => { count: 1, size: 2 }
 * readWordVectors('vectors.txt').get('a'); // => Float32Array(2) [ 1, 2 ]
 * ```
 */
export function convertWordVectors(
  from: string,
  to: string,
  options: { read?: ReadWordVectorsOptions; write?: WriteWordVectorsOptions } = {},
): ConvertedWordVectors {
  const action = 'convert word vectors';
  const { limit, unicodeErrors, duplicates, ...choices } = checkReading(action, options.read ?? {});
  checkText(action, 'path', to);
  const layoutFor = (read: Parameters<typeof layoutOf>[1]): ReturnType<typeof layoutOf> =>
    layoutOf(action, read, options.write ?? {}, binaryByName(to));
  layoutFor({}); // before any file is opened
  const source = platform().openFile(checkText(action, 'path', from));
  try {
    const file = openWordVectorFile(source, { ...choices, name: from });
    const layout = layoutFor(file);
    const rows = Math.min(file.count, limit);
    const target = platform().createFile(to);
    try {
      const words = new WordTable();
      // passed over words change the count that the header must say
      const count = duplicates === 'first' ? countWords(file, { limit: rows, unicodeErrors }) : rows;
      const pieces = buffered((bytes) => target.write(bytes));
      pieces.add(wordVectorHeader(count, file.size, layout));
      scanWordVectors(
        file,
        (word, vector, _, { row }) => {
          const bytes = encodeWord(word) as Uint8Array;
          if (words.add(bytes)) pieces.add(wordVectorRow(bytes, vector, layout));
          else if (duplicates === 'error') refuseTwice(file.refuse, rowName(file, row), word);
        },
        { limit: rows, unicodeErrors },
      );
      pieces.end();
      target.commit();
      return { count, size: file.size };
    } finally {
      target.discard();
    }
  } finally {
    source.close();
  }
}

function countWords(
  file: Parameters<typeof scanWordVectors>[0],
  options: NonNullable<Parameters<typeof scanWordVectors>[2]>,
): number {
  const words = new WordTable();
  scanWordVectors(file, (word) => words.add(encodeWord(word) as Uint8Array), options);
  return words.count;
}

/** Bytes put together to pieces that are worth a call. */
function buffered(write: (bytes: Uint8Array) => void): { add(bytes: Uint8Array): void; end(): void } {
  const piece = new Uint8Array(2 ** 20);
  let used = 0;
  const end = (): void => {
    write(piece.subarray(0, used));
    used = 0;
  };
  return {
    add(bytes) {
      if (used + bytes.length > piece.length) end();
      if (bytes.length > piece.length) write(bytes);
      else {
        piece.set(bytes, used);
        used += bytes.length;
      }
    },
    end,
  };
}
