/** What a counter is stepped by: 2³² divided by the golden ratio. */
export const GOLDEN = 0x9e3779b9;

/**
 * The random word of counter x, as a number from 0 to 2³² − 1; `key` names the stream. Much cheaper than Threefry, which
 * gives its seeds: a step of word2vec draws dozens.
 */
export function mix(x: number, key: number): number {
  let y = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  y = Math.imul(y ^ (y >>> 15) ^ key, 0x846ca68b);
  return (y ^ (y >>> 16)) >>> 0;
}

/** A random word as a whole number below n, n up to 2²¹. */
export function below(random: number, n: number): number {
  return Math.floor((random * n) / 2 ** 32);
}
