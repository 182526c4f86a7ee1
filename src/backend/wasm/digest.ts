/** What is kept of the numbers that a kernel should give: a hash of their bits, then weighted sums of every other one. */
export type Digest = readonly [hash: number, ...sums: number[]];

const SUMS = 2;
/** Stands for NaN in a sum, where it would hide the other numbers. */
const INSTEAD_OF_NAN = 7;

/** The digest of numbers; NaN counts as NaN, whatever its bits. */
export function digestOf(numbers: Float32Array): Digest {
  const bits = new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  const sums: number[] = Array.from({ length: SUMS }, () => 0);
  let hash = 0;
  numbers.forEach((x, i) => {
    const nan = Number.isNaN(x);
    hash = Math.imul(hash ^ (nan ? INSTEAD_OF_NAN : (bits[i] as number)), 0x01000193);
    hash ^= hash >>> 15;
    sums[i % SUMS] = (sums[i % SUMS] as number) + weightOf(i) * (nan ? INSTEAD_OF_NAN : x);
  });
  return [hash, ...sums];
}

/** Between 0.5 and 1.5 or their negatives: no number counts little, and equal errors do not cancel. */
function weightOf(i: number): number {
  const mixed = Math.imul(i + 1, 0x9e3779b1);
  return (mixed < 0 ? -1 : 1) * (0.5 + ((mixed >>> 8) & 1023) / 1023);
}

/** The largest difference of two digests' sums, relative above 1; never 0 where only the bits differ, NaN for no number. */
export function differenceOf(found: Digest, wanted: Digest): number {
  if (found[0] === wanted[0]) return 0;
  return found.slice(1).reduce((most, sum, i) => {
    const right = wanted[i + 1] as number;
    return Math.max(most, Math.abs(sum - right) / Math.max(1, Math.abs(right)));
  }, Number.MIN_VALUE);
}
