import { referenceBackend } from '../backend/backend.ts';
import { withBackend } from '../backend/current.ts';
import { NumericError } from '../errors.ts';
import { scope } from '../tensor/scope.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { Tape } from './tape.ts';

/** One input of the function under test. */
export interface CheckedInput {
  readonly shape: Shape;
  readonly data: ArrayLike<number>;
}

/** Options of `checkGradients`. */
export interface CheckOptions {
  /** Half the distance of the two points of a central difference. Default 1e-5. */
  step?: number;
  /** Largest difference allowed, relative to the larger of 1 and the gradient's size. Default 1e-6. */
  tolerance?: number;
}

/**
 * Compares a function's gradients with central differences, both in float64 on the reference kernels, for every element
 * of every input. The function gets its inputs as Variables and must give a scalar.
 *
 * (f(x + h) − f(x − h)) / 2h ≈ ∂f/∂x
 *
 * @returns the largest difference.
 * @throws NumericError naming the first element whose gradient is wrong.
 */
export function checkGradients(
  run: (...inputs: Variable[]) => Tensor,
  inputs: readonly CheckedInput[],
  { step = 1e-5, tolerance = 1e-6 }: CheckOptions = {},
): number {
  return withBackend(referenceBackend('float64'), () => {
    const variables = inputs.map(({ shape, data }, i) => {
      const variable = new Variable(shape, { name: `input ${i}` });
      variable.assign(Float64Array.from(data));
      return variable;
    });
    const value = (): number => scope(() => run(...variables).item());
    const pairs = scope(() => {
      const tape = new Tape();
      return tape.gradients(run(...variables), variables).map(({ variable, gradient }) => ({
        variable,
        gradient: gradient.data,
      }));
    });
    let worst = 0;
    variables.forEach((variable, i) => {
      const data = Float64Array.from(variable.data);
      const gradient = pairs.find((pair) => pair.variable === variable)?.gradient ?? new Float64Array(data.length);
      for (let j = 0; j < sizeOf(variable.shape); j++) {
        const before = data[j] as number;
        const at = (shift: number): number => {
          data[j] = before + shift;
          variable.assign(data);
          return value();
        };
        const numeric = (at(step) - at(-step)) / (2 * step);
        data[j] = before;
        variable.assign(data);
        const analytic = gradient[j] as number;
        const error = Math.abs(numeric - analytic) / Math.max(1, Math.abs(numeric));
        if (!(error <= tolerance)) {
          throw new NumericError(
            `Cannot trust gradient of input ${i} at element ${j}: it must be ${numeric} (central difference), received ${analytic}`,
          );
        }
        worst = Math.max(worst, error);
      }
    });
    return worst;
  });
}
