import type { Paths } from './plan.ts';

/**
 * The ways through a Huffman tree: frequent words have short ones. Inner nodes are numbered as they are made, so that the
 * root is the last of them, n − 2.
 *
 * @param counts how often each word comes, falling but for the first.
 * @see Huffman: A Method for the Construction of Minimum-Redundancy Codes (1952)
 */
export function huffmanPaths(counts: ArrayLike<number>): Paths {
  const n = counts.length;
  const sums = new Float64Array(2 * n - 1);
  const parents = new Uint32Array(2 * n - 1);
  const second = new Uint8Array(2 * n - 1);
  for (let i = 0; i < n; i++) sums[i] = counts[i] as number;
  // words from the last one backwards, and nodes as they were made, are two queues of rising sums
  let word = n - 1;
  let node = n;
  for (let made = n; made < 2 * n - 1; made++) {
    const least = (): number => {
      const takeWord = word >= 0 && (node >= made || (sums[word] as number) < (sums[node] as number));
      return takeWord ? word-- : node++;
    };
    const first = least();
    const other = least();
    sums[made] = (sums[first] as number) + (sums[other] as number);
    parents[first] = made;
    parents[other] = made;
    second[other] = 1;
  }
  const root = 2 * n - 2;
  const starts = new Uint32Array(n + 1);
  for (let i = 0; i < n; i++) {
    let length = 0;
    for (let at = i; at !== root; at = parents[at] as number) length++;
    starts[i + 1] = (starts[i] as number) + length;
  }
  const nodes = new Uint32Array(starts[n] as number);
  for (let i = 0; i < n; i++) {
    let place = starts[i + 1] as number;
    for (let at = i; at !== root; ) {
      const parent = parents[at] as number;
      nodes[--place] = 2 * (parent - n) + (second[at] as number);
      at = parent;
    }
  }
  return { starts, nodes };
}
