/** The best of many candidates, kept in order; of equal ones the first that was offered is the better one. */
export class BestCandidates {
  readonly #capacity: number;
  readonly #rows: number[] = [];
  readonly #ids: number[] = [];
  readonly #scores: number[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  offer(row: number, id: number, score: number): void {
    const scores = this.#scores;
    const full = scores.length === this.#capacity;
    if (full && score <= (scores.at(-1) as number)) return;
    let low = 0;
    let high = scores.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((scores[middle] as number) >= score) low = middle + 1;
      else high = middle;
    }
    if (full) for (const list of [this.#rows, this.#ids, scores]) list.pop();
    this.#rows.splice(low, 0, row);
    this.#ids.splice(low, 0, id);
    scores.splice(low, 0, score);
  }

  /** Calls back for each, best first; `rank` counts from 0. */
  forEach(visit: (row: number, id: number, score: number, rank: number) => void): void {
    this.#scores.forEach((score, rank) => {
      visit(this.#rows[rank] as number, this.#ids[rank] as number, score, rank);
    });
  }
}
