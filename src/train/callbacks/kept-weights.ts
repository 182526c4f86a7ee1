import { OptionError } from '../../errors.ts';
import { describe } from '../../options.ts';
import { scope } from '../../tensor/scope.ts';
import type { Shape } from '../../tensor/shape.ts';
import type { Dtype } from '../../tensor/tensor.ts';
import { Variable } from '../../tensor/variable.ts';
import type { Json, ModelInTraining } from '../callback.ts';

/** A copy of a model's weights that can be brought up to date in place. */
export class KeptWeights {
  #variables: readonly Variable[] = [];

  /** The copies; none before the first `keep`. */
  get variables(): readonly Variable[] {
    return this.#variables;
  }

  /** Copies the weights as they are now. */
  keep({ weights }: ModelInTraining): void {
    if (this.#variables.length !== weights.length) this.#variables = weights.map(copyFor);
    scope(() => {
      for (const [i, weight] of weights.entries()) this.#variables[i]?.assign(weight);
    });
  }

  /** Writes the copies back; the model's weights stay as they are where there are none. */
  giveBack({ weights }: ModelInTraining): void {
    if (this.#variables.length === 0) return;
    scope(() => {
      for (const [i, variable] of this.#variables.entries()) weights[i]?.assign(variable);
    });
  }

  /** Forgets the copies. */
  clear(): void {
    this.#variables = [];
  }

  /** Names, shapes and dtypes of the copies. */
  state(): Json {
    return this.#variables.map(({ name, shape, dtype }) => ({ name, shape: [...shape], dtype }));
  }

  /** Makes variables of these names, shapes and dtypes, filled with zeros. */
  restore(subject: string, state: unknown): void {
    const fits = Array.isArray(state) && state.every((each) => typeof each === 'object' && Array.isArray(each?.shape));
    if (!fits) {
      throw new OptionError(`Cannot restore ${subject}: bestWeights must be a list, received ${describe(state)}`);
    }
    this.#variables = (state as { name: string; shape: Shape; dtype: Dtype }[]).map(copyFor);
  }
}

function copyFor({ name, shape, dtype }: { name: string; shape: Shape; dtype: Dtype }): Variable {
  return new Variable(shape, { name, dtype, trainable: false });
}
