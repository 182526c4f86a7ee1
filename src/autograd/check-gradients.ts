import { referenceBackend } from '../backend/backend.ts';
import { withBackend } from '../backend/current.ts';
import { NumericError } from '../errors.ts';
import { scope } from '../tensor/scope.ts';
import type { Shape } from '../tensor/shape.ts';
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

/** A scalar function and the Variables that it depends on. */
export interface CheckedFunction {
  readonly variables: readonly Variable[];
  run(): Tensor;
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
  options: CheckOptions = {},
): number {
  return checkFunction(() => {
    const variables = inputs.map(({ shape, data }, i) => {
      const variable = new Variable(shape, { name: `input ${i}` });
      variable.assign(Float64Array.from(data));
      return variable;
    });
    return { variables, run: () => run(...variables) };
  }, options);
}

/** The same for a function over Variables of its own (a layer's weights), which `make` makes in float64. */
export function checkFunction(
  make: () => CheckedFunction,
  { step = 1e-5, tolerance = 1e-6 }: CheckOptions = {},
): number {
  return withBackend(referenceBackend('float64'), () => {
    const { variables, run } = make();
    const gradients = gradientsOf(run, variables);
    let worst = 0;
    for (const variable of variables) {
      const data = Float64Array.from(variable.data);
      const gradient = gradients.get(variable) ?? new Float64Array(data.length);
      for (let j = 0; j < data.length; j++) {
        const before = data[j] as number;
        const at = (shift: number): number => {
          data[j] = before + shift;
          variable.assign(data);
          return scope(() => run().item());
        };
        const numeric = (at(step) - at(-step)) / (2 * step);
        at(0);
        const analytic = gradient[j] as number;
        const error = Math.abs(numeric - analytic) / Math.max(1, Math.abs(numeric));
        if (!(error <= tolerance)) {
          throw new NumericError(
            `Cannot trust gradient of '${variable.name}' at element ${j}: it must be ${numeric} (central difference), received ${analytic}`,
          );
        }
        worst = Math.max(worst, error);
      }
    }
    return worst;
  });
}

function gradientsOf(run: () => Tensor, variables: readonly Variable[]): Map<Variable, ArrayLike<number>> {
  return scope(() => {
    const tape = new Tape();
    return new Map(tape.gradients(run(), variables).map(({ variable, gradient }) => [variable, gradient.data]));
  });
}
