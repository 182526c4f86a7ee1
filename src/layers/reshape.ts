import { OptionError, ShapeError } from '../errors.ts';
import { reshape } from '../ops/reshape.ts';
import { checkOptions, describe } from '../options.ts';
import { formatShape, type OpenShape, type Shape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { Tensors } from './trainable.ts';

/**
 * Gives each sample another shape; no number moves.
 *
 * **Shapes** input [B, …] → output [B, …targetShape]. A mask ends here.
 *
 * @throws OptionError unless targetShape is a list of whole numbers from 1, one of which may be −1; ShapeError where it
 * does not hold as many numbers as a sample.
 * @example
 * ```ts
 * import { Reshape, Sequential } from 'memcell';
 * const model = new Sequential([new Reshape({ targetShape: [2, -1] })]);
 * console.log(model.predict([[1, 2, 3, 4]]).toArray()); // => [ [ [ 1, 2 ], [ 3, 4 ] ] ]
 * ```
 */
export class Reshape extends Layer {
  readonly className = 'Reshape';
  /** Shape of a sample; −1: what is left. */
  readonly targetShape: Shape;

  /** @param options targetShape: shape of a sample; one size may be −1, which is worked out from the others. */
  constructor(options: LayerOptions & { targetShape: Shape }) {
    super('reshape', options);
    const subject = `Reshape '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'targetShape']);
    const { targetShape } = options;
    const fits =
      Array.isArray(targetShape) &&
      targetShape.every((n) => Number.isInteger(n) && (n >= 1 || n === -1)) &&
      targetShape.filter((n) => n === -1).length <= 1;
    if (!fits) {
      throw new OptionError(
        `Cannot create ${subject}: targetShape must be a list of whole numbers from 1 (one may be -1), received ${describe(targetShape)}`,
      );
    }
    this.targetShape = [...targetShape];
  }

  protected build(): void {}

  call(x: Tensor): Tensor {
    return reshape(x, this.outputShape(x.shape) as Shape);
  }

  protected override needsSequence(input: Tensors): boolean {
    const [, steps, ...step] = (input as Tensor).shape;
    const [first, ...rest] = this.targetShape;
    const ofEach = first === -1 && sizeOf(step) % sizeOf(rest) === 0; // each step becomes one or more
    return steps !== undefined && step.length > 0 && !ofEach;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    const [batch = null, ...sample] = inputShape;
    const known = sizeOf(this.targetShape.filter((n) => n !== -1));
    const open = this.targetShape.includes(-1);
    if (sample.includes(null)) return [batch, ...this.targetShape.map((n) => (n === -1 ? null : n))];
    const size = sizeOf(sample as Shape);
    if (open ? size % known !== 0 : size !== known) {
      throw new ShapeError(
        `Cannot call Reshape '${this.name}': a sample must have ${open ? `a multiple of ${known}` : known} numbers, received ${formatShape(inputShape)}`,
      );
    }
    return [batch, ...this.targetShape.map((n) => (n === -1 ? size / known : n))];
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, targetShape: [...this.targetShape] };
  }
}
