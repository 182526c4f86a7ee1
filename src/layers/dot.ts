import { OptionError, ShapeError } from '../errors.ts';
import { batchMatmul } from '../ops/batch-matmul.ts';
import { divide } from '../ops/divide.ts';
import { maximum } from '../ops/maximum.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { sqrt } from '../ops/sqrt.ts';
import { square } from '../ops/square.ts';
import { sum } from '../ops/sum.ts';
import { transpose } from '../ops/transpose.ts';
import { checkBoolean, describe } from '../options.ts';
import { formatShape, type OpenShape, type OpenShapes, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { LayerConfig, LayerOptions } from './layer.ts';
import { MergeLayer } from './merge-layer.ts';
import type { Tensors } from './trainable.ts';

/** Options of `Dot`. */
export interface DotOptions extends LayerOptions {
  /** Axis of both inputs that the products are summed over, or one for each; not the batch axis 0, negative from the end. */
  axes: number | readonly [number, number];
  /** Whether both inputs are scaled to length 1 along it before: the cosine of their angle. Default false. */
  normalize?: boolean;
}

/** A square sum below this counts as 0: Keras's 1 / 1e-7 as the largest scale. */
const LEAST_SQUARES = 1e-14;

/**
 * Products of two inputs, summed over an axis of each.
 *
 * y[b, i…, j…] = Σₖ x₁[b, i…, k] · x₂[b, k, j…]
 *
 * **Shapes** inputs [B, I…, K] and [B, K, J…] with K at `axes` → output [B, I…, J…], or [B, 1]. It has no mask.
 *
 * @throws OptionError for axes that are none; ShapeError if the input is no list of two, or sizes differ.
 * @example
 * ```ts
 * import { Dot, Input, Model } from 'memcell';
 * const inputs = [Input({ shape: [2] }), Input({ shape: [2] })];
 * const model = new Model({ inputs, outputs: new Dot({ axes: 1 }).apply(inputs) });
 * console.log(model.predict([[[1, 5]], [[3, 2]]]).toArray()); // => [ [ 13 ] ]
 * ```
 */
export class Dot extends MergeLayer {
  readonly className = 'Dot';
  readonly axes: number | readonly [number, number];
  readonly normalize: boolean;

  constructor(options: DotOptions) {
    super('Dot', options, ['axes', 'normalize']);
    const { axes, normalize = false } = options;
    const list: readonly unknown[] = Array.isArray(axes) ? axes : [axes, axes];
    if (list.length !== 2 || !list.every((axis) => Number.isInteger(axis) && axis !== 0)) {
      throw new OptionError(
        `Cannot create Dot '${this.name}': axes must be a whole number other than 0 or a pair of them, received ${describe(axes)}`,
      );
    }
    this.axes = typeof axes === 'number' ? axes : [axes[0], axes[1]];
    this.normalize = checkBoolean(`Dot '${this.name}'`, 'normalize', normalize);
  }

  protected merge(inputs: readonly Tensor[]): Tensor {
    const [a, b] = inputs as readonly [Tensor, Tensor];
    const [i, j] = this.#axesOf(a.shape, b.shape);
    const left = axisLast(this.normalize ? normalized(a, i) : a, i);
    const right = axisLast(this.normalize ? normalized(b, j) : b, j);
    const [batch = 1, ...rows] = left.shape.slice(0, -1);
    const cols = right.shape.slice(1, -1);
    const size = left.shape.at(-1) as number;
    const product = batchMatmul(
      reshape(left, [batch, sizeOf(rows), size]),
      reshape(right, [batch, sizeOf(cols), size]),
      {
        transposeB: true,
      },
    );
    const shape = [batch, ...rows, ...cols];
    return reshape(product, shape.length === 1 ? [batch, 1] : shape);
  }

  protected override needsSequence(input: Tensors): boolean {
    return (input as readonly Tensor[]).some(({ rank }) => rank > 2);
  }

  override outputShape(inputShape: OpenShapes): OpenShape {
    const [a, b] = this.checkList(inputShape, 2) as readonly [OpenShape, OpenShape];
    const [i, j] = this.#axesOf(a, b);
    const at = (shape: OpenShape, axis: number): number | null | undefined => (axis > 0 ? shape[axis] : undefined);
    const [m, n] = [at(a, i), at(b, j)];
    if (m === undefined || n === undefined || (m !== null && n !== null && m !== n)) {
      throw new ShapeError(
        `Cannot call Dot '${this.name}': sizes at axes ${describe(this.axes)} must be equal, received ${formatShape(a)} and ${formatShape(b)}`,
      );
    }
    const shape = [...a.filter((_, axis) => axis !== i), ...b.filter((_, axis) => axis !== 0 && axis !== j)];
    return shape.length === 1 ? [...shape, 1] : shape;
  }

  override computeMask(): undefined {
    return undefined;
  }

  override config(): LayerConfig {
    const axes = typeof this.axes === 'number' ? this.axes : [...this.axes];
    return { ...super.config(), axes, normalize: this.normalize };
  }

  #axesOf(a: OpenShape, b: OpenShape): readonly [number, number] {
    const [i, j] = typeof this.axes === 'number' ? [this.axes, this.axes] : this.axes;
    return [i < 0 ? i + a.length : i, j < 0 ? j + b.length : j];
  }
}

function axisLast(x: Tensor, axis: number): Tensor {
  if (axis === x.rank - 1) return x;
  const others = x.shape.map((_, i) => i).filter((i) => i !== axis);
  return transpose(x, [...others, axis]);
}

function normalized(x: Tensor, axis: number): Tensor {
  const squares = sum(square(x), { axis, keepDims: true });
  return multiply(x, divide(1, sqrt(maximum(squares, LEAST_SQUARES))));
}
