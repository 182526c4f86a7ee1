import { ShapeError } from '../errors.ts';
import { isOneShape, type OpenShape, type OpenShapes } from '../tensor/shape.ts';
import { Tensor, toFloat } from '../tensor/tensor.ts';
import {
  type CellStep,
  type CellStepper,
  cellLoop,
  type SequenceOptions,
  type SequenceResult,
  zeroStates,
} from './cell-loop.ts';
import { checkStates } from './check-states.ts';
import { Layer } from './layer.ts';
import type { ForwardContext, Tensors } from './trainable.ts';

/** How a recurrent layer computes: one op over the whole sequence, or ops for each step. */
export type RecurrentPath = 'fused' | 'cell loop';

/**
 * One time step of a recurrent network: what `RNN` runs over a sequence. A cell of your own says `stateSize`, makes its
 * weights in `build` (for an input [B, D]) and computes in `step`.
 *
 * As a layer it takes x [B, D] and gives the output of a step from states of zeros, or takes [x, …states] and gives
 * [output, …states].
 *
 * @throws ShapeError if x, a state or what a step gives does not fit.
 * @example
 * ```ts
 * import { add, matmul, multiply, Ones, type OpenShape, type Random, RNN, RNNCell, Sequential } from 'memcell';
 * import type { Tensor, Variable } from 'memcell';
 * // a leaky sum: h' = ½ h + x·W
 * class Leak extends RNNCell {
 *   readonly className = 'Leak';
 *   readonly stateSize = [1];
 *   kernel!: Variable;
 *   protected build(shape: OpenShape, random: Random) {
 *     this.kernel = this.addWeight({ name: 'kernel', shape: [shape.at(-1)!, 1], initializer: new Ones(), random });
 *   }
 *   step(x: Tensor, [h]: readonly Tensor[]) {
 *     const output = add(multiply(h!, 0.5), matmul(x, this.kernel));
 *     return { output, states: [output] };
 *   }
 *   config() {
 *     return { name: this.name };
 *   }
 * }
 * const model = new Sequential([new RNN({ cell: new Leak('leak', {}), returnSequences: true })]);
 * console.log(model.predict([[[4], [0], [0]]]).toArray()); // => [ [ [ 4 ], [ 2 ], [ 1 ] ] ]
 * ```
 */
export abstract class RNNCell extends Layer {
  override readonly takesList = true;
  /** Width of each state. */
  abstract readonly stateSize: readonly number[];

  /** One time step: the output [B, outputSize] and the new states for x [B, D] and the states before it. */
  abstract step(x: Tensor, states: readonly Tensor[], context: ForwardContext): CellStep;

  /** Width of the output. Default: that of the first state. */
  get outputSize(): number {
    return this.stateSize[0] as number;
  }

  /** What a tracer calls each state. */
  get stateNames(): readonly string[] {
    return this.stateSize.map((_, i) => `state${i + 1}`);
  }

  /** 'fused': one op over the sequence; 'cell loop': `step` for each step. */
  get path(): RecurrentPath {
    return 'cell loop';
  }

  /** The steps of one sequence; what is drawn once for all of them, such as dropout masks, is drawn here. */
  begin(_batch: number, context: ForwardContext): CellStepper {
    return (x, states) => this.step(x, states, context);
  }

  /** What a masked step gives before any step counted: the first state where it can be an output; undefined: zeros. */
  outputBefore(states: readonly Tensor[]): Tensor | undefined {
    return this.stateSize[0] === this.outputSize ? states[0] : undefined;
  }

  /** Runs over x [B, T, D]. */
  sequence(x: Tensor, options: SequenceOptions, context: ForwardContext): SequenceResult {
    return cellLoop(this, x, options, context);
  }

  call(input: Tensors, context: ForwardContext): Tensors {
    const [first, ...given] = input instanceof Tensor ? [input] : (input as readonly [Tensor]);
    const x = this.checkCall(first);
    this.outputShape(input instanceof Tensor ? input.shape : input.map(({ shape }) => shape));
    const states = given.length > 0 ? given.map(toFloat) : zeroStates(this, x.shape[0] as number);
    const made = this.step(x, states, context);
    return input instanceof Tensor ? made.output : [made.output, ...made.states];
  }

  outputShape(inputShape: OpenShapes): OpenShapes {
    const one = isOneShape(inputShape);
    const [x, ...states] = one ? [inputShape] : (inputShape as readonly [OpenShape]);
    this.checkInput(x, 2, '[B, D]');
    const [batch] = x as readonly [number | null];
    if (one) return [batch, this.outputSize];
    checkStates(this, this.stateSize, x, states);
    return [[batch, this.outputSize], ...this.stateSize.map((size): OpenShape => [batch, size])];
  }

  override ensureBuilt(...[inputShape, ...rest]: Parameters<Layer['ensureBuilt']>): void {
    const [first] = isOneShape(inputShape) ? [inputShape] : inputShape;
    if (first === undefined) {
      throw new ShapeError(`Cannot build ${this.className} '${this.name}': there must be an input, received none`);
    }
    super.ensureBuilt(first, ...rest);
  }
}
