/** A text and what it becomes in another language or form. */
export interface TextPair {
  readonly source: string;
  readonly target: string;
}
