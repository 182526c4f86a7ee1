import { alignWeight, type Weighting } from '../losses/index.ts';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import { inScope } from '../tensor/scope.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';

/**
 * Weighted mean over the samples of all batches, as Keras's Mean keeps it: Σ v w / Σ w, where v and w of a sample are the
 * means over its further axes.
 */
export class RunningMean {
  readonly #name: string;
  #state: readonly [total: Variable, count: Variable] | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  /** Sum of values and sum of weights. */
  get variables(): readonly [total: Variable, count: Variable] {
    const make = (name: string): Variable => new Variable([], { name: `${this.#name}/${name}`, trainable: false });
    this.#state ??= [make('total'), make('count')];
    return this.#state;
  }

  /** Takes values [B, …] in. */
  add(action: string, values: Tensor, { mask, weight }: Weighting = {}): void {
    if (values.size === 0) return;
    const samples = values.shape[0] ?? 1;
    inScope(() => {
      const weights = [
        ...(mask ? [alignWeight(action, 'mask', mask, values.shape)] : []),
        ...(weight ? [alignWeight(action, 'weight', weight, values.shape)] : []),
      ];
      const [first] = weights;
      if (first === undefined) {
        this.#add((sum(values).item() / values.size) * samples, samples);
        return;
      }
      const factor = weights.slice(1).reduce((product, other) => multiply(product, other), first);
      const total = sum(multiply(values, factor)).item();
      this.#add((total / values.size) * samples, (sum(factor).item() / factor.size) * samples);
    });
  }

  /** Total over count; 0 where nothing counts. */
  result(): number {
    if (this.#state === undefined) return 0;
    const [total, count] = this.#state;
    const n = count.item();
    return n === 0 ? 0 : total.item() / n;
  }

  reset(): void {
    for (const variable of this.#state ?? []) variable.assign([0]);
  }

  #add(amount: number, n: number): void {
    const [total, count] = this.variables;
    total.assign([total.item() + amount]);
    count.assign([count.item() + n]);
  }
}
