/** Rows with the highest scores, the highest first; of equal ones the earlier. */
export class NearestRows {
  readonly #count: number;
  readonly #excluded: ReadonlySet<number>;
  #rows: { readonly row: number; readonly score: number }[] = [];
  /** What a row must be above to be among them. */
  #least = -Infinity;

  constructor(count: number, excluded: ReadonlySet<number>) {
    this.#count = count;
    this.#excluded = excluded;
  }

  /** Rows come in rising order. */
  add(row: number, score: number): void {
    if (score <= this.#least || this.#excluded.has(row)) return;
    this.#rows.push({ row, score });
    if (this.#rows.length >= 2 * this.#count + 100) this.#cut();
  }

  list(): readonly { readonly row: number; readonly score: number }[] {
    this.#cut();
    return this.#rows;
  }

  #cut(): void {
    this.#rows.sort((a, b) => b.score - a.score || a.row - b.row);
    this.#rows.length = Math.min(this.#rows.length, this.#count);
    if (this.#rows.length === this.#count) this.#least = this.#rows.at(-1)?.score ?? -Infinity;
  }
}
