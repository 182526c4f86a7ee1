import type { Config, Configurable } from '../config.ts';
import type { Random } from '../random.ts';
import type { Shape } from '../tensor/shape.ts';

/** Gives a weight its first values. */
export interface Initializer extends Configurable {
  readonly className: string;
  /** Its options. */
  config(): Config;
  /**
   * Values of a weight, row-major.
   *
   * @param random the stream to draw from.
   * @throws ShapeError where the shape is not one it can fill.
   */
  initialize(shape: Shape, random: Random): Float32Array;
}

/** Options that Keras's initializers have and these have not: the seed is the model's. */
export const unsupportedOptions: readonly string[] = ['seed', 'dtype', 'inputAxes', 'outputAxes'];
