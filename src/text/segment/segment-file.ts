import { FormatError, OptionError } from '../../errors.ts';
import { checkBoolean, checkNumber, checkOptions, checkText, describe } from '../../options.ts';
import { platform } from '../../platform/index.ts';
import { checkEncoding } from '../encoding/decode-text.ts';
import type { Encoding } from '../encoding/encodings.ts';
import { openText } from '../encoding/open-text.ts';
import { isBlank } from './blanks.ts';
import type { Segmenter } from './segmenter.ts';
import { type SentencesOptions, sentences } from './sentences.ts';
import { Stretches } from './stretches.ts';

/** Options of `segmentFile`. */
export interface SegmentFileOptions {
  segmenter: Segmenter;
  /** How the text is written. Default: found out, as `detectEncoding` does. */
  encoding?: Encoding;
  /** What goes between two tokens. Default ' '. */
  separator?: string;
  /** Whether tokens that are blank are left out. Default true. */
  skipBlank?: boolean;
  /** Whether a sentence is a line of its own, and how sentences are cut. Default false: a line of the text is one. */
  sentences?: boolean | SentencesOptions;
  /** Bytes that are read at once, from 16. Default 64 KiB. */
  bytes?: number;
  /** Is told now and then how many bytes are done, of how many. */
  onProgress?: (done: number, size: number) => void;
  /** Ends the work; nothing is written then. */
  signal?: AbortSignal;
}

/** What `segmentFile` did. */
export interface SegmentedFile {
  /** How the text was written. */
  readonly encoding: Encoding;
  /** Lines that were written. */
  readonly lines: number;
  /** Tokens that were written. */
  readonly tokens: number;
}

const ACTION = 'segment file';
const NAMES = 'segmenter encoding separator skipBlank sentences bytes onProgress signal'.split(' ');
/** Code units that are written at once. */
const WRITTEN = 65_536;

/**
 * Cuts a text file into tokens and writes them into another, in UTF-8: those of a line in a line, with blanks between
 * them, as word2vec reads them. Neither file is ever in memory as a whole, and lines may be of any length. The new file
 * is there when it is whole, or not at all.
 *
 * @throws FormatError for a text that is empty, of a wrong byte or without a token; ResourceError where files cannot be
 * read or written; what the signal gives as its reason.
 * @example
 * ```ts
 * import { readFileSync, writeFileSync } from 'node:fs';
 * import { LatinWords, segmentFile } from 'memcell/text';
 * writeFileSync('in.txt', 'To be, or not to be?\nThat’s it.\n');
 * const { tokens } = await segmentFile('in.txt', 'out.txt', { segmenter: new LatinWords() });
 * readFileSync('out.txt', 'utf8').split('\n'); // => [ 'To be , or not to be ?', 'That’s it .', '' ]
 * tokens; // => 11
 * ```
 */
export async function segmentFile(from: string, to: string, options: SegmentFileOptions): Promise<SegmentedFile> {
  checkOptions(ACTION, options, NAMES);
  const { segmenter, separator = ' ', skipBlank = true, onProgress, signal } = options;
  if (typeof segmenter?.segment !== 'function') {
    throw new OptionError(`Cannot ${ACTION}: segmenter must be one, received ${describe(segmenter)}`, {
      hint: 'As: segmentFile(from, to, { segmenter: new Words() })',
    });
  }
  const between = checkText(ACTION, 'separator', separator);
  const skips = checkBoolean(ACTION, 'skipBlank', skipBlank);
  const cut = typeof options.sentences === 'object' ? options.sentences : {};
  const bySentence =
    typeof options.sentences === 'object' || checkBoolean(ACTION, 'sentences', options.sentences ?? false);
  if (bySentence) sentences('', cut);
  const bytes = checkNumber(ACTION, 'bytes', options.bytes ?? 2 ** 16, { from: 16, to: 2 ** 28, whole: true });
  const text = openText(from, checkEncoding(ACTION, options.encoding), bytes);
  try {
    const file = platform().createFile(to);
    try {
      const writer = new LineWriter((part) => file.write(part), between);
      const add = (part: string): void => {
        for (const token of segmenter.segment(part)) if (!(skips && isBlank(token))) writer.add(token);
      };
      const addPart = bySentence ? bySentences(add, writer, cut) : byLines(add, writer);
      const stretches = new Stretches();
      for (const piece of text.pieces()) {
        for (const part of stretches.of(piece)) addPart(part);
        onProgress?.(text.done(), text.size);
        await pause();
        signal?.throwIfAborted();
      }
      for (const part of stretches.rest()) addPart(part);
      addPart('');
      if (writer.tokens === 0) {
        throw new FormatError(`Cannot read text '${from}': it must hold text, received blanks only`);
      }
      writer.flush();
      file.commit();
      return { encoding: text.encoding, lines: writer.lines, tokens: writer.tokens };
    } finally {
      file.discard();
    }
  } finally {
    text.close();
  }
}

/** Gives every stretch to be cut, and ends a line where one ends; an empty stretch is the end of the text. */
function byLines(add: (part: string) => void, writer: LineWriter): (stretch: string) => void {
  return (stretch) => {
    const text = stretch.replace(/\r?\n$/, '');
    if (text !== '') add(text);
    if (text !== stretch) writer.endLine();
    else if (stretch === '') writer.endLastLine();
  };
}

/** The same for each sentence; one that goes on in the next stretch waits for that, unless it is longer than one. */
function bySentences(
  add: (part: string) => void,
  writer: LineWriter,
  cut: SentencesOptions,
): (stretch: string) => void {
  let rest = '';
  return (stretch) => {
    const found = sentences(rest + stretch, cut);
    rest = stretch === '' ? '' : (found.pop() ?? '');
    for (const sentence of found) {
      add(sentence.trimEnd().replace(/\s*\n\s*/g, ' '));
      writer.endLastLine();
    }
    if (rest.length > LONGEST_SENTENCE) {
      add(rest);
      rest = '';
    }
  };
}

/** Code units of a sentence that is read as one. */
const LONGEST_SENTENCE = 65_536;

/** Tokens on their way into a file. */
class LineWriter {
  tokens = 0;
  lines = 0;
  readonly #write: (bytes: Uint8Array) => void;
  readonly #between: string;
  readonly #encoder = new TextEncoder();
  /** Always the same: fresh ones for each part would be hundreds of MB before they are collected. */
  readonly #bytes = new Uint8Array(4 * WRITTEN);
  #waiting = '';
  #begun = false;

  constructor(write: (bytes: Uint8Array) => void, between: string) {
    this.#write = write;
    this.#between = between;
  }

  add(token: string): void {
    this.#waiting += this.#begun ? this.#between + token : token;
    this.#begun = true;
    this.tokens++;
    if (this.#waiting.length >= WRITTEN) this.flush();
  }

  endLine(): void {
    this.#waiting += '\n';
    this.#begun = false;
    this.lines++;
  }

  /** Ends a line that has tokens. */
  endLastLine(): void {
    if (this.#begun) this.endLine();
  }

  flush(): void {
    for (let rest = this.#waiting; rest !== ''; ) {
      const { read, written } = this.#encoder.encodeInto(rest, this.#bytes);
      this.#write(this.#bytes.subarray(0, written));
      rest = rest.slice(read);
    }
    this.#waiting = '';
  }
}

/** Lets what waits run: a signal, a drawing. */
function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
