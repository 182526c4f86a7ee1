import type { GradientPair } from '../../autograd/tape.ts';
import { OptionError } from '../../errors.ts';
import { type Inputs, trace } from '../../inspect/trace.ts';
import { ConfusionMatrix } from '../../metrics/index.ts';
import { LayeredModel } from '../../models/layered-model.ts';
import { globalNorm } from '../../optimizers/index.ts';
import { checkBoolean, checkNumber, checkOptions, checkText, describe } from '../../options.ts';
import { gateHeatMap, type HeatFigure } from '../../plots/index.ts';
import { heldNumbers } from '../../tensor/gradients.ts';
import type { Variable } from '../../tensor/variable.ts';
import type { Json, ModelInTraining, ResumableCallback, TrainPlan } from '../../train/callback.ts';
import type { Logs } from '../../train/metric-set.ts';
import { snakeName } from '../keras/names.ts';
import { RunFiles, type RunName } from './run-files.ts';
import type { SummaryWriter } from './summary-writer.ts';
import { weightPixels } from './weight-pixels.ts';

/** Options of `TensorBoard`. */
export interface TensorBoardOptions {
  /** Folder of the event files; it gets the folders train and validation. Default 'logs'. */
  logDir?: string;
  /** Every so many epochs histograms of the weights are written, from 0 (never). Default 0. */
  histogramFreq?: number;
  /** Write the model's graph and its summary. Default true. */
  writeGraph?: boolean;
  /**
   * Write pictures at the epochs of histogramFreq: the weights as in Keras and, not in Keras, the table of a
   * ConfusionMatrix metric and gates and states for the first sequence of traceInput. Default false.
   */
  writeImages?: boolean;
  /** Write how many steps were made in a second. Default false. */
  writeStepsPerSecond?: boolean;
  /** When loss and metrics are written: after each epoch, or also after each batch, or every so many batches. Default 'epoch'. */
  updateFreq?: 'epoch' | 'batch' | number;
  /**
   * Write the norm of all gradients together (before clipping) and, at the epochs of histogramFreq, histograms of the
   * gradients of the first step. Not in Keras. Default false.
   */
  writeGradients?: boolean;
  /**
   * Input that gates and states are written for, as histograms; needs histogramFreq. Or a function that gives it, asked
   * at each of those epochs: where it gives undefined, none are written. What is not finite
   * is left out. Not in Keras. Default none.
   */
  traceInput?: Inputs | (() => Inputs | undefined);
}

const NAME = 'TensorBoard';
const OPTIONS: readonly string[] = [
  ...['logDir', 'histogramFreq', 'writeGraph', 'writeImages', 'writeStepsPerSecond', 'updateFreq'],
  ...['writeGradients', 'traceInput'],
];
const UNSUPPORTED: readonly string[] = ['profileBatch', 'embeddingsFreq', 'embeddingsMetadata'];

/**
 * Writes a training for TensorBoard, in Keras's folders and under Keras's tags.
 *
 * | folder | tag | step |
 * |---|---|---|
 * | train | epoch_loss, epoch_mae, …, epoch_learning_rate | epoch, from 0 |
 * | validation | epoch_loss, … | epoch |
 * | validation | evaluation_loss_vs_iterations, … | updates so far |
 * | train, with updateFreq | batch_loss, … | steps so far, from 1 |
 * | train, with writeGradients | epoch_gradient_norm (mean of the steps), batch_gradient_norm | as above |
 * | train, with histogramFreq | lstm/kernel/histogram, lstm/kernel/gradient_histogram, lstm/forget_gate/histogram, … | epoch |
 * | train, with writeImages | lstm/kernel/image, …, lstm/forget_gate/image, … | epoch |
 * | where it was measured last, with writeImages | confusion_matrix | epoch |
 * | train, with writeGraph | the graph; summary | 0 |
 *
 * Every record is written before the next step, so that a training that is aborted or breaks off has all of them. With
 * `BackupAndRestore` the steps go on: what was written after the checkpoint is cut off, and a new file goes on from there.
 * Paths need Node; in a browser use `SummaryWriter` with a function.
 *
 * **Cost** a histogram reads all numbers once; a picture of gates takes some tenths of a second; gradients are looked at
 * only with writeGradients.
 *
 * @throws OptionError for options out of their range; UnsupportedError for Keras's profileBatch, embeddingsFreq and
 * embeddingsMetadata; in training as `trace` does for traceInput, ResourceError where a file cannot be written, FormatError where one to go on with is
 * missing or too short.
 * @see https://keras.io/api/callbacks/tensorboard/
 * @see docs/tensorboard.md
 * @example
 * ```ts
 * import { Dense, Sequential } from 'memcell';
 * import { TensorBoard } from 'memcell/io';
 * import { readdirSync } from 'node:fs';
 * const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * const callbacks = [new TensorBoard({ logDir: 'logs/first', histogramFreq: 1 })];
 * await model.fit([[0], [1]], [[1], [3]], { epochs: 3, validationData: [[[2]], [[5]]], callbacks });
 * console.log(readdirSync('logs/first')); // => [ 'train', 'validation' ]
 * ```
 */
export class TensorBoard implements ResumableCallback {
  readonly className = 'TensorBoard';
  readonly variables: readonly never[] = [];
  /** Only with writeGradients: gradients are not looked at otherwise. */
  readonly onGradients?: (gradients: readonly GradientPair<Variable>[]) => void;
  readonly #histogramFreq: number;
  readonly #writeGraph: boolean;
  readonly #writeImages: boolean;
  readonly #writeStepsPerSecond: boolean;
  /** Batches; 0: none. */
  readonly #updateFreq: number;
  readonly #traceInput: TensorBoardOptions['traceInput'];
  readonly #files: RunFiles;
  #model: ModelInTraining | undefined;
  #epoch = 0;
  /** Steps of this training, its parts before a resumption included. */
  #steps = 0;
  #described = false;
  /** Norms of the gradients of the epoch. */
  #norms = { count: 0, sum: 0, last: 0 };
  #begun = { step: 0, time: 0 };
  #batchEnded = 0;

  constructor(options: TensorBoardOptions = {}) {
    checkOptions(NAME, options, OPTIONS, UNSUPPORTED);
    const { updateFreq = 'epoch', traceInput } = options;
    this.#files = new RunFiles(checkText(NAME, 'logDir', options.logDir ?? 'logs'));
    this.#histogramFreq = checkNumber(NAME, 'histogramFreq', options.histogramFreq ?? 0, { from: 0, whole: true });
    this.#writeGraph = checkBoolean(NAME, 'writeGraph', options.writeGraph ?? true);
    this.#writeImages = checkBoolean(NAME, 'writeImages', options.writeImages ?? false);
    this.#writeStepsPerSecond = checkBoolean(NAME, 'writeStepsPerSecond', options.writeStepsPerSecond ?? false);
    this.#updateFreq =
      updateFreq === 'epoch' || updateFreq === 'batch'
        ? Number(updateFreq === 'batch')
        : checkNumber(NAME, "updateFreq (unless 'epoch' or 'batch')", updateFreq, { from: 1, whole: true });
    if (traceInput === null || (traceInput !== undefined && !['object', 'function'].includes(typeof traceInput))) {
      throw new OptionError(
        `Cannot create ${NAME}: traceInput must be an input of the model, received ${describe(traceInput)}`,
      );
    }
    this.#traceInput = traceInput;
    if (this.#histogramFreq === 0 && (this.#writeImages || traceInput !== undefined)) {
      throw new OptionError(
        `Cannot create ${NAME}: histogramFreq must be at least 1 with ${this.#writeImages ? 'writeImages' : 'traceInput'}, received 0`,
        { hint: 'It says at which epochs they are written.' },
      );
    }
    if (checkBoolean(NAME, 'writeGradients', options.writeGradients ?? false)) {
      this.onGradients = (gradients) => this.#lookAt(gradients);
    }
  }

  onTrainBegin(plan: TrainPlan, model: ModelInTraining): void {
    this.#model = model;
    this.#epoch = plan.initialEpoch; // no epoch begins where one is gone on with
    if (!this.#files.goesOn) {
      this.#steps = 0;
      this.#described = false;
      this.#resetNorms();
    }
    if (model instanceof LayeredModel && model.built && typeof this.#traceInput === 'object') {
      trace(model, this.#traceInput);
    }
    this.#files.open(this.#steps + 1);
    this.#describeModel();
    this.#files.flush();
    this.#begun = { step: this.#steps, time: performance.now() };
    this.#batchEnded = this.#begun.time;
  }

  onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
    this.#resetNorms();
    this.#begun = { step: this.#steps, time: performance.now() };
    this.#batchEnded = this.#begun.time;
  }

  onBatchEnd(_batch: number, logs: Logs): void {
    this.#steps++;
    this.#describeModel();
    if (this.#updateFreq > 0 && this.#steps % this.#updateFreq === 0) {
      const numbers: Logs = { ...logs };
      if (this.onGradients) numbers.gradientNorm = this.#norms.last;
      if (this.#writeStepsPerSecond) numbers.stepsPerSecond = perSecond(1, this.#batchEnded);
      this.#addAll('train', 'batch_', numbers, this.#steps);
    }
    this.#files.flush();
    this.#batchEnded = performance.now();
  }

  onEpochEnd(epoch: number, logs: Logs): void {
    const { optimizer } = this.#model as ModelInTraining;
    const train: Logs = {};
    const validation: Logs = {};
    for (const [name, value] of Object.entries(logs)) {
      if (/^val[A-Z]/.test(name)) validation[`${name[3]?.toLowerCase()}${name.slice(4)}`] = value;
      else train[name] = value;
    }
    if (optimizer !== undefined) train.learningRate = optimizer.learningRate;
    if (this.onGradients && this.#norms.count > 0) train.gradientNorm = this.#norms.sum / this.#norms.count;
    if (this.#writeStepsPerSecond) {
      train.stepsPerSecond = perSecond(this.#steps - this.#begun.step, this.#begun.time);
    }
    this.#addAll('train', 'epoch_', train, epoch);
    this.#addAll('validation', 'epoch_', validation, epoch);
    for (const [name, value] of Object.entries(validation)) {
      const tag = `evaluation_${snakeName(name)}_vs_iterations`;
      this.#files.writer('validation').addScalar(tag, value, optimizer?.iterations ?? this.#steps);
    }
    if (this.#due) this.#addHistograms(epoch);
    if (this.#due && this.#writeImages) this.#addConfusion(epoch, Object.keys(validation).length > 0);
    this.#files.flush();
  }

  onTrainEnd(): void {
    this.#files.close();
  }

  state(): Json {
    const { count, sum } = this.#norms;
    return { steps: this.#steps, described: this.#described, norms: { count, sum }, files: this.#files.state() };
  }

  restore(state: Json): void {
    const fields = (typeof state === 'object' ? state : undefined) as
      | Record<string, Json | undefined>
      | null
      | undefined;
    const { steps, described, norms, files } = fields ?? {};
    const { count, sum } = (norms ?? {}) as Record<string, Json | undefined>;
    const numbers = [steps, count, sum].every((each) => typeof each === 'number');
    if (!numbers || typeof described !== 'boolean' || !this.#files.restore(files)) {
      throw new OptionError(
        `Cannot restore ${NAME}: state must hold steps, described, norms and files, received ${describe(JSON.stringify(state))}`,
      );
    }
    this.#steps = steps as number;
    this.#described = described;
    this.#norms = { count: count as number, sum: sum as number, last: 0 };
  }

  /** Whether histograms are written at this epoch. */
  get #due(): boolean {
    return this.#histogramFreq > 0 && this.#epoch % this.#histogramFreq === 0;
  }

  get #train(): SummaryWriter {
    return this.#files.writer('train');
  }

  #resetNorms(): void {
    this.#norms = { count: 0, sum: 0, last: 0 };
  }

  #addAll(run: RunName, prefix: string, logs: Logs, step: number): void {
    for (const [name, value] of Object.entries(logs)) {
      this.#files.writer(run).addScalar(prefix + snakeName(name), value, step);
    }
  }

  #lookAt(gradients: readonly GradientPair<Variable>[]): void {
    const norm = globalNorm(gradients);
    if (this.#due && this.#norms.count === 0) {
      const names = new Map([...this.#weights()].map(([name, weight]) => [weight, name]));
      for (const { variable, gradient } of gradients) {
        const tag = `${names.get(variable) ?? variable.name}/gradient_histogram`;
        this.#train.addHistogram(tag, heldNumbers(gradient), this.#epoch);
      }
    }
    this.#norms = { count: this.#norms.count + 1, sum: this.#norms.sum + norm, last: norm };
  }

  /** The graph and the summary, once the model has its weights. */
  #describeModel(): void {
    const model = this.#model;
    if (!this.#writeGraph || this.#described || !(model instanceof LayeredModel) || !model.built) return;
    this.#train.addGraph(model);
    this.#train.addText('summary', `\`\`\`\n${model.summary()}\n\`\`\``);
    this.#described = true;
  }

  #addHistograms(epoch: number): void {
    for (const [name, weight] of this.#weights()) {
      this.#train.addHistogram(`${name}/histogram`, weight, epoch);
      if (!this.#writeImages) continue;
      const pixels = weightPixels(weight);
      if (pixels !== undefined) this.#train.addImage(`${name}/image`, pixels, epoch);
    }
    const model = this.#model;
    const input = typeof this.#traceInput === 'function' ? this.#traceInput() : this.#traceInput;
    if (input === undefined || !(model instanceof LayeredModel)) return;
    for (const found of trace(model, input)) {
      for (const [gate, value] of Object.entries(found.values)) {
        if (!value.data.every(Number.isFinite)) continue; // what explodes is not to end the training here
        const tag = `${found.layer}/${snakeName(gate)}`;
        this.#train.addHistogram(`${tag}/histogram`, value, epoch);
        if (this.#writeImages) this.#train.addFigure(`${tag}/image`, gateHeatMap(found, { gate }), epoch);
      }
    }
  }

  #addConfusion(epoch: number, validated: boolean): void {
    const metrics = (this.#model as ModelInTraining).metrics.filter((metric) => metric instanceof ConfusionMatrix);
    for (const [i, metric] of metrics.entries()) {
      const tag = `${snakeName(metric.name)}${i === 0 ? '' : `_${i}`}`;
      this.#files.writer(validated ? 'validation' : 'train').addFigure(tag, confusionFigure(metric), epoch);
    }
  }

  /** Weights by names that differ. */
  #weights(): ReadonlyMap<string, Variable> {
    const model = this.#model as ModelInTraining;
    if (model instanceof LayeredModel) return model.namedWeights();
    return new Map(model.weights.map((weight) => [weight.name, weight]));
  }
}

function confusionFigure(metric: ConfusionMatrix): HeatFigure {
  const rows = metric.matrix().toArray() as number[][];
  const labels = rows.map((_, i) => String(i));
  return {
    kind: 'heat',
    title: 'Confusion matrix',
    rows,
    x: 'predicted',
    y: 'truth',
    columnLabels: labels,
    rowLabels: labels,
    value: 'samples',
    min: 0,
    numbers: true,
  };
}

function perSecond(steps: number, since: number): number {
  return (1000 * steps) / Math.max(performance.now() - since, 1e-3);
}
