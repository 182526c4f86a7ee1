import type { Config } from '../config.ts';
import { ShapeError } from '../errors.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { formatShape, type Shape } from '../tensor/shape.ts';
import { type Initializer, unsupportedOptions } from './initializer.ts';

/** Options of Identity. */
export interface IdentityOptions {
  /** Value on the diagonal, a finite number. Default 1. */
  gain?: number;
}

/**
 * Makes a weight the identity matrix.
 *
 * w[i, j] = gain where i = j, else 0
 *
 * **Shapes** [rows, columns], not only square.
 *
 * @throws OptionError if gain is not finite; ShapeError for a shape that has not two axes.
 * @see https://arxiv.org/abs/1504.00941 (recurrent networks of rectified linear units)
 * @example
 * ```ts
 * import { Identity, Random } from 'memcell';
 * console.log(new Identity().initialize([2, 2], new Random(1))); // => Float32Array(4) [ 1, 0, 0, 1 ]
 * ```
 */
export class Identity implements Initializer {
  readonly className = 'Identity';
  readonly gain: number;

  constructor(options: IdentityOptions = {}) {
    checkOptions(this.className, options, ['gain'], unsupportedOptions);
    this.gain = checkNumber(this.className, 'gain', options.gain ?? 1);
  }

  config(): Config {
    return { gain: this.gain };
  }

  initialize(shape: Shape): Float32Array {
    const [rows = 0, columns = 0] = shape;
    if (shape.length !== 2) {
      throw new ShapeError(
        `Cannot initialize weight by Identity: it must have two axes, received ${formatShape(shape)}`,
        { hint: "Choose 'zeros' or 'orthogonal' for other shapes." },
      );
    }
    const values = new Float32Array(rows * columns);
    for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = this.gain;
    return values;
  }
}
