/** Numbers with a rank: the highest rank comes out first, of equal ones the lowest number. */
export class PairQueue {
  readonly #ranks: number[] = [];
  readonly #values: number[] = [];

  get size(): number {
    return this.#ranks.length;
  }

  push(rank: number, value: number): void {
    let place = this.#ranks.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#before(rank, value, parent)) break;
      this.#ranks[place] = this.#ranks[parent] as number;
      this.#values[place] = this.#values[parent] as number;
      place = parent;
    }
    this.#ranks[place] = rank;
    this.#values[place] = value;
  }

  /** Takes the first one out. Only where there is one. */
  pop(): { readonly rank: number; readonly value: number } {
    const top = { rank: this.#ranks[0] as number, value: this.#values[0] as number };
    const rank = this.#ranks.pop() as number;
    const value = this.#values.pop() as number;
    const size = this.#ranks.length;
    if (size === 0) return top;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#before(this.#ranks[child + 1]!, this.#values[child + 1]!, child)) child++;
      if (this.#before(rank, value, child)) break;
      this.#ranks[place] = this.#ranks[child] as number;
      this.#values[place] = this.#values[child] as number;
      place = child;
    }
    this.#ranks[place] = rank;
    this.#values[place] = value;
    return top;
  }

  #before(rank: number, value: number, place: number): boolean {
    const other = this.#ranks[place] as number;
    return rank > other || (rank === other && value < (this.#values[place] as number));
  }
}
