/** A segmenter and its options as plain JSON. */
export interface SegmenterConfig {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Cuts text into tokens and puts tokens together again. Nothing is lost: `join(segment(text))` is the text. */
export interface Segmenter {
  /** Class name in config and errors. */
  readonly className: string;
  /** The tokens of a text, blanks and line ends among them. */
  segment(text: string): string[];
  /** The text of tokens. */
  join(tokens: readonly string[]): string;
  /** Its options, which make an equal one when given to the constructor. */
  config(): Readonly<Record<string, unknown>>;
}
