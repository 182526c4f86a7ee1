import type { Config } from '../config.ts';
import { ShapeError } from '../errors.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import { formatShape, type Shape, sizeOf } from '../tensor/shape.ts';
import { type Initializer, unsupportedOptions } from './initializer.ts';
import { orthonormalColumns } from './orthonormal-columns.ts';

/** Options of Orthogonal. */
export interface OrthogonalOptions {
  /** Factor of the matrix, a finite number. Default 1. */
  gain?: number;
}

/**
 * Makes a weight an orthogonal matrix, evenly drawn from all of them.
 *
 * A = QR of normal values, signs such that diag R > 0; w = gain · Q. With fewer rows than columns the rows are
 * orthonormal, otherwise the columns.
 *
 * **Shapes** [rows, columns]; [k…, D, U] is taken as [Πk · D, U].
 *
 * **Cost** 4 m n² FLOPs for m = the larger of rows and columns, n = the smaller.
 *
 * @throws OptionError if gain is not finite; ShapeError for a shape of fewer than two axes.
 * @see https://arxiv.org/abs/1312.6120
 * @example
 * ```ts
 * import { Orthogonal, Random } from 'memcell';
 * const [a = 0, b = 0, c = 0, d = 0] = new Orthogonal().initialize([2, 2], new Random(1));
 * console.log((a * c + b * d).toFixed(3), (a * a + b * b).toFixed(3)); // => …0.000 1.000
 * ```
 */
export class Orthogonal implements Initializer {
  readonly className = 'Orthogonal';
  readonly gain: number;

  constructor(options: OrthogonalOptions = {}) {
    checkOptions(this.className, options, ['gain'], unsupportedOptions);
    this.gain = checkNumber(this.className, 'gain', options.gain ?? 1);
  }

  config(): Config {
    return { gain: this.gain };
  }

  initialize(shape: Shape, random: Random): Float32Array {
    if (shape.length < 2) {
      throw new ShapeError(
        `Cannot initialize weight by Orthogonal: it must have at least two axes, received ${formatShape(shape)}`,
        { hint: "Choose 'glorotUniform' or 'zeros' for a vector." },
      );
    }
    const columns = shape.at(-1) as number;
    const rows = sizeOf(shape.slice(0, -1));
    const long = Math.max(rows, columns);
    const short = Math.min(rows, columns);
    const q = orthonormalColumns(random.normal(long * short), long, short);
    const values = new Float32Array(rows * columns);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const at = rows >= columns ? c * long + r : r * long + c;
        values[r * columns + c] = this.gain * (q[at] as number);
      }
    }
    return values;
  }
}
