import type { Config } from '../config.ts';
import { labelPositions } from '../ops/labels.ts';
import { multiply } from '../ops/multiply.ts';
import { checkNumber } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { alignWeight } from './align-weight.ts';
import type { Weighting } from './loss.ts';
import { matchLabels, withoutClass } from './match-labels.ts';
import type { LossOptions } from './reduction.ts';
import { RowLoss } from './row-loss.ts';

/** Options of a loss whose targets are numbers of classes. */
export interface LabelLossOptions extends LossOptions {
  /** Targets of this number count as masked; it may lie outside the classes. A whole number. Default: none. */
  ignoreClass?: number | null;
}

/** A loss whose targets are numbers of classes. */
export abstract class LabelLoss extends RowLoss {
  readonly ignoreClass: number | null;

  protected constructor(className: string, options: LabelLossOptions, own: readonly string[] = []) {
    super(className, options, [...own, 'ignoreClass']);
    const { ignoreClass = null } = options;
    this.ignoreClass =
      ignoreClass === null ? null : checkNumber(className, 'ignoreClass', ignoreClass, { whole: true });
  }

  /** The loss of each row, from where its class stands in the prediction. */
  protected abstract at(prediction: Tensor, positions: Tensor): Tensor;

  override config(): Config {
    return { ignoreClass: this.ignoreClass, ...super.config() };
  }

  values(action: string, target: Tensor, prediction: Tensor): Tensor {
    const given = matchLabels(action, target, prediction, "'categoricalCrossentropy'");
    const labels = this.ignoreClass === null ? given : withoutClass(given, this.ignoreClass).labels;
    return this.at(prediction, labelPositions(action, labels, prediction));
  }

  override weighting(action: string, target: Tensor, prediction: Tensor, options: Weighting = {}): Weighting {
    if (this.ignoreClass === null) return options;
    const labels = matchLabels(action, target, prediction, "'categoricalCrossentropy'");
    const { counts } = withoutClass(labels, this.ignoreClass);
    const { mask, weight } = options;
    return { weight, mask: mask ? multiply(alignWeight(action, 'mask', mask, counts.shape), counts) : counts };
  }
}
