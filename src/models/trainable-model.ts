import { batchesOf, type Samples, samplesOf, splitSamples, type TensorLike, toTensor } from '../data/batches.ts';
import { checkFinite } from '../data/check-finite.ts';
import { OptionError } from '../errors.ts';
import type { ForwardContext, Trainable } from '../layers/trainable.ts';
import { type Loss, type LossId, loss as lossOf } from '../losses/index.ts';
import { type MetricId, metric as metricOf } from '../metrics/index.ts';
import { type Optimizer, type OptimizerId, optimizer as optimizerOf } from '../optimizers/index.ts';
import { checkNumber, checkOptions, describe } from '../options.ts';
import { Random } from '../random.ts';
import type { Batch } from '../tensor/batch.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import type { Callback, History } from '../train/callback.ts';
import { type BatchSource, evaluate, fit } from '../train/fit.ts';
import { type Logs, MetricSet } from '../train/metric-set.ts';
import { predictStep, testStep, trainStep } from '../train/step.ts';
import { concatRows, type FitData, sourceOf } from './fit-data.ts';

/** Options of `compile`. */
export interface CompileOptions {
  /** Name or object. Default 'adam'. */
  optimizer?: OptimizerId;
  /** Name or object. */
  loss: LossId;
  /** Names or objects; 'accuracy' picks the kind that fits the loss and the output. Default none. */
  metrics?: readonly MetricId[];
}

/** Options of `fit`. */
export interface FitOptions {
  /** Times through the data, from 1. Default 1. */
  epochs?: number;
  /** Samples in a batch, from 1. Default 32. Only for arrays. */
  batchSize?: number;
  /** Draw the samples in a new order each epoch. Default true. Only for arrays. */
  shuffle?: boolean;
  /** Share of the samples, the last ones, kept for validation. Only for arrays. */
  validationSplit?: number;
  /** Inputs and targets for validation. */
  validationData?: readonly [TensorLike, TensorLike];
  /** Weight of each sample [N]. Only for arrays. */
  sampleWeight?: TensorLike;
  /** Batches that make an epoch; needed for iterables that do not end. Only for iterables. */
  stepsPerEpoch?: number;
  /** Listeners. */
  callbacks?: readonly Callback[];
  /** Ends training after the step under way; what was learnt stays. */
  signal?: AbortSignal;
}

const FIT_OPTIONS = [
  'epochs batchSize shuffle validationSplit validationData sampleWeight stepsPerEpoch callbacks signal',
].flatMap((line) => line.split(' '));

interface Compiled {
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly metricIds: readonly MetricId[];
}

interface Prepared extends Compiled {
  readonly metrics: MetricSet;
}

/** What every model can do once it has a forward pass: compile, fit, evaluate, predict. */
export abstract class TrainableModel implements Trainable {
  /** Class name in config and errors. */
  abstract readonly className: string;
  readonly name: string;
  /** Initial weights, shuffling and dropout follow from it. */
  readonly seed: number;
  protected readonly random: Random;
  #compiled: Compiled | undefined;
  #metrics: MetricSet | undefined;
  #epochs = 0;

  constructor(name: string, seed: number) {
    this.name = name;
    this.seed = seed;
    this.random = new Random(seed);
  }

  abstract forward(input: Tensor, context: ForwardContext): Tensor;
  abstract regularization(context: ForwardContext): Tensor | undefined;
  /** Makes the weights for inputs of this shape. */
  abstract build(inputShape: OpenShape): void;
  /** Shape of the prediction, once built. */
  abstract get outputShape(): OpenShape;
  /** All weights, in Keras's order. */
  abstract get weights(): readonly Variable[];

  /** Weights that gradients flow to. */
  trainableVariables(): readonly Variable[] {
    return this.weights.filter((weight) => weight.trainable);
  }

  /** The optimizer it was compiled with. */
  get optimizer(): Optimizer | undefined {
    return this.#compiled?.optimizer;
  }

  /**
   * Chooses how it is trained.
   *
   * @throws OptionError for an unknown name or option.
   */
  compile(options: CompileOptions): void {
    checkOptions(`compile ${this.className} '${this.name}'`, options, ['optimizer', 'loss', 'metrics']);
    this.#compiled = {
      loss: lossOf(options.loss),
      optimizer: optimizerOf(options.optimizer ?? 'adam'),
      metricIds: options.metrics ?? [],
    };
    this.#metrics = undefined;
  }

  /**
   * Trains on arrays (`fit(x, y)`) or on batches from an iterable or async iterable (`fit(batches)`).
   *
   * **Shapes** x [N, …], y [N, …].
   *
   * @returns every epoch's loss and metrics.
   * @throws OptionError if it was not compiled; ShapeError where data does not fit; NumericError where it is not finite
   * or the loss stops being so.
   */
  async fit(x: FitData, y?: TensorLike, options: FitOptions = {}): Promise<History> {
    const action = `train ${this.className} '${this.name}'`;
    checkOptions(action, options, FIT_OPTIONS);
    const epochs = checkNumber(action, 'epochs', options.epochs ?? 1, { from: 1, whole: true });
    const random = this.random.fold(2).fold(this.#epochs);
    const [source, validation] = this.#data(x, y, options, action, random.fold(0));
    const { loss, optimizer, metrics } = this.#prepare(action);
    this.#epochs += epochs;
    return fit(this, source, {
      epochs,
      loss,
      optimizer,
      metrics,
      random: random.fold(1),
      callbacks: options.callbacks ?? [],
      validation,
      signal: options.signal,
    });
  }

  /**
   * Loss and metrics on arrays or batches, in use (no dropout).
   *
   * @throws as `fit` does.
   */
  async evaluate(
    x: FitData,
    y?: TensorLike,
    options: Pick<FitOptions, 'batchSize' | 'sampleWeight' | 'signal'> = {},
  ): Promise<Logs> {
    const action = `evaluate ${this.className} '${this.name}'`;
    checkOptions(action, options, ['batchSize', 'sampleWeight', 'signal']);
    const [source] = this.#data(x, y, { ...options, shuffle: false }, action, this.random);
    return evaluate(this, source, { ...this.#prepare(action), signal: options.signal });
  }

  /**
   * Predictions for arrays, batch by batch.
   *
   * **Shapes** x [N, …] → [N, …].
   *
   * @throws ShapeError where x does not fit; NumericError where it is not finite.
   */
  predict(x: TensorLike, options: { batchSize?: number } = {}): Tensor {
    const action = `predict with ${this.className} '${this.name}'`;
    checkOptions(action, options, ['batchSize']);
    const batchSize = checkNumber(action, 'batchSize', options.batchSize ?? 32, { from: 1, whole: true });
    const input = toTensor(x);
    checkFinite(input, 'input', action);
    this.build([null, ...input.shape.slice(1)]);
    const parts: Tensor[] = [];
    for (const batch of batchesOf(samplesOf(input, input, action), batchSize))
      parts.push(predictStep(this, batch.input));
    return concatRows(parts);
  }

  /** One training step on one batch; gives its loss and metrics. @throws as `fit` does. */
  trainOnBatch(x: TensorLike, y: TensorLike): Logs {
    return this.#onBatch(x, y, `train ${this.className} '${this.name}'`, (batch, { loss, optimizer, metrics }) => {
      const random = this.random.fold(3).fold(optimizer.iterations);
      trainStep(this, batch, { loss, optimizer, metrics, random });
    });
  }

  /** Loss and metrics of one batch, without an update. @throws as `fit` does. */
  testOnBatch(x: TensorLike, y: TensorLike): Logs {
    return this.#onBatch(x, y, `evaluate ${this.className} '${this.name}'`, (batch, compiled) => {
      testStep(this, batch, compiled);
    });
  }

  #onBatch(x: TensorLike, y: TensorLike, action: string, run: (batch: Batch, compiled: Prepared) => void): Logs {
    const samples = samplesOf(toTensor(x), toTensor(y), action);
    this.#check(samples, action);
    const compiled = this.#prepare(action);
    compiled.metrics.reset();
    run(samples as Batch, compiled);
    return compiled.metrics.results();
  }

  #data(
    x: FitData,
    y: TensorLike | undefined,
    options: FitOptions,
    action: string,
    random: Random,
  ): [BatchSource, BatchSource | undefined] {
    const batchSize = checkNumber(action, 'batchSize', options.batchSize ?? 32, { from: 1, whole: true });
    const arrays = (samples: Samples, shuffle?: Random): BatchSource => ({
      batches: (epoch) => batchesOf(samples, batchSize, shuffle?.fold(epoch)),
      steps: Math.ceil((samples.input.shape[0] as number) / batchSize),
    });
    const pair = (a: TensorLike, b: TensorLike, weight?: TensorLike): Samples => {
      const samples = samplesOf(toTensor(a), toTensor(b), action, weight === undefined ? undefined : toTensor(weight));
      this.#check(samples, action);
      return samples;
    };
    const { validationData, validationSplit, sampleWeight } = options;
    const held = validationData ? arrays(pair(...validationData)) : undefined;
    const stream = sourceOf(x, y, options, action, (samples) => this.#check(samples, action));
    if (stream) return [stream, held];
    if (y === undefined) {
      throw new OptionError(`Cannot ${action}: targets must be given with arrays, received none`);
    }
    const all = pair(x as TensorLike, y, sampleWeight);
    const [own, last] = validationSplit === undefined ? [all, undefined] : splitSamples(all, validationSplit);
    const shuffle = (options.shuffle ?? true) ? random : undefined;
    return [arrays(own, shuffle), held ?? (last && arrays(last))];
  }

  #check({ input, target, weight }: Samples, action: string): void {
    checkFinite(input, 'input', action);
    checkFinite(target, 'target', action);
    if (weight) checkFinite(weight, 'sampleWeight', action);
    this.build([null, ...input.shape.slice(1)]);
  }

  #prepare(action: string): Prepared {
    const compiled = this.#compiled;
    if (compiled === undefined) {
      throw new OptionError(`Cannot ${action}: compile() must be called first, received a model that is not compiled`, {
        hint: "Call model.compile({ optimizer: 'adam', loss: 'meanSquaredError' }).",
      });
    }
    if (this.#metrics === undefined) {
      const context = { loss: compiled.loss.className, outputShape: this.outputShape };
      this.#metrics = new MetricSet(compiled.metricIds.map((id) => metricOf(id, context)));
    }
    compiled.optimizer.build(this.trainableVariables());
    return { ...compiled, metrics: this.#metrics };
  }
}

/** Throws unless a seed is a whole number from 0. */
export function checkSeed(subject: string, seed: unknown): number {
  if (Number.isSafeInteger(seed) && (seed as number) >= 0) return seed as number;
  throw new OptionError(`Cannot create ${subject}: seed must be a whole number from 0, received ${describe(seed)}`);
}
