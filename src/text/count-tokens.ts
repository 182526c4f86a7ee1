import { OptionError } from '../errors.ts';
import { describe } from '../options.ts';

/**
 * How often each token comes, for `Vocabulary.fromCounts`. Counts are added to those that are given, so that a text is
 * counted piece by piece, or in several parts that `mergeCounts` puts together.
 *
 * @returns `counts` itself.
 * @example
 * ```ts
 * import { Characters, countTokens, Vocabulary } from 'memcell/text';
 * const counts = new Map<string, number>();
 * for (const piece of ['to be', ' or', ' not to be']) countTokens(new Characters().segment(piece), counts);
 * counts.get('o'); // => 4
 * Vocabulary.fromCounts(counts, { minCount: 4 }).tokens; // => [ ' ', 'o' ]
 * ```
 */
export function countTokens(tokens: Iterable<string>, counts: Map<string, number> = new Map()): Map<string, number> {
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

/** The sums of counts of several parts. @throws OptionError for counts that are no Map. */
export function mergeCounts(...parts: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const part of parts) {
    if (!(part instanceof Map)) {
      throw new OptionError(`Cannot merge counts: each part must be a Map of tokens, received ${describe(part)}`);
    }
    for (const [token, count] of part) sums.set(token, (sums.get(token) ?? 0) + count);
  }
  return sums;
}
