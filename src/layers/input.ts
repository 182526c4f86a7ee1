import { OptionError, ShapeError } from '../errors.ts';
import { checkChoice, checkOptions, describe } from '../options.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';
import type { Dtype, Tensor } from '../tensor/tensor.ts';
import { Layer, type LayerConfig } from './layer.ts';
import { inputNode, type SymbolicTensor } from './symbolic.ts';

/** Options of `Input`. */
export interface InputOptions {
  /** Shape of one sample; null stands for a size that may change. */
  shape: OpenShape;
  /** Name. Default 'input_layer'. */
  name?: string;
  /** Kind of its numbers: 'int32' makes whole numbers of data, or refuses it. Default 'float32'. */
  dtype?: Dtype;
}

/**
 * The place where data enters a model; it only says a shape. Made by `Input`.
 *
 * @throws OptionError unless shape is a list of whole numbers from 1 (or null).
 */
export class InputLayer extends Layer {
  readonly className = 'InputLayer';
  override readonly supportsMasking = true;
  override readonly isInput = true;
  /** Shape of one sample. */
  readonly shape: OpenShape;
  readonly dtype: Dtype;
  /** What a Model begins with. */
  readonly output: SymbolicTensor;

  constructor(options: InputOptions) {
    super('input_layer', options);
    const subject = `InputLayer '${this.name}'`;
    checkOptions(subject, options, ['name', 'shape', 'dtype']);
    const { shape, dtype = 'float32' } = options;
    if (!Array.isArray(shape) || !shape.every((n) => n === null || (Number.isInteger(n) && n >= 1))) {
      throw new OptionError(
        `Cannot create ${subject}: shape must be a list of whole numbers from 1 (or null), received ${describe(shape)}`,
      );
    }
    this.shape = [...shape];
    this.dtype = checkChoice(subject, 'dtype', dtype, ['float32', 'int32']);
    this.output = inputNode(this, [null, ...this.shape], this.dtype).outputs[0] as SymbolicTensor;
  }

  protected build(): void {}

  call(x: Tensor): Tensor {
    this.outputShape(x.shape);
    return x;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    const sample = inputShape.slice(1);
    const fits =
      sample.length === this.shape.length &&
      this.shape.every((n, i) => n === null || n === sample[i] || sample[i] === null);
    if (!fits) {
      throw new ShapeError(
        `Cannot call InputLayer '${this.name}': input must have shape ${formatShape([null, ...this.shape])}, received ${formatShape(inputShape)}`,
      );
    }
    return inputShape;
  }

  config(): LayerConfig {
    return { name: this.name, shape: [...this.shape], dtype: this.dtype };
  }
}

/**
 * The symbolic tensor that a model begins with. In front of a Sequential it says the shape of one sample (without the
 * batch axis), so that the model is built before data comes; layers applied to it make the graph of a `Model`.
 *
 * @throws OptionError unless shape is a list of whole numbers from 1 (or null).
 * @example
 * ```ts
 * import { Dense, Input, Sequential } from 'memcell';
 * const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 2 })]);
 * console.log(model.countParams()); // => 8
 * ```
 */
export function Input(options: InputOptions): SymbolicTensor {
  return new InputLayer(options).output;
}
