/** Where a text is cut before pairs are joined; no token reaches over a cut. */
export type Split = 'words' | 'lines';

const PATTERNS: Readonly<Record<Split, RegExp>> = {
  // a word has the blank before it; of more blanks the last one goes with the word
  words: / ?[\p{L}\p{M}]+| ?\p{N}+| ?[^\s\p{L}\p{M}\p{N}]+|\s+(?!\S)|\s+/gu,
  lines: /[^\n]*\n|[^\n]+/gu,
};

/** The pieces of a text, which together are the text. */
export function piecesOf(text: string, split: Split): readonly string[] {
  return text.match(PATTERNS[split]) ?? [];
}
