/**
 * A table that draws words by weight in constant time (Walker's alias method). It has three numbers for each word that is
 * drawn: take a random place, and there the first word where a second random number is below the threshold, else the
 * other one.
 *
 * @see Vose: A Linear Algorithm for Generating Random Numbers with a Given Distribution (1991)
 * @param weights of all words; one whose weight is 0 is never drawn.
 * @returns threshold (0 to 2³² − 1), word, other word, for each place.
 */
export function drawTable(weights: Float64Array): Uint32Array {
  const words: number[] = [];
  let total = 0;
  weights.forEach((weight, word) => {
    if (weight === 0) return;
    words.push(word);
    total += weight;
  });
  const n = words.length;
  const shares = Float64Array.from(words, (word) => ((weights[word] as number) * n) / total);
  const table = new Uint32Array(3 * n);
  const set = (place: number, threshold: number, other: number): void => {
    table.set([threshold, words[place] as number, words[other] as number], 3 * place);
  };
  const small: number[] = [];
  const large: number[] = [];
  shares.forEach((share, place) => {
    (share < 1 ? small : large).push(place);
  });
  while (small.length > 0 && large.length > 0) {
    const less = small.pop() as number;
    const more = large.at(-1) as number;
    const share = shares[less] as number;
    set(less, Math.floor(share * 2 ** 32), more);
    shares[more] = (shares[more] as number) + share - 1;
    if ((shares[more] as number) < 1) small.push(large.pop() as number);
  }
  // what is left has a share of 1, but for rounding
  for (const place of [...small, ...large]) set(place, 2 ** 32 - 1, place);
  return table;
}
