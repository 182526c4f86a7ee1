/** Whether a token holds nothing that is seen: blanks, line ends and control characters only. */
export function isBlank(token: string): boolean {
  return /^[\s\p{Cc}]*$/u.test(token);
}

/**
 * Tokens without those that are blank, as word2vec and models over words take them. Where text is to be put together
 * again, as by a model that writes, they are kept.
 *
 * @example
 * ```ts
 * import { Words, withoutBlanks } from 'memcell/text';
 * withoutBlanks(new Words().segment('To be,\nor not')); // => [ 'To', 'be', ',', 'or', 'not' ]
 * ```
 */
export function withoutBlanks(tokens: readonly string[]): string[] {
  return tokens.filter((token) => !isBlank(token));
}
