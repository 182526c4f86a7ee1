import type { ByteWindow } from './byte-window.ts';
import type { Refuse } from './refuse.ts';

/** How a file of word vectors is written. */
export interface WordVectorLayout {
  /** Numbers as float32 (.bin), or as text (.txt, .vec). */
  readonly binary: boolean;
  /**
   * 'c' as the C tool word2vec writes: a line end after each row of .bin; in .txt six decimals and a blank after each
   * number. 'gensim' as gensim writes: no line ends in .bin; in .txt the fewest digits that give the number again.
   */
  readonly variant: 'c' | 'gensim';
  /** Whether a first line says how many words there are and how long the vectors: GloVe's files have none. */
  readonly header: boolean;
}

/** What is known of a file before its rows are read. */
export interface WordVectorFile {
  readonly layout: WordVectorLayout;
  /** Words that the file has, V. */
  readonly count: number;
  /** Numbers of each vector, U. */
  readonly size: number;
  /** Where the first row begins. */
  readonly start: number;
  readonly window: ByteWindow;
  readonly refuse: Refuse;
}

/** What may be said of a file; the rest is found out. */
export interface WordVectorFileOptions {
  readonly binary?: boolean | undefined;
  readonly header?: boolean | undefined;
  /** Of the file, for errors. */
  readonly name?: string | undefined;
}

/** Is told of each row: its word's bytes and its numbers, both overwritten by the next row, and where it stands. */
export type VisitRow = (word: Uint8Array, vector: Float32Array, place: RowPlace) => void;

/** Where a row stands. */
export interface RowPlace {
  /** Number of the row, from 0. */
  readonly row: number;
  /** Where its word begins in the file. */
  readonly wordAt: number;
  /** Where its numbers begin. */
  readonly vectorAt: number;
}

/** Bytes of a word at most: where there are more, it is no word. */
export const MOST_WORD = 10_000;
