/**
 * A table that draws words by weight, in constant time and 8 bytes a word (Walker's alias method): take a random place, and
 * there the word itself where a second random number is below the threshold, else the other word.
 *
 * @see Vose: A Linear Algorithm for Generating Random Numbers with a Given Distribution (1991)
 * @returns for each word its threshold, from 0 to 2³² − 1, and the other word.
 */
export function aliasTable(weights: Float64Array): Uint32Array {
  const n = weights.length;
  let total = 0;
  for (const weight of weights) total += weight;
  const shares = weights.map((weight) => (weight * n) / total);
  const table = new Uint32Array(2 * n);
  const small = new Uint32Array(n);
  const large = new Uint32Array(n);
  let [smalls, larges] = [0, 0];
  for (let i = 0; i < n; i++) {
    if ((shares[i] as number) < 1) small[smalls++] = i;
    else large[larges++] = i;
  }
  while (smalls > 0 && larges > 0) {
    const less = small[--smalls] as number;
    const more = large[larges - 1] as number;
    const share = shares[less] as number;
    table[2 * less] = Math.floor(share * 2 ** 32);
    table[2 * less + 1] = more;
    const left = (shares[more] as number) + share - 1;
    shares[more] = left;
    if (left >= 1) continue;
    larges--;
    small[smalls++] = more;
  }
  // what is left has a share of 1, but for rounding
  for (const rest of [small.subarray(0, smalls), large.subarray(0, larges)]) {
    for (const i of rest) {
      table[2 * i] = 2 ** 32 - 1;
      table[2 * i + 1] = i;
    }
  }
  return table;
}
