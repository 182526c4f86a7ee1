import { concat } from '../ops/concat.ts';
import { multiply } from '../ops/multiply.ts';
import { observeGradient } from '../ops/observe-gradient.ts';
import { reshape } from '../ops/reshape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

type Values = Readonly<Record<string, Tensor>>;

/** Those who look into a sequence. */
export interface SequenceListeners {
  /** Called with gates and states by name, each [B, T, U] in the order the steps were made. */
  readonly trace?: ((values: Values) => void) | undefined;
  /** Called in the backward pass with the gradient of h after each step [B, T, U], in the order they were made. */
  readonly traceGradient?: ((gradient: Tensor) => void) | undefined;
}

/** Tells listeners of a loop over a cell what the fused ops tell. */
export class LoopTrace {
  readonly #listeners: SequenceListeners;
  readonly #stateNames: readonly string[];
  readonly #values: Values[] = [];
  readonly #gradients: Tensor[] = [];
  #steps = 0;

  constructor(listeners: SequenceListeners, stateNames: readonly string[]) {
    this.#listeners = listeners;
    this.#stateNames = stateNames;
  }

  /** Takes gates (0 where `counts` is) and the states after a step, and gives h as the steps after it should see it. */
  step(gates: Values | undefined, states: readonly Tensor[], counts: Tensor | undefined): Tensor {
    const [h] = states as readonly [Tensor, ...Tensor[]];
    const step = this.#steps++;
    const { trace, traceGradient } = this.#listeners;
    if (trace) this.#values.push({ ...(counts ? masked(gates, counts) : gates), ...this.#named(states) });
    if (!traceGradient) return h;
    return observeGradient(h, (gradient) => {
      this.#gradients[step] = gradient;
      if (step > 0) return; // steps come backwards: the first is the last to be known
      const zeros = tensor(new Float32Array(h.size), h.shape);
      traceGradient(inTime(Array.from({ length: this.#steps }, (_, s) => this.#gradients[s] ?? zeros)));
    });
  }

  #named(states: readonly Tensor[]): Values {
    return Object.fromEntries(this.#stateNames.map((name, i) => [name, states[i] as Tensor]));
  }

  /** After the last step. */
  end(): void {
    const { trace } = this.#listeners;
    const [first] = this.#values;
    if (!trace || !first) return;
    const names = Object.keys(first);
    trace(
      Object.fromEntries(names.map((name) => [name, inTime(this.#values.map((values) => values[name] as Tensor))])),
    );
  }
}

function masked(gates: Values = {}, counts: Tensor): Values {
  return Object.fromEntries(Object.entries(gates).map(([name, gate]) => [name, multiply(gate, counts)]));
}

/** [B, T, U] from T tensors [B, U]. */
export function inTime(steps: readonly Tensor[]): Tensor {
  const apart = steps.map((step) => reshape(step, [step.shape[0] as number, 1, step.shape[1] as number]));
  return concat(apart, { axis: 1 });
}
