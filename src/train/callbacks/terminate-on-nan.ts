import { type MemcellError, NumericError } from '../../errors.ts';
import { checkBoolean, checkOptions } from '../../options.ts';
import type { Callback, TrainControl } from '../callback.ts';

/** Options of `TerminateOnNaN`. */
export interface TerminateOnNaNOptions {
  /** Lets `fit` throw, as it does without this callback. Default false. */
  raiseError?: boolean;
}

/**
 * Ends training where loss or gradients of a step are NaN or infinite: `fit` returns what came before instead of
 * throwing. The weights are as before that step.
 *
 * @throws OptionError for an unknown option.
 * @see https://keras.io/api/callbacks/terminate_on_nan/
 * @example
 * ```ts
 * import { Dense, SGD, Sequential, TerminateOnNaN } from 'memcell';
 * const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: new SGD({ learningRate: 1e30 }), loss: 'mse' });
 * const { stopped } = await model.fit([[1]], [[2]], { epochs: 9, callbacks: [new TerminateOnNaN()] });
 * console.log(stopped); // => callback
 * ```
 */
export class TerminateOnNaN implements Callback {
  readonly className = 'TerminateOnNaN';
  readonly #raiseError: boolean;

  constructor(options: TerminateOnNaNOptions = {}) {
    checkOptions(this.className, options, ['raiseError']);
    this.#raiseError = checkBoolean(this.className, 'raiseError', options.raiseError ?? false);
  }

  onBatchError(_batch: number, error: MemcellError, control: TrainControl): void {
    if (!this.#raiseError && error instanceof NumericError) control.stop();
  }
}
