import { OptionError } from '../errors.ts';
import { Adam, type AdamOptions } from './adam.ts';

/** Options of AdamW: Adam's, with another default of weightDecay. */
export interface AdamWOptions extends AdamOptions {
  /** Share of a weight, times the step size, that it loses in each step before its update, from 0. Default 0.004. */
  weightDecay?: number;
}

/**
 * AdamW: Adam with decoupled weight decay.
 *
 * w ← w − w · weightDecay · η, then Adam's step
 *
 * `excludeFromWeightDecay(['bias'])` lets some weights keep their size.
 *
 * **Slots** momentum, velocity, velocity_hat with amsgrad.
 *
 * @throws OptionError if an option is unknown or out of its range.
 * @see https://arxiv.org/abs/1711.05101
 * @example
 * ```ts
 * import { AdamW, tensor, Variable } from 'memcell';
 * const w = new Variable([], { name: 'w' });
 * w.assign([10]);
 * new AdamW({ learningRate: 0.5, weightDecay: 0.1 }).apply([{ variable: w, gradient: tensor(8) }]);
 * console.log(w.item().toFixed(3)); // => 9.000
 * ```
 */
export class AdamW extends Adam {
  override readonly className: string = 'AdamW';

  constructor(options: AdamWOptions = {}) {
    const received: { weightDecay?: unknown } = options ?? {};
    if (received.weightDecay === null) {
      throw new OptionError('Cannot create AdamW: weightDecay must be a finite number from 0, received null', {
        hint: 'Use Adam for none.',
      });
    }
    super({ weightDecay: 0.004, ...options }, 'AdamW');
  }
}
