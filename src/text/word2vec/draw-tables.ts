/**
 * Tables that draw words by weight, each those of a share of the words; all shares weigh about the same, so that drawing
 * from one after the other is as drawing from all. Threads that draw from different shares at a time do not write the same
 * rows, which would cost them more than all their work: a line of memory that two cores write goes to and fro between them.
 *
 * A table draws in constant time (Walker's alias method). It has three numbers for each word of the share: take a random
 * place, and there the first word where a second random number is below the threshold, else the other one.
 *
 * @see Vose: A Linear Algorithm for Generating Random Numbers with a Given Distribution (1991)
 * @param weights by falling weight, but for words that are never drawn, whose weight is 0.
 * @returns for each share its table: threshold (0 to 2³² − 1), word, other word.
 */
export function drawTables(weights: Float64Array, shares: number): Uint32Array[] {
  const count = Math.max(1, shares);
  const members: number[][] = Array.from({ length: count }, () => []);
  const sums = new Float64Array(count);
  weights.forEach((weight, word) => {
    if (weight === 0) return;
    let lightest = 0;
    for (let share = 1; share < count; share++) {
      if ((sums[share] as number) < (sums[lightest] as number)) lightest = share;
    }
    (members[lightest] as number[]).push(word);
    sums[lightest] = (sums[lightest] as number) + weight;
  });
  return members.map((words, share) => drawTable(words, weights, sums[share] as number));
}

function drawTable(words: readonly number[], weights: Float64Array, total: number): Uint32Array {
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
