import type { ConstraintId } from '../constraints/index.ts';
import { ShapeError } from '../errors.ts';
import type { InitializerId } from '../initializers/index.ts';
import { lookUp } from '../ops/embedding.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import type { RegularizerId } from '../regularizers/index.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { ForwardContext } from './trainable.ts';
import { type Given, WeightSettings } from './weight-settings.ts';

/** Options of `Embedding`. */
export interface EmbeddingOptions extends LayerOptions {
  /** Number of ids, V ≥ 1: they run from 0 to V − 1. */
  inputDim: number;
  /** Width of the output, D ≥ 1. */
  outputDim: number;
  /** Of E [V, D]. Default 'uniform': RandomUniform from −0.05 to 0.05. */
  embeddingsInitializer?: Given<InitializerId> | 'uniform';
  /** Penalty on E, and on the output (divided by B). The first makes each step cost as much as all of E. Default none. */
  embeddingsRegularizer?: Given<RegularizerId> | null;
  activityRegularizer?: Given<RegularizerId> | null;
  /** Applied to E, all of it, after each update. Default none. */
  embeddingsConstraint?: Given<ConstraintId> | null;
  /** Whether id 0 is padding: such steps do not count in the layers that follow, the loss and the metrics. Default false. */
  maskZero?: boolean;
  /** Whether a step changes only the rows that its batch reads. Default true. */
  sparseGradient?: boolean;
}

const OPTIONS = [
  'name trainable inputDim outputDim embeddingsInitializer embeddingsRegularizer embeddingsConstraint',
  'activityRegularizer maskZero sparseGradient',
].flatMap((line) => line.split(' '));

/**
 * A table with a row for each id: words, characters or classes as vectors that are learnt.
 *
 * y[b, …, :] = E[ids[b, …], :]
 *
 * A step changes only the rows that its batch reads, and costs the same for any V. With SGD without momentum and Adagrad
 * that is exact; the moments of other optimizers, and weight decay, stay as they are in rows that do not occur (as in
 * TensorFlow's LazyAdam and PyTorch's SparseAdam). `sparseGradient: false` gives Keras's numbers with all optimizers, at
 * the cost of a pass over E each step; so do a regularizer or a constraint of E, gradient accumulation and averaged weights.
 *
 * **Shapes** ids [B, …] (int32 or whole numbers) → output [B, …, D], with maskZero mask [B, …]. **Weights** embeddings
 * [V, D]. **Cost** B·…·D numbers are copied.
 *
 * @throws OptionError for an option outside its range; ShapeError for an id that is no whole number from 0 to V − 1.
 * @example
 * ```ts
 * import { Embedding, LSTM, Sequential } from 'memcell';
 * const model = new Sequential([new Embedding({ inputDim: 10, outputDim: 4, maskZero: true }), new LSTM({ units: 3 })]);
 * console.log(model.predict([[1, 5, 2], [7, 0, 0]]).shape); // => [ 2, 3 ]
 * ```
 */
export class Embedding extends Layer {
  readonly className = 'Embedding';
  readonly inputDim: number;
  readonly outputDim: number;
  readonly maskZero: boolean;
  readonly sparseGradient: boolean;
  readonly #settings: WeightSettings<'embeddings'>;
  #embeddings!: Variable;

  constructor(options: EmbeddingOptions) {
    super('embedding', options);
    const subject = `Embedding '${this.name}'`;
    checkOptions(subject, options, OPTIONS, ['weights', 'loraRank', 'loraAlpha', 'inputLength']);
    this.inputDim = checkNumber(subject, 'inputDim', options.inputDim, { from: 1, to: 2 ** 31 - 1, whole: true });
    this.outputDim = checkNumber(subject, 'outputDim', options.outputDim, { from: 1, whole: true });
    this.maskZero = checkBoolean(subject, 'maskZero', options.maskZero ?? false);
    this.sparseGradient = checkBoolean(subject, 'sparseGradient', options.sparseGradient ?? true);
    const initializer = options.embeddingsInitializer ?? 'uniform';
    this.#settings = new WeightSettings(
      { ...options, embeddingsInitializer: initializer === 'uniform' ? 'randomUniform' : initializer },
      { embeddings: 'randomUniform' },
    );
  }

  override get hasWeights(): boolean {
    return true;
  }

  protected build(_inputShape: OpenShape, random: Random): void {
    this.#embeddings = this.addWeight({
      name: 'embeddings',
      shape: [this.inputDim, this.outputDim],
      random: random.split(),
      ...this.#settings.of('embeddings'),
    });
  }

  call(ids: Tensor, context: ForwardContext): Tensor {
    this.checkBuilt(ids);
    const action = `call Embedding '${this.name}'`;
    const output = lookUp(this.#embeddings, ids, { sparse: this.sparseGradient, action });
    if (this.maskZero) {
      const counts = Float32Array.from(ids.data, (id) => (id === 0 ? 0 : 1));
      context.masks.set(output, tensor(counts, ids.shape));
    }
    this.penalizeActivity(this.#settings.activity, output, context);
    return output;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    if (inputShape.length === 0) {
      throw new ShapeError(
        `Cannot call Embedding '${this.name}': ids must have rank 1 or more, received ${formatShape(inputShape)}`,
      );
    }
    return [...inputShape, this.outputDim];
  }

  config(): LayerConfig {
    return {
      name: this.name,
      trainable: this.trainable,
      inputDim: this.inputDim,
      outputDim: this.outputDim,
      ...this.#settings.config(),
      maskZero: this.maskZero,
      sparseGradient: this.sparseGradient,
    };
  }
}
