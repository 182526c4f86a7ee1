import { backend } from '../backend/current.ts';
import { ResourceError, ShapeError } from '../errors.ts';
import { addGradients } from '../tensor/gradients.ts';
import { currentScope, type OpenScope } from '../tensor/open-scope.ts';
import { formatShape } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';

/**
 * Gradients of an op's inputs from those of its outputs. An output that nothing depends on has gradient undefined; an
 * input whose `needs` is false should not be computed.
 */
export type Backward = (
  gradients: readonly (Tensor | undefined)[],
  needs: readonly boolean[],
) => readonly (Tensor | undefined)[];

/** One op: the numbers of its tensors on the tape (those of inputs that need no gradient mean nothing). */
interface Entry {
  readonly inputs: readonly number[];
  readonly needs: readonly boolean[];
  readonly outputs: readonly number[];
  readonly backward: Backward;
}

/**
 * A source and the gradient of the value with respect to it: SparseRows where the source is a table and every op that
 * reads it gives them (`embedding`).
 */
export interface GradientPair<T extends Tensor = Tensor> {
  readonly variable: T;
  readonly gradient: Tensor;
}

/**
 * Records the ops of the open scope from its making until `gradients` is called, and then runs them backwards.
 * Trainable Variables are followed by themselves; other tensors after `watch`.
 *
 * @throws ResourceError where no scope is open, or one that another tape records.
 * @example
 * ```ts
 * import { multiply, scope, sum, Tape, tensor } from 'memcell';
 * const [pair] = scope(() => {
 *   const tape = new Tape();
 *   const x = tape.watch(tensor([1, 2, 3]));
 *   return tape.gradients(sum(multiply(x, x)), [x]).map((p) => p.gradient.toArray());
 * });
 * console.log(pair); // => [ 2, 4, 6 ]
 * ```
 */
export class Tape {
  readonly #scope: OpenScope;
  readonly #entries: Entry[] = [];
  /** Tensors that it follows, by their number. */
  #followed = 0;

  constructor() {
    const scope = currentScope();
    if (scope === undefined) {
      throw new ResourceError('Cannot start tape: a scope must be open, received none', {
        hint: 'Call new Tape() inside scope(() => …).',
      });
    }
    if (scope.recorder !== undefined) {
      throw new ResourceError('Cannot start tape: a scope must have one tape, received a second one');
    }
    scope.recorder = this;
    this.#scope = scope;
  }

  /** Follows a tensor that is not a trainable Variable, and returns it. */
  watch<T extends Tensor>(tensor: T): T {
    this.#placeOf(tensor);
    return tensor;
  }

  /** @internal Whether gradients flow to a tensor. */
  follows(tensor: Tensor): boolean {
    return tensor.tape === this || (tensor instanceof Variable && tensor.trainable);
  }

  /** @internal Keeps an op if a gradient flows to one of its inputs. */
  record(inputs: readonly Tensor[], outputs: readonly Tensor[], backward: Backward): void {
    let any = false;
    const needs: boolean[] = [];
    const from: number[] = [];
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i] as Tensor;
      const need = this.follows(input);
      needs.push(need);
      from.push(need ? this.#placeOf(input) : -1);
      any ||= need;
    }
    if (!any) return;
    const to: number[] = [];
    for (let i = 0; i < outputs.length; i++) to.push(this.#placeOf(outputs[i] as Tensor));
    this.#entries.push({ inputs: from, needs, outputs: to, backward });
  }

  #placeOf(tensor: Tensor): number {
    if (tensor.tape !== this) {
      tensor.tape = this;
      tensor.place = this.#followed++;
    }
    return tensor.place;
  }

  /**
   * Gradients of a scalar with respect to the sources, in their order; sources that the value does not depend on are
   * left out. Ends the recording: a tape is used once.
   *
   * @throws ShapeError if the value is not a scalar; ResourceError if the tape was used or its scope has ended.
   */
  gradients<T extends Tensor>(value: Tensor, sources: readonly T[]): GradientPair<T>[] {
    if (value.size !== 1) {
      throw new ShapeError(`Cannot compute gradients: value must be a scalar, received ${formatShape(value.shape)}`, {
        hint: 'Reduce it with sum() or mean() first.',
      });
    }
    if (this.#scope.recorder !== this) {
      const received = this.#scope.alive ? 'a second call' : 'a call after the scope of the tape has ended';
      throw new ResourceError(`Cannot compute gradients: a tape must be used once, in its scope, received ${received}`);
    }
    this.#scope.recorder = undefined;
    /** The gradients so far, by the numbers of their tensors. */
    const of: (Tensor | undefined)[] = [];
    for (let i = 0; i <= this.#followed; i++) of.push(undefined);
    if (this.follows(value)) of[this.#placeOf(value)] = ones(this.#scope, value);
    // read before any backward runs, for one may use a tape of its own
    const places = sources.map((source) => (source.tape === this ? source.place : -1));
    for (let e = this.#entries.length - 1; e >= 0; e--) {
      const { inputs, needs, outputs, backward } = this.#entries[e] as Entry;
      const above: (Tensor | undefined)[] = new Array(outputs.length);
      let any = false;
      for (let i = 0; i < outputs.length; i++) {
        const gradient = of[outputs[i] as number];
        above[i] = gradient;
        any ||= gradient !== undefined;
      }
      if (!any) continue;
      const results = backward(above, needs);
      for (let i = 0; i < inputs.length; i++) {
        const gradient = results[i];
        if (!needs[i] || gradient === undefined) continue;
        const input = inputs[i] as number;
        const before = of[input];
        of[input] = before === undefined ? gradient : addGradients(before, gradient);
      }
    }
    this.#entries.length = 0;
    const pairs: GradientPair<T>[] = [];
    for (let i = 0; i < sources.length; i++) {
      const gradient = of[places[i] as number];
      if (gradient !== undefined) pairs.push({ variable: sources[i] as T, gradient });
    }
    return pairs;
  }
}

/** The tape that records the open scope. */
export function activeTape(): Tape | undefined {
  const recorder = currentScope()?.recorder;
  return recorder instanceof Tape ? recorder : undefined;
}

function ones(scope: OpenScope, like: Tensor): Tensor {
  const out = emptyTensor(scope, like.shape);
  backend().kernels.fill(out.size, 1, out.address());
  return out;
}
