import { OptionError, ShapeError } from '../errors.ts';
import { batchMatmul } from '../ops/batch-matmul.ts';
import { dropout } from '../ops/dropout.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { softmax } from '../ops/softmax.ts';
import { subtract } from '../ops/subtract.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import { formatShape, isOneShape, type OpenShape, type OpenShapes } from '../tensor/shape.ts';
import { Tensor, tensor, toFloat } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import { chosen } from './merge-layer.ts';
import type { ForwardContext, Mask, Tensors } from './trainable.ts';

/** Options that attention layers have. */
export interface AttentionLayerOptions extends LayerOptions {
  /** Whether scores are scaled by a weight that is learnt. */
  useScale?: boolean;
  /** Share of the attention weights set to 0 in training, 0 ≤ dropout < 1. Default 0. */
  dropout?: number;
  /** Whether step i of the query sees steps 0 to i of the value only. Keras has it as an argument of the call. Default false. */
  useCausalMask?: boolean;
  /** Whether the attention weights [B, Tq, Tv] are a second output. Keras has it as an argument of the call. Default false. */
  returnAttentionScores?: boolean;
}

/** Taken off a score that must not count, as Keras does: exp(−1e9) is 0. */
const FAR = 1e9;

/**
 * Base of the layers in which each step of a query looks at the steps of a value: a kind says how well a step of the query
 * fits a step of the key (`scores`).
 */
export abstract class AttentionLayer extends Layer {
  override readonly takesList = true;
  readonly useScale: boolean;
  readonly dropout: number;
  readonly useCausalMask: boolean;
  readonly returnAttentionScores: boolean;

  constructor(
    kind: { readonly className: string; readonly defaultName: string; readonly useScale: boolean },
    options: AttentionLayerOptions,
    names: readonly string[] = [],
  ) {
    super(kind.defaultName, options);
    const subject = `${kind.className} '${this.name}'`;
    const own = ['name', 'trainable', 'useScale', 'dropout', 'useCausalMask', 'returnAttentionScores'];
    checkOptions(subject, options, [...own, ...names], ['seed']);
    this.useScale = checkBoolean(subject, 'useScale', options.useScale ?? kind.useScale);
    this.dropout = checkNumber(subject, 'dropout', options.dropout ?? 0, { from: 0, below: 1 });
    this.useCausalMask = checkBoolean(subject, 'useCausalMask', options.useCausalMask ?? false);
    this.returnAttentionScores = checkBoolean(subject, 'returnAttentionScores', options.returnAttentionScores ?? false);
  }

  /** How well each step of the query [B, Tq, D] fits each of the key [B, Tv, D]: [B, Tq, Tv]. */
  protected abstract scores(query: Tensor, key: Tensor): Tensor;

  call(input: Tensors, { masks, training, random }: ForwardContext): Tensors {
    const action = `Cannot call ${this.className} '${this.name}'`;
    if (!this.built) {
      throw new OptionError(`${action}: it must be built, received a layer without weights`, {
        hint: 'Put it into a Model, or call ensureBuilt(shapes, random).',
      });
    }
    this.outputShape(input instanceof Tensor ? input.shape : input.map(({ shape }) => shape));
    const given = input as readonly [Tensor, Tensor, Tensor?];
    const [query, value, key = value] = given.map((each) => toFloat(each as Tensor)) as [Tensor, Tensor, Tensor?];
    const [queryMask, valueMask] = [masks.get(given[0]), masks.get(given[1])];
    let weights = softmax(this.#masked(this.scores(query, key), valueMask));
    if (training && this.dropout > 0) {
      if (random === undefined) throw new OptionError(`${action}: random must be given in training, received none`);
      weights = dropout(weights, { rate: this.dropout, random: random.split() });
    }
    const output = chosen(queryMask, batchMatmul(weights, value), 0);
    return this.returnAttentionScores ? [output, weights] : output;
  }

  protected override needsSequence(): boolean {
    return true;
  }

  outputShape(inputShape: OpenShapes): OpenShapes {
    const refuse = (must: string, received: string): never => {
      throw new ShapeError(`Cannot call ${this.className} '${this.name}': ${must}, received ${received}`);
    };
    if (isOneShape(inputShape) || inputShape.length < 2 || inputShape.length > 3) {
      const received = isOneShape(inputShape)
        ? `one of shape ${formatShape(inputShape)}`
        : `a list of ${inputShape.length}`;
      return refuse('there must be a list of inputs, [query, value] or [query, value, key]', received);
    }
    const [query, value, key = value] = inputShape as readonly [OpenShape, OpenShape, OpenShape?];
    const shapes = inputShape.map(formatShape).join(', ');
    const fits = (n: number | null | undefined, m: number | null | undefined): boolean =>
      n === m || n === null || m === null;
    if (![query, value, key].every((shape) => shape.length === 3)) refuse('inputs must have rank 3 [B, T, D]', shapes);
    if (![query, value].every((shape) => fits(shape[0], key[0])) || query[2] !== key[2] || query[2] === null) {
      refuse('query and key must have one batch size and one known width', shapes);
    }
    if (!fits(value[1], key[1])) refuse('value and key must have the same steps', shapes);
    const output: OpenShape = [query[0] ?? null, query[1] ?? null, value[2] ?? null];
    if (!this.returnAttentionScores) return output;
    return [output, [query[0] ?? null, query[1] ?? null, value[1] ?? null]];
  }

  /** The query's mask; the attention weights have none. */
  override computeMask(_input: Tensors, mask: Mask | readonly Mask[]): Mask | readonly Mask[] {
    return mask === undefined || mask instanceof Tensor ? mask : mask[0];
  }

  config(): LayerConfig {
    const { name, trainable, useScale, dropout, useCausalMask, returnAttentionScores } = this;
    return { name, trainable, useScale, dropout, useCausalMask, returnAttentionScores };
  }

  /** Scores, far lower where the query must not look. */
  #masked(scores: Tensor, valueMask: Mask): Tensor {
    const [batch, rows, cols] = scores.shape as readonly [number, number, number];
    const causal = this.useCausalMask ? lowerTriangle(rows, cols) : undefined;
    const seen = valueMask && reshape(toFloat(valueMask), [batch, 1, cols]);
    const mask = seen && causal ? multiply(seen, causal) : (seen ?? causal);
    return mask === undefined ? scores : subtract(scores, multiply(FAR, subtract(1, mask)));
  }
}

/** [1, rows, cols] with 1 where the column is not after the row. */
function lowerTriangle(rows: number, cols: number): Tensor {
  const values = Float32Array.from({ length: rows * cols }, (_, at) => (at % cols <= Math.floor(at / cols) ? 1 : 0));
  return tensor(values, [1, rows, cols]);
}
