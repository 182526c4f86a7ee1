import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { OptionError } from '../errors.ts';
import { checkNumber, checkOptions, describe, type NumberRange } from '../options.ts';
import { Optimizer, type OptimizerOptions, sharedOptions, unsupportedOptions } from './optimizer.ts';
import type { LearningRate } from './schedules/learning-rate.ts';
import type { WeightRun } from './weight-run.ts';

/** Options of Rprop. */
export interface RpropOptions extends OptimizerOptions {
  /** Step size, a finite number from 0, or a schedule. Default 0.01. */
  learningRate?: LearningRate;
  /** Factors of a step after a change of the gradient's sign, in (0, 1), and without one, above 1. Default [0.5, 1.2]. */
  etas?: readonly [number, number];
  /** Least and largest step, above 0. Default [1e-6, 50]. */
  stepSizes?: readonly [number, number];
}

/**
 * Rprop (resilient propagation): each weight has its own step, by the signs of its gradients alone. For whole data sets,
 * not for batches of them. Formula and defaults are PyTorch's.
 *
 * r = g · p;  s ← s η⁺ where r > 0, s η⁻ where r < 0, kept within stepSizes;  g ← 0 where r < 0
 * w ← w − sign(g) s;  p ← g
 *
 * The first step s is the learningRate of the time when the slots are made; later it only tells, by 0, that nothing changes.
 *
 * **Slots** prev (p), step_size (s).
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Rprop.html
 * @example
 * ```ts
 * import { Rprop, tensor, Variable } from 'memcell';
 * const w = new Variable([2], { name: 'w' });
 * new Rprop({ learningRate: 0.5 }).apply([{ variable: w, gradient: tensor([8, -2]) }]);
 * console.log(Array.from(w.data, (x) => x.toFixed(3))); // => [ '-0.500', '0.500' ]
 * ```
 */
export class Rprop extends Optimizer {
  readonly className = 'Rprop';
  readonly etas: readonly [number, number];
  readonly stepSizes: readonly [number, number];
  readonly slotNames: readonly string[] = ['prev', 'step_size'];

  constructor(options: RpropOptions = {}) {
    checkOptions('Rprop', options, [...sharedOptions, 'etas', 'stepSizes'], unsupportedOptions);
    super('Rprop', options.learningRate ?? 0.01, options);
    this.etas = checkPair('etas', options.etas ?? [0.5, 1.2], { above: 0, below: 1 }, { above: 1 });
    const [least] = checkPair('stepSizes', options.stepSizes ?? [1e-6, 50], { above: 0 }, { above: 0 });
    this.stepSizes = checkPair('stepSizes', options.stepSizes ?? [1e-6, 50], { above: 0 }, { from: least });
  }

  override config(): Config {
    return { ...super.config(), etas: [...this.etas], stepSizes: [...this.stepSizes] };
  }

  override slotStart(name: string): number {
    return name === 'step_size' ? this.learningRate : 0;
  }

  update({ size, variable, gradient, slots }: WeightRun, [rate = 0]: readonly number[]): void {
    if (rate === 0) return;
    const [last, step] = slots as readonly [number, number];
    backend().kernels.rprop(size, variable, gradient, last, step, ...this.etas, ...this.stepSizes);
  }
}

function checkPair(name: string, pair: unknown, first: NumberRange, second: NumberRange): readonly [number, number] {
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new OptionError(`Cannot create Rprop: ${name} must be a list of two numbers, received ${describe(pair)}`);
  }
  return [checkNumber('Rprop', name, pair[0], first), checkNumber('Rprop', name, pair[1], second)];
}
