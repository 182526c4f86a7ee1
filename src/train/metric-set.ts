import { type Metric, type MetricId, metric } from '../metrics/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Answer } from './objective.ts';

/** Numbers by name: loss and metrics of a batch or an epoch. */
export type Logs = Record<string, number>;

/** What is measured at one output of a model. */
export interface OutputMetrics {
  /** Name of the output. */
  readonly name: string;
  readonly ids: readonly MetricId[];
  /** className of the loss: with the first batch it says which metric 'accuracy' is. */
  readonly loss: string;
}

/**
 * The running mean of the loss (over samples) and all metrics of a model. Where it has several outputs, the logs also
 * hold the loss of each, before its weight, and metrics bear the name of their output: `ageLoss`, `ageMae`.
 */
export class MetricSet {
  readonly #outputs: readonly OutputMetrics[];
  /** Metrics of each output, once the first batch has come. */
  #metrics: readonly (readonly Metric[])[] | undefined;
  #lossSum = 0;
  readonly #partSums: number[];
  #samples = 0;

  constructor(outputs: readonly OutputMetrics[]) {
    this.#outputs = outputs;
    this.#partSums = outputs.length === 1 ? [] : outputs.map(() => 0);
  }

  /** Metrics by their order, output by output; none before the first batch. */
  get metrics(): readonly Metric[] {
    return this.#metrics?.flat() ?? [];
  }

  /**
   * Takes a batch and its loss in, and the loss of each output where there are several.
   *
   * @throws ShapeError if a metric cannot take the target or the prediction.
   */
  update(answers: readonly Answer[], loss: number, parts: readonly Tensor[]): void {
    this.#metrics ??= answers.map(({ target, prediction }, i) => {
      const { ids, loss } = this.#outputs[i] as OutputMetrics;
      const context = { loss, outputShape: prediction.shape, targetShape: target.shape };
      return ids.map((id) => metric(id, context));
    });
    answers.forEach(({ target, prediction, weighting }, i) => {
      for (const each of this.#metrics?.[i] ?? []) each.update(target, prediction, weighting);
    });
    const samples = answers[0]?.prediction.shape[0] ?? 1;
    this.#lossSum += loss * samples;
    for (let i = 0; i < this.#partSums.length; i++) {
      this.#partSums[i] = (this.#partSums[i] as number) + (parts[i] as Tensor).item() * samples;
    }
    this.#samples += samples;
  }

  /** Loss and metrics over all that came since `reset`; the loss is NaN where nothing came. */
  results(): Logs {
    const logs: Logs = { loss: this.#lossSum / this.#samples };
    this.#partSums.forEach((sum, i) => {
      logs[this.#nameOf(i, 'loss')] = sum / this.#samples;
    });
    this.#metrics?.forEach((own, i) => {
      for (const each of own) logs[this.#nameOf(i, each.name)] = each.result();
    });
    return logs;
  }

  /** Starts anew. */
  reset(): void {
    this.#lossSum = 0;
    this.#partSums.fill(0);
    this.#samples = 0;
    for (const each of this.metrics) each.reset();
  }

  /** Keeps what it is at, and gives a function that comes back to it. */
  save(): () => void {
    const [lossSum, partSums, samples] = [this.#lossSum, [...this.#partSums], this.#samples];
    const values = this.metrics.flatMap((each) => each.variables).map((variable) => [variable, variable.data] as const);
    return () => {
      this.reset();
      this.#lossSum = lossSum;
      partSums.forEach((sum, i) => {
        this.#partSums[i] = sum;
      });
      this.#samples = samples;
      for (const [variable, data] of values) variable.assign(data);
    };
  }

  #nameOf(output: number, name: string): string {
    return this.#outputs.length === 1 ? name : outputLog((this.#outputs[output] as OutputMetrics).name, name);
  }
}

/** The name of a log of one of several outputs: `age` and `mae` give `ageMae`. */
export function outputLog(output: string, name: string): string {
  return `${output}${name[0]?.toUpperCase()}${name.slice(1)}`;
}
