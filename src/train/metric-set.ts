import type { Weighting } from '../losses/index.ts';
import { type Metric, type MetricId, metric } from '../metrics/index.ts';
import type { Batch } from '../tensor/batch.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Numbers by name: loss and metrics of a batch or an epoch. */
export type Logs = Record<string, number>;

/** The running mean of the loss (over samples) and all metrics of a model. */
export class MetricSet {
  readonly #ids: readonly MetricId[];
  readonly #loss: string;
  #metrics: readonly Metric[] = [];
  #resolved = false;
  #lossSum = 0;
  #samples = 0;

  /** @param loss className of the loss: with the first batch it says which metric 'accuracy' is. */
  constructor(ids: readonly MetricId[], loss: string) {
    this.#ids = ids;
    this.#loss = loss;
  }

  /** Metrics by their order; none before the first batch. */
  get metrics(): readonly Metric[] {
    return this.#metrics;
  }

  /** Takes a batch and its loss in; `weighting` says what counts in the prediction. @throws ShapeError if a metric cannot take the target or the prediction. */
  update(batch: Batch, prediction: Tensor, loss: number, weighting: Weighting): void {
    if (!this.#resolved) {
      const context = { loss: this.#loss, outputShape: prediction.shape, targetShape: batch.target.shape };
      this.#metrics = this.#ids.map((id) => metric(id, context));
      this.#resolved = true;
    }
    for (const each of this.#metrics) each.update(batch.target, prediction, weighting);
    const samples = batch.input.shape[0] as number;
    this.#lossSum += loss * samples;
    this.#samples += samples;
  }

  /** Loss and metrics over all that came since `reset`; the loss is NaN where nothing came. */
  results(): Logs {
    const logs: Logs = { loss: this.#lossSum / this.#samples };
    for (const each of this.#metrics) logs[each.name] = each.result();
    return logs;
  }

  /** Starts anew. */
  reset(): void {
    this.#lossSum = 0;
    this.#samples = 0;
    for (const each of this.#metrics) each.reset();
  }

  /** Keeps what it is at, and gives a function that comes back to it. */
  save(): () => void {
    const [lossSum, samples] = [this.#lossSum, this.#samples];
    const values = this.#metrics
      .flatMap((each) => each.variables)
      .map((variable) => [variable, variable.data] as const);
    return () => {
      this.reset();
      this.#lossSum = lossSum;
      this.#samples = samples;
      for (const [variable, data] of values) variable.assign(data);
    };
  }
}
