/**
 * The words of a command line whose options may have one dash, as the C tool's have: `-size 200` is `--size 200`. Numbers
 * below zero and letters (`-h`) stay.
 */
export function doubleDashes(words: readonly string[]): string[] {
  if (words[0] !== 'word2vec') return [...words];
  return words.map((word) => (/^-[a-z]{2}[a-z-]*(=|$)/.test(word) ? `-${word}` : word));
}
