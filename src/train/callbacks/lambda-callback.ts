import { OptionError } from '../../errors.ts';
import { checkOptions, describe } from '../../options.ts';
import type { Callback } from '../callback.ts';

const NAMES: readonly (keyof Callback)[] = [
  'onTrainBegin',
  'onEpochBegin',
  'onGradients',
  'onBatchEnd',
  'onBatchError',
  'onEpochEnd',
  'onTrainEnd',
];

/**
 * A callback of functions, with their names checked. `fit` takes a plain object of such functions, too.
 *
 * @throws OptionError for a name that no callback has, or what is no function.
 * @see https://keras.io/api/callbacks/lambda_callback/
 * @example
 * ```ts
 * import { Dense, LambdaCallback, Sequential } from 'memcell';
 * const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * const losses: number[] = [];
 * const listen = new LambdaCallback({ onEpochEnd: (_epoch, logs) => void losses.push(logs.loss!) });
 * await model.fit([[0], [1]], [[1], [3]], { epochs: 2, callbacks: [listen] });
 * console.log(losses.length); // => 2
 * ```
 */
export class LambdaCallback implements Callback {
  readonly className = 'LambdaCallback';
  readonly onTrainBegin?: NonNullable<Callback['onTrainBegin']>;
  readonly onEpochBegin?: NonNullable<Callback['onEpochBegin']>;
  readonly onGradients?: NonNullable<Callback['onGradients']>;
  readonly onBatchEnd?: NonNullable<Callback['onBatchEnd']>;
  readonly onBatchError?: NonNullable<Callback['onBatchError']>;
  readonly onEpochEnd?: NonNullable<Callback['onEpochEnd']>;
  readonly onTrainEnd?: NonNullable<Callback['onTrainEnd']>;

  constructor(functions: Callback = {}) {
    checkOptions(this.className, functions, NAMES);
    for (const [name, run] of Object.entries(functions)) {
      if (run === undefined || typeof run === 'function') continue;
      throw new OptionError(`Cannot create ${this.className}: ${name} must be a function, received ${describe(run)}`);
    }
    Object.assign(this, functions);
  }
}
