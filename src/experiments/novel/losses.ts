/** Losses of single steps, of the means since an epoch began that listeners hear, and the mean of the last of them. */
export class Losses {
  readonly #perEpoch: number;
  #sum = 0;
  #count = 0;
  /** Sum of the epoch so far. */
  #total = 0;

  constructor(perEpoch: number) {
    this.#perEpoch = perEpoch;
  }

  /** Takes the mean that was heard after a step, counted from 1. */
  add(step: number, mean: number): void {
    const inEpoch = ((step - 1) % this.#perEpoch) + 1;
    if (inEpoch === 1) this.#total = 0;
    this.#sum += mean * inEpoch - this.#total;
    this.#total = mean * inEpoch;
    this.#count++;
  }

  /** The mean of the steps since it was taken last. */
  take(): number {
    const mean = this.#sum / this.#count;
    this.#sum = 0;
    this.#count = 0;
    return mean;
  }
}
