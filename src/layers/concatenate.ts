import { ShapeError } from '../errors.ts';
import { concat } from '../ops/concat.ts';
import { checkNumber } from '../options.ts';
import { formatShape, type OpenShape, type OpenShapes, sizeOf } from '../tensor/shape.ts';
import { Tensor, tensor } from '../tensor/tensor.ts';
import type { LayerConfig, LayerOptions } from './layer.ts';
import { anyOf, MergeLayer } from './merge-layer.ts';
import type { Mask, Tensors } from './trainable.ts';

/** Options of `Concatenate`. */
export interface ConcatenateOptions extends LayerOptions {
  /** Axis along which inputs stand side by side; not the batch axis 0, negative from the end. Default −1. */
  axis?: number;
}

/**
 * Its inputs side by side.
 *
 * Along the axis of steps, 1, masks stand side by side, too; along another one a step counts where it counts in any input.
 * An input without a mask counts everywhere, where another has one.
 *
 * **Shapes** inputs a list of [B, …], equal but for the axis → output [B, …].
 *
 * @throws OptionError if axis is no whole number or 0; ShapeError if the input is no list, or shapes do not fit.
 * @example
 * ```ts
 * import { Concatenate, Input, Model } from 'memcell';
 * const inputs = [Input({ shape: [2] }), Input({ shape: [1] })];
 * const model = new Model({ inputs, outputs: new Concatenate().apply(inputs) });
 * console.log(model.predict([[[1, 5]], [[3]]]).toArray()); // => [ [ 1, 5, 3 ] ]
 * ```
 */
export class Concatenate extends MergeLayer {
  readonly className = 'Concatenate';
  readonly axis: number;

  constructor(options: ConcatenateOptions = {}) {
    super('Concatenate', options, ['axis']);
    const axis = checkNumber(`Concatenate '${this.name}'`, 'axis', options.axis ?? -1, { whole: true });
    this.axis = axis === 0 ? checkNumber(`Concatenate '${this.name}'`, 'axis', axis, { from: 1, whole: true }) : axis;
  }

  protected merge(inputs: readonly Tensor[]): Tensor {
    return concat(inputs, { axis: this.axis });
  }

  protected override needsSequence(input: Tensors): boolean {
    const rank = (input instanceof Tensor ? input : (input[0] as Tensor)).rank;
    return rank > 2 && this.#axisOf(rank) === 1;
  }

  override outputShape(inputShape: OpenShapes): OpenShape {
    const [first, ...rest] = this.checkList(inputShape) as readonly [OpenShape, ...OpenShape[]];
    const axis = this.#axisOf(first.length);
    const merged = [...first];
    for (const shape of rest) {
      const fits =
        shape.length === first.length &&
        shape.every((n, i) => i === axis || n === merged[i] || n === null || merged[i] === null);
      if (!fits || axis < 1 || axis >= first.length) throw this.#refuse(first, shape);
      shape.forEach((n, i) => {
        const before = merged[i] ?? null;
        if (i === axis) merged[i] = before === null || n === null ? null : before + n;
        else merged[i] = before ?? n;
      });
    }
    if (axis < 1 || axis >= first.length) throw this.#refuse(first, first);
    return merged;
  }

  override computeMask(input: Tensors, mask: Mask | readonly Mask[]): Mask | readonly Mask[] {
    const masks = mask instanceof Tensor || mask === undefined ? [mask] : mask;
    const known = masks.find((each) => each !== undefined);
    if (known === undefined) return undefined;
    const inputs = input instanceof Tensor ? [input] : input;
    const all = masks.map((each, i) => each ?? ones((inputs[i] as Tensor).shape.slice(0, known.rank)));
    const axis = this.#axisOf((inputs[0] as Tensor).rank);
    return axis < known.rank ? concat(all, { axis }) : anyOf(all);
  }

  override config(): LayerConfig {
    return { ...super.config(), axis: this.axis };
  }

  #axisOf(rank: number): number {
    return this.axis < 0 ? this.axis + rank : this.axis;
  }

  #refuse(first: OpenShape, shape: OpenShape): ShapeError {
    return new ShapeError(
      `Cannot call Concatenate '${this.name}': inputs must have equal shapes but for axis ${this.axis}, received ${formatShape(first)} and ${formatShape(shape)}`,
    );
  }
}

function ones(shape: readonly number[]): Tensor {
  return tensor(new Float32Array(sizeOf(shape)).fill(1), shape);
}
