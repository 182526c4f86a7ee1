import { OptionError, ShapeError } from '../errors.ts';
import { add } from '../ops/add.ts';
import { maximum } from '../ops/maximum.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { subtract } from '../ops/subtract.ts';
import { checkOptions } from '../options.ts';
import { formatShape, isOneShape, type OpenShape, type OpenShapes } from '../tensor/shape.ts';
import { Tensor, toFloat } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { ForwardContext, Mask, Tensors } from './trainable.ts';

/**
 * Base of the layers that make one tensor of a list. Element by element unless a kind says otherwise: shapes broadcast
 * behind the batch axis, and inputs of a lower rank get axes of size 1 after it. A step of the output counts where it
 * counts in any input, and only if all inputs have masks.
 */
export abstract class MergeLayer extends Layer {
  override readonly supportsMasking: boolean = true;
  override readonly takesList = true;

  constructor(className: string, options: LayerOptions, names: readonly string[] = []) {
    super(className.toLowerCase(), options);
    checkOptions(`${className} '${this.name}'`, options, ['name', 'trainable', ...names]);
  }

  /** The output, from inputs of one rank and their masks. */
  protected abstract merge(inputs: readonly Tensor[], masks: readonly Mask[]): Tensor;

  protected build(): void {}

  call(input: Tensors, { masks }: ForwardContext): Tensor {
    if (!this.built) {
      throw new OptionError(
        `Cannot call ${this.className} '${this.name}': it must be built, received a layer that is not`,
        { hint: 'Put it into a model, or call ensureBuilt(shapes, random).' },
      );
    }
    const list = input instanceof Tensor ? [input] : input;
    this.outputShape(input instanceof Tensor ? input.shape : list.map(({ shape }) => shape));
    return this.merge(
      list.map((each) => toFloat(each)),
      list.map((each) => masks.get(each)),
    );
  }

  outputShape(inputShape: OpenShapes): OpenShape {
    return this.checkList(inputShape).reduce((a, b) => this.#broadcast(a, b));
  }

  override computeMask(_input: Tensors, mask: Mask | readonly Mask[]): Mask | readonly Mask[] {
    return anyOf(mask instanceof Tensor || mask === undefined ? [mask] : mask);
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable };
  }

  /** The shapes as a list of one or more, or of so many. */
  protected checkList(inputShape: OpenShapes, count?: number): readonly OpenShape[] {
    const listed = !isOneShape(inputShape);
    if (listed && inputShape.length > 0 && inputShape.length === (count ?? inputShape.length)) return inputShape;
    const received = listed ? `a list of ${inputShape.length}` : `one of shape ${formatShape(inputShape)}`;
    throw new ShapeError(
      `Cannot call ${this.className} '${this.name}': there must be a list of ${count ?? 'one or more'} inputs, received ${received}`,
    );
  }

  #broadcast(a: OpenShape, b: OpenShape): OpenShape {
    const rank = Math.max(a.length, b.length);
    const wide = (shape: OpenShape): OpenShape => [
      shape[0] ?? null,
      ...new Array<number>(rank - shape.length).fill(1),
      ...shape.slice(1),
    ];
    const other = wide(b);
    return wide(a).map((n, axis) => {
      const m = other[axis] ?? null;
      if (n === m || (m === 1 && axis > 0)) return n;
      if (n === 1 && axis > 0) return m;
      if (n === null || m === null) return axis === 0 ? (n ?? m) : null;
      throw new ShapeError(
        `Cannot call ${this.className} '${this.name}': shapes of the inputs must be equal or broadcast, received ${formatShape(a)} and ${formatShape(b)}`,
      );
    });
  }
}

/** Inputs with axes of size 1 after the batch axis, so that they have one rank. */
export function sameRank(inputs: readonly Tensor[]): readonly Tensor[] {
  const rank = Math.max(...inputs.map((x) => x.rank));
  return inputs.map((x) => {
    const [batch = 1, ...rest] = x.shape;
    return reshape(x, [batch, ...new Array<number>(rank - x.rank).fill(1), ...rest]);
  });
}

/** Where any mask counts; none unless there are all of them. */
export function anyOf(masks: readonly Mask[]): Mask {
  if (masks.includes(undefined)) return undefined;
  return (masks as readonly Tensor[]).reduce((a, b) => maximum(a, b));
}

/** `x` where the mask counts and `other` where it does not; without a mask `x`. */
export function chosen(mask: Mask, x: Tensor, other: Tensor | number): Tensor {
  if (mask === undefined) return x;
  const wide = reshape(mask, [...mask.shape, ...new Array<number>(Math.max(0, x.rank - mask.rank)).fill(1)]);
  const kept = multiply(x, wide);
  return other === 0 ? kept : add(kept, multiply(other, subtract(1, wide)));
}

/** Inputs merged two by two, where a step that one mask leaves out is taken from the other, as Keras does it. */
export function mergePairs(
  merge: (a: Tensor, b: Tensor) => Tensor,
  inputs: readonly Tensor[],
  masks: readonly Mask[],
): Tensor {
  let output = inputs[0] as Tensor;
  let outputMask = masks[0];
  for (let i = 1; i < inputs.length; i++) {
    const mask = masks[i];
    const x = chosen(mask, inputs[i] as Tensor, output);
    output = merge(chosen(outputMask, output, x), x);
    outputMask = anyOf([outputMask, mask]);
  }
  return output;
}
