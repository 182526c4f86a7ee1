import { type ActivationName, activation } from '../activations/index.ts';
import { checkOptions } from '../options.ts';
import type { OpenShape } from '../tensor/shape.ts';
import { type Tensor, toFloat } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';

/**
 * Applies an activation by name.
 *
 * y = activation(x)
 *
 * **Shapes** input […] → output […].
 *
 * @throws OptionError if the name is unknown.
 * @example
 * ```ts
 * import { Activation, Sequential, tensor } from 'memcell';
 * const model = new Sequential([new Activation({ activation: 'relu' })]);
 * console.log(model.predict(tensor([[-1, 2]])).toArray()); // => [ [ 0, 2 ] ]
 * ```
 */
export class Activation extends Layer {
  readonly className = 'Activation';
  override readonly supportsMasking = true;
  /** Name of the activation. */
  readonly activation: ActivationName;

  constructor(options: LayerOptions & { activation: ActivationName }) {
    super('activation', options);
    checkOptions(`Activation '${this.name}'`, options, ['name', 'trainable', 'activation']);
    this.activation = options.activation;
    activation(this.activation);
  }

  protected build(): void {}

  call(x: Tensor): Tensor {
    return activation(this.activation)(toFloat(x));
  }

  outputShape(inputShape: OpenShape): OpenShape {
    return inputShape;
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, activation: this.activation };
  }
}
