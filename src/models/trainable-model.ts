import { batchesOf, concatRows, listOf, samplesOf, type TensorsLike } from '../data/batches.ts';
import { checkFinite } from '../data/check-finite.ts';
import { OptionError } from '../errors.ts';
import type { Layer } from '../layers/layer.ts';
import type { ForwardContext, Trainable } from '../layers/trainable.ts';
import type { Metric } from '../metrics/index.ts';
import type { Optimizer } from '../optimizers/index.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { Random } from '../random.ts';
import type { Batch, Tensors } from '../tensor/batch.ts';
import { scope } from '../tensor/scope.ts';
import { type OpenShape, type OpenShapes, type Shape, sameShape } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import type { History } from '../train/callback.ts';
import { type StatefulLayer, statefulAmong } from '../train/checkpoint.ts';
import { evaluate, fit } from '../train/fit.ts';
import type { Logs } from '../train/metric-set.ts';
import { predictStep, testStep, trainStep } from '../train/step.ts';
import { Truncation } from '../train/truncation.ts';
import { sourcesOf } from './array-data.ts';
import { type Compiled, type CompileOptions, readCompileOptions } from './compile.ts';
import type { FitData, SamplesReader } from './fit-data.ts';
import { checkSignal, type EvaluateOptions, type FitOptions, readFitOptions } from './options.ts';
import { type Port, readMasks, readTensors, readWeights } from './read-tensors.ts';

/**
 * What every model can do once it has a forward pass: compile, fit, evaluate, predict.
 *
 * A model of several inputs takes lists of arrays in its own order, or objects by the names of the inputs; likewise
 * targets of several outputs. P is what it predicts: one tensor, or a list of them.
 */
export abstract class TrainableModel<P extends Tensors = Tensor> implements Trainable<P> {
  /** Class name in config and errors. */
  abstract readonly className: string;
  #name: string;
  /** Initial weights, shuffling and dropout follow from it. */
  readonly seed: number;
  protected readonly random: Random;
  /** Stream that the steps draw from, one child a step. */
  readonly #draws: Random;
  /** The shape of the input that was found to fit last: data comes in few shapes. */
  #fits: Shape | undefined;
  #compiled: Compiled | undefined;
  #compileOptions: CompileOptions | undefined;
  #epochs = 0;
  #fitting = false;

  constructor(name: string, seed: number) {
    this.#name = name;
    this.seed = seed;
    this.random = new Random(seed);
    this.#draws = this.random.fold(3);
  }

  get name(): string {
    return this.#name;
  }

  /** @internal Numbers a model that was not named, as a part of another one. */
  rename(name: string): void {
    this.#name = name;
  }

  abstract forward(input: Tensors, context: ForwardContext): P;
  abstract regularization(context: ForwardContext): Tensor | undefined;
  /** Makes the weights for inputs of this shape. */
  abstract build(inputShape: OpenShapes, building?: object): void;
  /** Shape of the input, or of each input; once built. */
  abstract get inputShape(): OpenShapes | undefined;
  /** Its layers. */
  abstract readonly layers: readonly Layer[];
  /** Shape of the prediction, once built. */
  abstract get outputShape(): OpenShapes;
  /** Its inputs, as data is read for them. */
  protected abstract get inputPorts(): readonly Port[];
  /** Its outputs. */
  protected abstract get outputPorts(): readonly Port[];
  /** All weights, in Keras's order. */
  abstract get weights(): readonly Variable[];

  /** Weights that gradients flow to. */
  trainableVariables(): readonly Variable[] {
    return this.weights.filter((weight) => weight.trainable);
  }

  /** Layers that keep states from batch to batch. */
  get statefulLayers(): readonly StatefulLayer[] {
    return statefulAmong(this.layers);
  }

  /** The optimizer it was compiled with. */
  get optimizer(): Optimizer | undefined {
    return this.#compiled?.optimizer;
  }

  /** @internal What `compile` was given. */
  get compileOptions(): CompileOptions | undefined {
    return this.#compileOptions;
  }

  /** Metrics it was compiled with; none before the first batch. */
  get metrics(): readonly Metric[] {
    return this.#compiled?.metrics.metrics ?? [];
  }

  /**
   * Chooses how it is trained.
   *
   * @throws OptionError for an unknown name or option.
   */
  compile(options: CompileOptions): void {
    this.#compiled = readCompileOptions(`compile ${this.className} '${this.name}'`, options, this.outputPorts);
    this.#compileOptions = { ...options };
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
  async fit(x: FitData, y?: TensorsLike, given: FitOptions = {}): Promise<History> {
    const action = `train ${this.className} '${this.name}'`;
    const options = readFitOptions(action, given);
    checkSignal(action, options.signal);
    const compiled = this.#ready(action);
    if (this.#fitting) {
      throw new OptionError(`Cannot ${action}: one training must end before the next, received a second call of fit`, {
        hint: 'Await the first call.',
      });
    }
    const {
      epochs = 1,
      initialEpoch = 0,
      validationFreq = 1,
      shuffle = true,
      truncate,
      callbacks = [],
      signal,
    } = options;
    const truncation = truncate === undefined ? undefined : new Truncation(truncate);
    const orders = this.random.fold(2);
    const before = initialEpoch === 0 ? this.#epochs : 0; // an initialEpoch says where in the whole training it stands
    const { training, validation } = sourcesOf(x, y, options, {
      action,
      read: this.#reader(action),
      numberOf: (epoch) => before + epoch,
      orders: shuffle ? orders : undefined,
    });
    this.#fitting = true;
    try {
      const history = await fit(this, training, {
        ...compiled,
        epochs,
        initialEpoch,
        validationFreq,
        random: this.#draws,
        callbacks,
        validation,
        truncation,
        origin: {
          seed: this.seed,
          'number of epochs before': before,
          'steps an epoch': training.steps ?? null,
          shuffle,
          truncate: truncate ?? null,
        },
        signal,
      });
      this.#epochs = before + initialEpoch + history.epoch.length;
      return history;
    } finally {
      this.#fitting = false;
      await training.close?.();
      await validation?.close?.();
    }
  }

  /**
   * Loss and metrics on arrays or batches, in use (no dropout).
   *
   * @throws as `fit` does; the signal's reason once it is aborted, for half a score would mislead.
   */
  async evaluate(x: FitData, y?: TensorsLike, options: EvaluateOptions = {}): Promise<Logs> {
    const action = `evaluate ${this.className} '${this.name}'`;
    checkOptions(action, options, ['batchSize', 'sampleWeight', 'steps', 'signal']);
    checkSignal(action, options.signal);
    const { loss, metrics } = this.#ready(action);
    const { steps: stepsPerEpoch, ...rest } = options;
    const { signal } = options;
    const all = stepsPerEpoch === undefined ? rest : { ...rest, stepsPerEpoch };
    const { training: source } = sourcesOf(x, y, all, {
      action,
      read: this.#reader(action),
      stepsName: 'steps',
    });
    try {
      const logs = await evaluate(this, source, { loss, metrics, signal });
      if (logs === undefined) throw signal?.reason;
      return logs;
    } finally {
      await source.close?.();
    }
  }

  /**
   * Predictions for arrays, batch by batch.
   *
   * **Shapes** x [N, …] → [N, …].
   *
   * @throws ShapeError where x does not fit; NumericError where it is not finite.
   */
  predict(x: TensorsLike, options: { batchSize?: number } = {}): P {
    const action = `predict with ${this.className} '${this.name}'`;
    checkOptions(action, options, ['batchSize']);
    const batchSize = checkNumber(action, 'batchSize', options.batchSize ?? 32, { from: 1, whole: true });
    const input = readTensors(x, this.inputPorts, action, 'input');
    const samples = samplesOf(input, input, action);
    this.#checkInput(input, action);
    return joined(Array.from(batchesOf(samples, batchSize), (batch) => predictStep(this, batch.input)));
  }

  /** One training step on one batch; gives its loss and metrics. @throws as `fit` does. */
  trainOnBatch(x: TensorsLike, y: TensorsLike): Logs {
    return this.#onBatch(x, y, `train ${this.className} '${this.name}'`, (batch, compiled) => {
      const random = this.#draws.fold(compiled.optimizer.calls);
      trainStep(this, batch, { ...compiled, random });
    });
  }

  /** Loss and metrics of one batch, without an update. @throws as `fit` does. */
  testOnBatch(x: TensorsLike, y: TensorsLike): Logs {
    return this.#onBatch(x, y, `evaluate ${this.className} '${this.name}'`, (batch, compiled) => {
      testStep(this, batch, compiled);
    });
  }

  #onBatch(
    x: TensorsLike,
    y: TensorsLike,
    action: string,
    run: (batch: Batch<Tensors>, compiled: Compiled) => void,
  ): Logs {
    const compiled = this.#ready(action);
    const { metrics } = compiled;
    return scope(() => {
      const batch = this.#reader(action)(x, y);
      metrics.turnTo(batch);
      try {
        run(batch, compiled);
        return metrics.results();
      } finally {
        metrics.leave(batch);
      }
    });
  }

  #reader(action: string): SamplesReader {
    return (x, y, given = {}) => {
      const { inputPorts, outputPorts } = this;
      const input = readTensors(x, inputPorts, action, 'input');
      const target = readTensors(y, outputPorts, action, 'target');
      const weight = given.weight === undefined ? undefined : readWeights(given.weight, outputPorts, action);
      const samples = samplesOf(input, target, action, weight);
      this.#checkInput(input, action);
      checkAll(target, 'target', action);
      if (weight) checkAll(weight, 'sampleWeight', action);
      if (given.mask === undefined) return samples;
      return { ...samples, mask: readMasks(given.mask, input, inputPorts, action) };
    };
  }

  #checkInput(input: Tensors, action: string): void {
    checkAll(input, 'input', action);
    if (!(input instanceof Tensor)) {
      this.build(input.map(sampleShape));
      return;
    }
    if (this.#fits !== undefined && sameShape(this.#fits, input.shape)) return;
    this.build(sampleShape(input));
    this.#fits = input.shape;
  }

  #ready(action: string): Compiled {
    if (this.#compiled !== undefined) return this.#compiled;
    throw new OptionError(`Cannot ${action}: compile() must be called first, received a model that is not compiled`, {
      hint: "Call model.compile({ optimizer: 'adam', loss: 'meanSquaredError' }).",
    });
  }
}

function sampleShape({ shape }: Tensor): OpenShape {
  return [null, ...shape.slice(1)];
}

function checkAll(tensors: Tensor | readonly (Tensor | undefined)[], what: string, action: string): void {
  const list = listOf<Tensor | undefined>(tensors);
  list.forEach((each, i) => {
    if (each) checkFinite(each, list.length === 1 ? what : `${what} ${i + 1}`, action);
  });
}

/** Predictions of all batches as one, output by output. */
function joined<P extends Tensors>(parts: readonly P[]): P {
  const [first] = parts;
  if (first instanceof Tensor) return concatRows(parts as readonly Tensor[]) as P;
  const lists = parts as readonly (readonly Tensor[])[];
  return (lists[0] as readonly Tensor[]).map((_, i) =>
    concatRows(lists.map((list) => list[i] as Tensor)),
  ) as unknown as P;
}
