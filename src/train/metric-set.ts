import { FormatError, OptionError } from '../errors.ts';
import { type Metric, type MetricId, metric } from '../metrics/index.ts';
import { describe } from '../options.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type Json, numberFromJson, numberToJson } from './checkpoint-data.ts';
import type { Answer } from './objective.ts';

/** Shapes of a prediction and of its target. */
type Shapes = readonly [Shape, Shape];

/** Numbers by name: loss and metrics of a batch or an epoch. */
export type Logs = Record<string, number>;

/** What is measured at one output of a model. */
export interface OutputMetrics {
  /** Name of the output. */
  readonly name: string;
  readonly ids: readonly MetricId[];
  /** How many of the last ones heed the weights of samples; the others heed masks alone, as Keras's. Default 0. */
  readonly weighted?: number;
  /** className of the loss: with the first batch it says which metric 'accuracy' is. */
  readonly loss: string;
}

/**
 * The running mean of the loss (over samples) and all metrics of a model. Where it has several outputs, the logs also
 * hold the loss of each, before its weight, and metrics bear the name of their output: `ageLoss`, `ageMae`.
 *
 * A training and evaluations may take turns: each is a run, which turns to its own sums before it uses them. The metrics
 * keep the sums of the last run, so that `matrix()` and its like may be read after `evaluate`.
 */
export class MetricSet {
  readonly #outputs: readonly OutputMetrics[];
  /** Metrics of each output, once the first batch has come. */
  #metrics: readonly (readonly Metric[])[] | undefined;
  #shapes: number[][][] | undefined;
  #lossSum = 0;
  readonly #partSums: number[];
  #samples = 0;
  /** Whose sums these are. */
  #run: object | undefined;
  /** What brings the sums of other runs back. */
  readonly #waiting = new WeakMap<object, () => void>();

  constructor(outputs: readonly OutputMetrics[]) {
    this.#outputs = outputs;
    this.#partSums = outputs.length === 1 ? [] : outputs.map(() => 0);
  }

  /** Metrics by their order, output by output; none before the first batch. */
  get metrics(): readonly Metric[] {
    return this.#metrics?.flat() ?? [];
  }

  /** From now on all is of this run, from where it was; a new one begins anew. */
  turnTo(run: object): void {
    if (run === this.#run) return;
    if (this.#run !== undefined) this.#waiting.set(this.#run, this.#save());
    this.#run = run;
    const back = this.#waiting.get(run) ?? (() => this.reset());
    this.#waiting.delete(run);
    back();
  }

  /** A run has come to its end. */
  leave(run: object): void {
    this.#waiting.delete(run);
    if (run === this.#run) this.#run = undefined;
  }

  /**
   * Takes a batch and its loss in, and the loss of each output where there are several.
   *
   * @throws ShapeError if a metric cannot take the target or the prediction.
   */
  update(answers: readonly Answer[], loss: number, parts: readonly Tensor[]): void {
    if (!this.#metrics) {
      const shapes = answers.map(({ target, prediction }) => [prediction.shape, target.shape] as const);
      this.#metrics = this.#made(shapes);
    }
    answers.forEach(({ target, prediction, weighting }, i) => {
      const own = this.#metrics?.[i] ?? [];
      const plain = own.length - (this.#outputs[i]?.weighted ?? 0);
      own.forEach((each, m) => {
        each.update(target, prediction, m < plain ? { mask: weighting.mask } : weighting);
      });
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

  /** What it is at, for a checkpoint. */
  state(): Json {
    const values = this.metrics.map((each) => each.variables.map(({ data }) => Array.from(data, numberToJson)));
    const sums = [this.#lossSum, ...this.#partSums].map(numberToJson);
    return { names: [...this.#names()], sums, samples: this.#samples, shapes: this.#shapes ?? null, values };
  }

  /** Comes back to what `state` gave. @throws FormatError where it is none; OptionError where it is of other metrics. */
  restore(state: Json): void {
    const { names, sums, samples, shapes, values } = (state ?? {}) as Record<string, Json | undefined>;
    const lists = Array.isArray(names) && Array.isArray(sums) && Array.isArray(values);
    if (!lists || typeof samples !== 'number') {
      throw new FormatError(
        `Cannot resume training: checkpoint must hold the running metrics, received ${describe(state)}`,
      );
    }
    const now = this.#names();
    if (names.length !== now.length || names.some((name, i) => name !== now[i])) {
      const listed = (all: readonly Json[]): string => all.join(', ') || 'none';
      throw new OptionError(
        `Cannot resume training: metrics must be ${listed(names)}, as in the checkpoint, received ${listed(now)}`,
      );
    }
    if (!this.#metrics && shapes) this.#metrics = this.#made(shapes as unknown as readonly Shapes[]);
    const variables = shapes === null ? [] : this.metrics.flatMap((each) => each.variables);
    const numbers = (values as Json[][][]).flat();
    variables.forEach(({ size, name }, i) => {
      const received = numbers[i]?.length ?? 'none';
      if (received === size) return;
      throw new FormatError(
        `Cannot resume training: checkpoint must hold ${size} numbers of '${name}', received ${received}`,
      );
    });
    this.reset();
    const [lossSum = 0, ...parts] = sums.map(numberFromJson);
    this.#lossSum = lossSum;
    for (let i = 0; i < this.#partSums.length; i++) this.#partSums[i] = parts[i] ?? 0;
    this.#samples = samples;
    variables.forEach((variable, i) => {
      variable.assign((numbers[i] as Json[]).map(numberFromJson));
    });
  }

  /** What the logs of metrics are called, output by output. */
  #names(): readonly string[] {
    return this.#outputs.flatMap(({ ids }, i) =>
      ids.map((id) => this.#nameOf(i, typeof id === 'object' ? id.name : id)),
    );
  }

  /** The metrics of each output: what the model gives and what it is held against say which one 'accuracy' is. */
  #made(shapes: readonly Shapes[]): readonly (readonly Metric[])[] {
    this.#shapes = shapes.map(([output, target]) => [[...output], [...target]]);
    return this.#outputs.map(({ ids, loss }, i) => {
      const [outputShape, targetShape] = shapes[i] as Shapes;
      return ids.map((id) => {
        const made = metric(id, { loss, outputShape, targetShape });
        made.build?.(outputShape); // a checkpoint that is taken up has numbers for it, before any batch
        return made;
      });
    });
  }

  /** Keeps what it is at, and gives a function that comes back to it. */
  #save(): () => void {
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
