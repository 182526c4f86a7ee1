import type { Metric } from '../metrics/index.ts';
import type { Batch } from '../tensor/batch.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Numbers by name: loss and metrics of a batch or an epoch. */
export type Logs = Record<string, number>;

/** The running mean of the loss (over samples) and all metrics of a model. */
export class MetricSet {
  readonly #metrics: readonly Metric[];
  #lossSum = 0;
  #samples = 0;

  constructor(metrics: readonly Metric[]) {
    this.#metrics = metrics;
  }

  /** Takes a batch and its loss in. */
  update(batch: Batch, prediction: Tensor, loss: number): void {
    const samples = batch.input.shape[0] as number;
    this.#lossSum += loss * samples;
    this.#samples += samples;
    for (const metric of this.#metrics) metric.update(batch.target, prediction, batch);
  }

  /** Loss and metrics over all that came since `reset`; NaN where nothing came. */
  results(): Logs {
    const logs: Logs = { loss: this.#lossSum / this.#samples };
    for (const metric of this.#metrics) logs[metric.name] = metric.result();
    return logs;
  }

  /** Starts anew. */
  reset(): void {
    this.#lossSum = 0;
    this.#samples = 0;
    for (const metric of this.#metrics) metric.reset();
  }
}
