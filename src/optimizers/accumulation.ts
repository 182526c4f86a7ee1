import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { checkNumber } from '../options.ts';
import { sparseRows } from '../tensor/gradients.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { withNumber } from './clipping.ts';

/** Steps over several batches. */
export interface AccumulationOptions {
  /** Calls of `apply` whose mean gradient makes one step, from 2: larger batches than memory holds. Default: one. */
  gradientAccumulationSteps?: number | null;
}

interface Pair {
  readonly variable: Variable;
  readonly gradient: Tensor;
}

/** Adds gradients up over calls, where it is told to. */
export class Accumulation {
  /** Calls that make a step. */
  readonly steps: number;

  constructor(subject: string, { gradientAccumulationSteps: steps }: AccumulationOptions) {
    const off = steps === undefined || steps === null;
    this.steps = off ? 1 : checkNumber(subject, 'gradientAccumulationSteps', steps, { from: 2, whole: true });
  }

  config(): Config {
    return this.steps === 1 ? {} : { gradientAccumulationSteps: this.steps };
  }

  /** The gradients of a step; undefined where call number `call` (from 1) does not end one. */
  add(
    gradients: readonly Pair[],
    call: number,
    accumulatorOf: (variable: Variable) => Variable | undefined,
  ): readonly Pair[] | undefined {
    if (this.steps === 1) return gradients;
    const sums = gradients.map(({ variable, gradient }) => {
      const sum = accumulatorOf(variable) as Variable;
      addTo(sum, gradient);
      return { variable, sum };
    });
    if (call % this.steps !== 0) return undefined;
    return sums.map(({ variable, sum }) => ({ variable, gradient: this.#takeMean(sum) }));
  }

  /** The sum over the calls by their number; the sum begins anew. */
  #takeMean(sum: Variable): Tensor {
    const mean = withNumber('divide', sum, this.steps);
    backend().kernels.fill(sum.size, 0, sum.address());
    return mean;
  }
}

function addTo(sum: Variable, gradient: Tensor): void {
  const rows = sparseRows(gradient);
  if (rows !== undefined) rows.addTo(sum);
  else backend().kernels.add(1, sum.size, sum.address(), 0, 1, gradient.address(), 0, 1, sum.address());
}
