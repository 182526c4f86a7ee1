import { ShapeError } from '../errors.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { inScope } from '../tensor/scope.ts';
import { formatShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { add } from './add.ts';
import { multiply } from './multiply.ts';
import { operation } from './operation.ts';

/** Options of `layerNormalization`. */
export interface LayerNormalizationOptions {
  /** γ [D]. Default: 1. */
  gamma?: Tensor | undefined;
  /** β [D]. Default: 0. */
  beta?: Tensor | undefined;
  /** Added to the variance, > 0. Default 0.001. */
  epsilon?: number;
}

const OPTIONS = ['gamma', 'beta', 'epsilon'];

/**
 * Brings the numbers of the last axis to mean 0 and variance 1, then scales and shifts them.
 *
 * y = γ ⊙ (x − mean x) / √(variance x + ε) + β
 *
 * **Shapes** x […, D] → […, D].
 *
 * @throws ShapeError if x is a scalar or its last axis is empty; OptionError unless epsilon is above 0.
 * @see Ba et al., Layer Normalization, 2016.
 * @example
 * ```ts
 * import { layerNormalization, tensor } from 'memcell';
 * const y = layerNormalization(tensor([1, 3]), { epsilon: 1e-9 });
 * console.log(y.toArray()); // => [ -1, 1 ]
 * ```
 */
export function layerNormalization(x: Tensor, options: LayerNormalizationOptions = {}): Tensor {
  checkOptions('normalize tensor', options, OPTIONS);
  const { gamma, beta } = options;
  const epsilon = checkNumber('normalize tensor', 'epsilon', options.epsilon ?? 0.001, { above: 0 });
  const cols = x.shape.at(-1) ?? 0;
  if (cols === 0) {
    throw new ShapeError(`Cannot normalize tensor: the last axis must not be empty, received ${formatShape(x.shape)}`);
  }
  return inScope(() => {
    const normal = normalized(x, x.size / cols, cols, epsilon);
    const scaled = gamma ? multiply(normal, gamma) : normal;
    return beta ? add(scaled, beta) : scaled;
  });
}

function normalized(x: Tensor, rows: number, cols: number, epsilon: number): Tensor {
  let scale = 0;
  return operation({
    inputs: [x],
    shape: x.shape,
    run: (kernels, out, { memory }) => {
      scale = memory.bump(rows);
      kernels.normalize(rows, cols, epsilon, x.address(), out, scale);
    },
    backward: (dy, _needs, y) => [
      operation({
        inputs: [y, dy],
        shape: x.shape,
        run: (kernels, out) => kernels.normalizeGradient(rows, cols, y.address(), scale, dy.address(), out),
      }),
    ],
  });
}
