import type { Config } from '../config.ts';
import { OptionError } from '../errors.ts';
import { checkNumber, checkOptions, describe } from '../options.ts';
import { addGradients, mapNumbers } from '../tensor/gradients.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { withNumber } from './clipping.ts';
import { Optimizer, type WeightGradient } from './optimizer.ts';
import type { WeightRun } from './weight-run.ts';

/** How gradients of replicas become one. */
export interface Reducer {
  /**
   * The mean gradients over all replicas, from those of this one; undefined where others are still to come, and no step
   * is made yet. The tensors it is given end with their scope.
   */
  reduce(gradients: readonly WeightGradient[]): readonly WeightGradient[] | undefined;
}

/**
 * Lets several replicas of a model learn as one: each call of `apply` gives the gradients of one replica, and the inner
 * optimizer makes a step with their mean (TensorFlow 1's SyncReplicasOptimizer).
 *
 * In files, and to everything else, it is the inner optimizer: className, config and variables are that one's.
 *
 * @throws OptionError if there is no optimizer or no reduce.
 * @see https://arxiv.org/abs/1604.00981
 * @example
 * ```ts
 * import { localReducer, SGD, SyncReplicas, tensor, Variable } from 'memcell';
 * const w = new Variable([], { name: 'w' });
 * const optimizer = new SyncReplicas(new SGD({ learningRate: 1 }), localReducer({ replicas: 2 }));
 * optimizer.apply([{ variable: w, gradient: tensor(1) }]); // waits for the other replica
 * optimizer.apply([{ variable: w, gradient: tensor(3) }]);
 * console.log(w.item(), optimizer.iterations); // => -2 1
 * ```
 */
export class SyncReplicas extends Optimizer {
  readonly className: string;
  readonly slotNames: readonly string[];
  /** The optimizer that makes the steps. */
  readonly optimizer: Optimizer;
  readonly #reducer: Reducer;

  constructor(optimizer: Optimizer, reducer: Reducer) {
    if (!(optimizer instanceof Optimizer) || typeof reducer?.reduce !== 'function') {
      throw new OptionError(
        `Cannot create SyncReplicas: there must be an optimizer and { reduce }, received ${describe(optimizer)} and ${describe(reducer)}`,
        { hint: 'Write new SyncReplicas(new Adam(), localReducer({ replicas: 2 })).' },
      );
    }
    super('SyncReplicas', optimizer.learningRate, {});
    this.className = optimizer.className;
    this.slotNames = optimizer.slotNames;
    this.optimizer = optimizer;
    this.#reducer = reducer;
  }

  override apply(gradients: readonly WeightGradient[]): void {
    const mean = this.#reducer.reduce(gradients);
    if (mean !== undefined) this.optimizer.apply(mean);
  }

  override update(run: WeightRun, factors: readonly number[]): void {
    this.optimizer.update(run, factors);
  }

  override factorsAt(rate: number, step: number): readonly number[] {
    return this.optimizer.factorsAt(rate, step);
  }

  override slotStart(name: string): number {
    return this.optimizer.slotStart(name);
  }

  override get learningRate(): number {
    return this.optimizer.learningRate;
  }

  override set learningRate(value: number) {
    this.optimizer.learningRate = value;
  }

  override get iterations(): number {
    return this.optimizer.iterations;
  }

  override get calls(): number {
    return this.optimizer.calls;
  }

  override config(): Config {
    return this.optimizer.config();
  }

  override excludeFromWeightDecay(names: readonly (string | RegExp)[]): void {
    this.optimizer.excludeFromWeightDecay(names);
  }

  override build(variables: readonly Variable[]): void {
    this.optimizer.build(variables);
  }

  override variables(): readonly Variable[] {
    return this.optimizer.variables();
  }

  override finalizeVariableValues(): void {
    this.optimizer.finalizeVariableValues();
  }

  override swapAverages(): void {
    this.optimizer.swapAverages();
  }
}

/**
 * A reducer for replicas that share their weights and run one after another in this process: keeps what comes until every
 * replica has given its gradients. `reset` forgets what waits, as after a step that was refused.
 *
 * @throws OptionError unless replicas is a whole number from 1.
 * @example
 * ```ts
 * import { localReducer, tensor, Variable } from 'memcell';
 * const variable = new Variable([2], { name: 'w' });
 * const { reduce } = localReducer({ replicas: 2 });
 * reduce([{ variable, gradient: tensor([1, 2]) }]);
 * console.log(reduce([{ variable, gradient: tensor([3, 0]) }])?.[0]?.gradient.toArray()); // => [ 2, 1 ]
 * ```
 */
export function localReducer(options: { replicas: number }): Reducer & { reset(): void } {
  checkOptions('localReducer', options, ['replicas']);
  const replicas = checkNumber('localReducer', 'replicas', options.replicas, { from: 1, whole: true });
  let sums = new Map<Variable, Tensor>();
  let come = 0;
  const reset = (): void => {
    sums = new Map();
    come = 0;
  };
  return {
    reset,
    reduce(gradients) {
      for (const { variable, gradient } of gradients) {
        const before = sums.get(variable);
        sums.set(variable, (before === undefined ? gradient : addGradients(before, gradient)).detach());
      }
      come++;
      if (come < replicas) return undefined;
      const pairs = [...sums].map(([variable, sum]) => ({
        variable,
        gradient: mapNumbers(sum, (numbers) => withNumber('divide', numbers, replicas)),
      }));
      reset();
      return pairs;
    },
  };
}
