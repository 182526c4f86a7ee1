import type { Config } from '../config.ts';
import { ShapeError, UnsupportedError } from '../errors.ts';
import { checkChoice, checkOptions, describe } from '../options.ts';
import { inScope } from '../tensor/scope.ts';
import { formatShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Loss, Weighting } from './loss.ts';
import { reduceLoss } from './reduce-loss.ts';
import { type LossOptions, REDUCTIONS, type Reduction } from './reduction.ts';

/** A loss that is worked out element by element or row by row (a row is the last axis), and then reduced. */
export abstract class RowLoss implements Loss {
  abstract readonly className: string;
  readonly reduction: Reduction;

  /** @param own names of the options of this loss. */
  protected constructor(className: string, options: LossOptions, own: readonly string[] = []) {
    checkOptions(className, options, [...own, 'reduction'], ['name', 'dtype']);
    const { reduction = 'sumOverBatchSize' } = options;
    this.reduction = checkChoice(className, 'reduction', reduction, REDUCTIONS);
  }

  /** The loss of each element [B, …, D], whose mean is that of its row, or of each row [B, …]. */
  abstract values(action: string, target: Tensor, prediction: Tensor): Tensor;

  /** Which rows count, where that follows from the target. */
  weighting(_action: string, _target: Tensor, _prediction: Tensor, options?: Weighting): Weighting | undefined {
    return options;
  }

  config(): Config {
    return { reduction: this.reduction };
  }

  call(target: Tensor, prediction: Tensor, options?: Weighting): Tensor {
    const action = `compute ${this.className}`;
    if (prediction.size === 0) {
      throw new ShapeError(`Cannot ${action}: prediction must not be empty, received ${formatShape(prediction.shape)}`);
    }
    return inScope(() => {
      const values = this.values(action, target, prediction);
      const rows = Math.max(0, prediction.rank - 1);
      return reduceLoss(action, values, rows, this.reduction, this.weighting(action, target, prediction, options));
    });
  }
}

/** Throws unless an axis is left out or the last one. */
export function checkLastAxis(className: string, axis: unknown): void {
  if (axis === undefined || axis === -1) return;
  throw new UnsupportedError(`Cannot create ${className}: axis must be -1, received ${describe(axis)}`, {
    hint: 'Move the classes to the last axis with transpose().',
  });
}
