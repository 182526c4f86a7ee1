/**
 * Every n-gram of up to `order` tokens, as a tree of contexts in flat arrays: entry 0 is the empty n-gram, then come those
 * of one token, of two, …; the children of an entry lie together, by rising token.
 */
export interface Trie {
  /** Where the entries of each length begin, 0 to order; after them the number of all. */
  readonly levels: readonly number[];
  /** The last token of each entry. */
  readonly tokens: Int32Array;
  /** How often each came. */
  readonly counts: Int32Array;
  /** Where the children of each entry begin, for all but the longest; after them where the last ones end. */
  readonly children: Int32Array;
  /** The entry without its first token. */
  readonly suffixes: Int32Array;
}

/**
 * @param data sequences one after another, each behind a `marker`, which is the largest token. n-grams do not reach from
 * one into the next.
 */
export function buildTrie(data: Int32Array, marker: number, order: number): Trie {
  const lengths = lengthsAt(data, marker, order);
  const sorted = sortPositions(data, lengths, marker, order);
  const shared = sharedWithLast(data, lengths, sorted);
  const sizes = new Array<number>(order + 2).fill(0);
  sizes[0] = 1;
  sorted.forEach((position, i) => {
    for (let k = (shared[i] as number) + 1; k <= (lengths[position] as number); k++) sizes[k]!++;
  });
  const levels = [0];
  for (let k = 0; k <= order; k++) levels.push((levels[k] as number) + (sizes[k] as number));
  const all = levels[order + 1] as number;
  const tokens = new Int32Array(all);
  const counts = new Int32Array(all);
  const children = new Int32Array((levels[order] as number) + 1).fill(all);
  children[0] = 1;
  const next = [...levels];
  const path = new Int32Array(order + 1);
  sorted.forEach((position, i) => {
    const length = lengths[position] as number;
    for (let k = (shared[i] as number) + 1; k <= length; k++) {
      const entry = next[k]!++;
      path[k] = entry;
      tokens[entry] = data[position + k - 1] as number;
      if (k < order) children[entry] = next[k + 1] as number;
    }
    for (let k = 1; k <= length; k++) counts[path[k] as number]!++;
  });
  const trie: Trie = { levels, tokens, counts, children, suffixes: new Int32Array(all) };
  findSuffixes(trie, order);
  return trie;
}

/** The child of an entry by its token; −1 where there is none. */
export function findChild({ tokens, children }: Trie, entry: number, token: number): number {
  let low = children[entry] as number;
  let high = (children[entry + 1] as number) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const difference = (tokens[middle] as number) - token;
    if (difference === 0) return middle;
    if (difference < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Tokens from each position to the end of its sequence, `order` at most. */
function lengthsAt(data: Int32Array, marker: number, order: number): Uint8Array {
  const lengths = new Uint8Array(data.length);
  let length = 0;
  for (let i = data.length - 1; i >= 0; i--) {
    length = Math.min(order, length + 1);
    lengths[i] = length;
    if (data[i] === marker) length = 0;
  }
  return lengths;
}

/** Positions by what stands there, up to `order` tokens; what ends earlier comes first. */
function sortPositions(data: Int32Array, lengths: Uint8Array, marker: number, order: number): Int32Array {
  let from = Int32Array.from(data.keys());
  let to = new Int32Array(data.length);
  const starts = new Int32Array(marker + 3);
  for (let k = order - 1; k >= 0; k--) {
    starts.fill(0);
    const keyAt = (position: number): number =>
      k < (lengths[position] as number) ? (data[position + k] as number) + 1 : 0;
    for (const position of from) starts[keyAt(position) + 1]!++;
    for (let key = 1; key < starts.length; key++) starts[key]! += starts[key - 1] as number;
    for (const position of from) to[starts[keyAt(position)]!++] = position;
    [from, to] = [to, from];
  }
  return from;
}

/** How many tokens each position has in common with the one sorted before it. */
function sharedWithLast(data: Int32Array, lengths: Uint8Array, sorted: Int32Array): Uint8Array {
  const shared = new Uint8Array(sorted.length);
  for (let i = 1; i < sorted.length; i++) {
    const [a, b] = [sorted[i - 1] as number, sorted[i] as number];
    const most = Math.min(lengths[a] as number, lengths[b] as number);
    let k = 0;
    while (k < most && data[a + k] === data[b + k]) k++;
    shared[i] = k;
  }
  return shared;
}

function findSuffixes(trie: Trie, order: number): void {
  const { levels, tokens, children, suffixes } = trie;
  for (let parent = 1; parent < (levels[order] as number); parent++) {
    const suffix = suffixes[parent] as number;
    for (let entry = children[parent] as number; entry < (children[parent + 1] as number); entry++) {
      suffixes[entry] = findChild(trie, suffix, tokens[entry] as number);
    }
  }
}
