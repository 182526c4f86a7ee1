import { type ByteSource, ByteWindow, bytesSource } from '../../formats/byte-window.ts';
import { decodeWord, encodeWord, type UnicodeErrors } from '../../formats/word-bytes.ts';
import type { WordVectorFile } from '../../formats/word-vector-file.ts';
import { openWordVectorFile, rowName, scanWordVectors } from '../../formats/word-vectors.ts';
import { readTextRow } from '../../formats/word-vectors-text.ts';
import { checkText } from '../../options.ts';
import { platform } from '../../platform/index.ts';
import { checkReading, type ReadWordVectorsOptions, refuseTwice } from './files.ts';
import { BLOCK, productsOf, type TellProducts } from './products.ts';
import { checkRow, WordSpace } from './word-space.ts';
import { WordTable } from './word-table.ts';

/** Bytes that are read at once where a question goes through all vectors, and where it asks for one. */
const [PIECE, SMALL_PIECE] = [2 ** 22, 2 ** 12];

/** What is known of a file after one pass over it. */
interface Index {
  readonly words: WordTable;
  /** Where the numbers of each row begin. */
  readonly offsets: Float64Array;
  readonly norms: Float64Array;
}

/**
 * Word vectors that stay in their file: `openWordVectors` makes it. It has the methods of `WordVectors`.
 *
 * **Cost** in memory V words and 16 bytes for each; `get` reads one row, `nearest` and `analogy` the whole file in pieces.
 */
export class OpenWordVectors extends WordSpace {
  readonly #file: WordVectorFile;
  readonly #source: ByteSource;
  readonly #close: () => void;
  readonly #index: Index;
  readonly #unicodeErrors: UnicodeErrors;
  readonly #near: ByteWindow;

  /** @internal Use `openWordVectors`. */
  constructor(
    file: WordVectorFile,
    source: ByteSource,
    { index, unicodeErrors, close }: { index: Index; unicodeErrors: UnicodeErrors; close: () => void },
  ) {
    super(file.size, file.layout);
    this.#file = file;
    this.#source = source;
    this.#close = close;
    this.#index = index;
    this.#unicodeErrors = unicodeErrors;
    this.#near = new ByteWindow(source, SMALL_PIECE);
  }

  get count(): number {
    return this.#index.words.count;
  }

  word(row: number): string {
    const bytes = this.#index.words.bytes(checkRow(row, this.count));
    return decodeWord(bytes, this.#unicodeErrors === 'surrogateescape' ? 'surrogateescape' : 'strict');
  }

  row(row: number): Float32Array {
    const at = this.#index.offsets[checkRow(row, this.count)] as number;
    const vector = new Float32Array(this.size);
    if (!this.#file.layout.binary) readTextRow(this.#file, this.#near, row, at, vector);
    else if (this.#source.read(new Uint8Array(vector.buffer), at) < 4 * this.size) this.#shortened(row);
    return vector;
  }

  /** Lets the file go. Vectors can no longer be asked for; words can. */
  close(): void {
    this.#close();
  }

  protected find(word: string): number | undefined {
    return this.#index.words.find(word);
  }

  protected norm(row: number): number {
    return this.#index.norms[row] as number;
  }

  /** Block by block; a vector may begin at any byte, so that each is copied to where numbers may stand. */
  protected products(vector: Float64Array, rows: number, tell: TellProducts): void {
    const block = new Float32Array(BLOCK * this.size);
    const copy = this.#file.layout.binary ? this.#binaryRows(block) : this.#textRows(block);
    const out = new Float64Array(BLOCK);
    for (let first = 0; first < rows; first += BLOCK) {
      const products = out.subarray(0, Math.min(BLOCK, rows - first));
      for (let j = 0; j < products.length; j++) copy(first + j, j);
      productsOf(block, 0, vector, products);
      tell(first, products);
    }
  }

  /** What copies the rows, one after another, into places of a block. */
  #binaryRows(block: Float32Array): (row: number, place: number) => void {
    const width = 4 * this.size;
    const bytes = new Uint8Array(block.buffer);
    const window = new ByteWindow(this.#source, PIECE);
    return (row, place) => {
      const at = window.see(this.#index.offsets[row] as number, width);
      if (at + width > window.length) this.#shortened(row);
      bytes.set(window.bytes.subarray(at, at + width), place * width);
    };
  }

  #textRows(block: Float32Array): (row: number, place: number) => void {
    const window = new ByteWindow(this.#source);
    return (row, place) => {
      const vector = block.subarray(place * this.size, (place + 1) * this.size);
      readTextRow(this.#file, window, row, this.#index.offsets[row] as number, vector);
    };
  }

  #shortened(row: number): never {
    return this.#file.refuse(`${rowName(this.#file, row)} must be there as when the file was opened`, 'its end');
  }
}

/**
 * Opens word vectors and leaves them in their file, however large it is: one pass notes the words and where each row
 * begins, and then only the rows that are asked for are read.
 *
 * @param source a path; in a browser the bytes of a file.
 * @param options binary, header, limit, unicodeErrors, duplicates: see `ReadWordVectorsOptions`.
 * @throws FormatError where the file is damaged, which the first pass finds; ResourceError where it cannot be read.
 * @example
 * ```ts
 * import { openWordVectors, saveWordVectors, WordVectors } from 'memcell/text';
 * const vectors = new WordVectors({ words: ['宝玉', '黛玉'], vectors: new Float32Array([1, 0, 0.5, 0.5]), size: 2 });
 * saveWordVectors(vectors, 'vectors.bin');
 * const file = openWordVectors('vectors.bin');
 * file.get('黛玉'); // => Float32Array(2) [ 0.5, 0.5 ]
 * file.nearest('黛玉')[0]?.word; // => '宝玉'
 * file.close();
 * ```
 */
export function openWordVectors(source: string | Uint8Array, options: ReadWordVectorsOptions = {}): OpenWordVectors {
  const action = 'open word vectors';
  const { limit, unicodeErrors, duplicates, ...choices } = checkReading(action, options);
  const isPath = !(source instanceof Uint8Array);
  const opened = isPath ? platform().openFile(checkText(action, 'path or bytes', source)) : undefined;
  const bytes = opened ?? bytesSource(source as Uint8Array);
  const close = (): void => opened?.close();
  try {
    const file = openWordVectorFile(bytes, { ...choices, name: isPath ? source : undefined });
    const index = indexOf(file, { limit, unicodeErrors, duplicates });
    return new OpenWordVectors(file, bytes, { index, unicodeErrors, close });
  } catch (error) {
    close();
    throw error;
  }
}

function indexOf(
  file: WordVectorFile,
  {
    limit,
    unicodeErrors,
    duplicates,
  }: Required<Pick<ReadWordVectorsOptions, 'limit' | 'unicodeErrors' | 'duplicates'>>,
): Index {
  const rows = Math.min(file.count, limit);
  const [offsets, norms] = [new Float64Array(rows), new Float64Array(rows)];
  const words = new WordTable();
  scanWordVectors(
    file,
    (word, _, squares, place) => {
      const row = words.count;
      if (words.add(encodeWord(word) as Uint8Array)) [offsets[row], norms[row]] = [place.vectorAt, Math.sqrt(squares)];
      else if (duplicates === 'error') refuseTwice(file.refuse, rowName(file, place.row), word);
    },
    { limit: rows, unicodeErrors },
  );
  return { words, offsets, norms };
}
