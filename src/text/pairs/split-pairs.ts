import { OptionError } from '../../errors.ts';
import { checkNumber, checkOptions } from '../../options.ts';
import { Random } from '../../random.ts';
import type { TextPair } from './text-pair.ts';

/** Options of `splitPairs`. */
export interface SplitPairsOptions {
  /** Pairs to hold out, from 1; pairs that belong together stay so, which may make it a few less or more. */
  heldOut: number;
  /** Whole number from 0 that the choice follows from. Default 0. */
  seed?: number;
}

/**
 * Pairs to learn from and pairs that are held out, each in its order: no text of the held-out ones, source or target,
 * occurs in the others. Pairs that share a text belong together, and so do those that share one with them.
 *
 * @throws OptionError for an option out of its range, or where nothing is left to learn from or to hold out.
 * @example
 * ```ts
 * import { splitPairs } from 'memcell/text';
 * const pairs = ['one 1', '1 1', 'two 2'].map((line) => line.split(' ')).map(([a, b]) => ({ source: a!, target: b! }));
 * const { training, heldOut } = splitPairs(pairs, { heldOut: 1 });
 * [training.length, heldOut[0]!.source]; // => [ 2, 'two' ]
 * ```
 */
export function splitPairs<P extends TextPair>(
  pairs: readonly P[],
  options: SplitPairsOptions,
): { readonly training: P[]; readonly heldOut: P[] } {
  const action = 'split pairs';
  checkOptions(action, options, ['heldOut', 'seed']);
  const wanted = checkNumber(action, 'heldOut', options.heldOut, { from: 1, whole: true });
  const seed = checkNumber(action, 'seed', options.seed ?? 0, { from: 0, whole: true });
  const groups = groupsOf(pairs);
  const held = new Set<number>();
  for (const place of new Random(seed).permutation(groups.length)) {
    const group = groups[place] as readonly number[];
    // a group that is larger than what is missing would take too much from the others
    if (held.size < wanted && group.length <= Math.max(1, wanted - held.size)) for (const i of group) held.add(i);
  }
  if (held.size === 0 || held.size === pairs.length) {
    throw new OptionError(
      `Cannot ${action}: there must be pairs without a common text to learn from and to hold out, received ${pairs.length} pairs, of which ${held.size} would be held out`,
      { hint: 'Give more pairs, or hold fewer out.' },
    );
  }
  return { training: pairs.filter((_, i) => !held.has(i)), heldOut: pairs.filter((_, i) => held.has(i)) };
}

/** Places of pairs that share a text, directly or through others. */
function groupsOf(pairs: readonly TextPair[]): number[][] {
  const parent = pairs.map((_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root] as number;
    for (let at = i; at !== root; ) {
      const next = parent[at] as number;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  const first = [new Map<string, number>(), new Map<string, number>()];
  for (const [i, { source, target }] of pairs.entries()) {
    for (const [side, text] of [source, target].entries()) {
      const seen = first[side]?.get(text);
      if (seen === undefined) first[side]?.set(text, i);
      else parent[rootOf(i)] = rootOf(seen);
    }
  }
  const groups = new Map<number, number[]>();
  for (let i = 0; i < pairs.length; i++) {
    const root = rootOf(i);
    const group = groups.get(root);
    if (group) group.push(i);
    else groups.set(root, [i]);
  }
  return [...groups.values()];
}
