import { backend } from '../backend/current.ts';
import { type Address, MATMUL_SCRATCH, START_BIAS, START_ZERO } from '../backend/table.ts';
import { ShapeError } from '../errors.ts';
import type { OpenScope } from '../tensor/open-scope.ts';
import { inScope } from '../tensor/scope.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';
import { emptyTensor, type Tensor, tensorAt } from '../tensor/tensor.ts';
import { checkDtype, record } from './operation.ts';
import {
  batchMajor,
  maskOfSteps,
  onesWhereCounted,
  panelsOf,
  place,
  scaleRows,
  swapAxes,
  swapped,
} from './sequence-memory.ts';

/** What an LSTM computed at every step [B, T, U], in the order of the steps made; gates after their activations. */
export type LstmTrace = Readonly<
  Record<'inputGate' | 'forgetGate' | 'candidate' | 'outputGate' | 'cell' | 'hidden', Tensor>
>;

/** What an LSTM sequence works with. */
export interface LstmSequenceOptions {
  /** W [D, 4U], gates i, f, g, o. */
  readonly kernel: Tensor;
  /** R [U, 4U]. */
  readonly recurrentKernel: Tensor;
  /** b [4U]; left out: none. */
  readonly bias?: Tensor | undefined;
  /** h and c [B, U] before the first step. Default: zeros. */
  readonly initialState?: readonly [Tensor, Tensor] | undefined;
  /** Read the sequence from its last step to its first. Default false. */
  readonly goBackwards?: boolean;
  /** Whether `sequence` is wanted. Default false. */
  readonly returnSequences?: boolean;
  /** [B, T], 1 (not 0) where a step counts, 0 where it is padding: there state and output stay as they were. */
  readonly mask?: Tensor | undefined;
  /** Whether the output of a masked step is 0 rather than the one before. Default false. */
  readonly zeroOutputForMask?: boolean;
  /**
   * [B, U]: what h is multiplied by before R, the same at every step and for every gate (recurrent dropout; Keras draws
   * one mask for each gate). It gets no gradient.
   */
  readonly recurrentMask?: Tensor | undefined;
  /** Called with what the forward pass computed; at a masked step the gates are 0. The tensors live in the open scope. */
  readonly trace?: ((record: LstmTrace) => void) | undefined;
  /** Called in the backward pass with the gradient of h after each step [B, T, U], in the order they were made. */
  readonly traceGradient?: ((gradient: Tensor) => void) | undefined;
}

/** What an LSTM sequence gives. */
export interface LstmSequenceResult {
  /** The output of every step in the order they were made [B, T, U]; only with `returnSequences`. */
  readonly sequence: Tensor | undefined;
  /** The output of the last step [B, U]: `hidden`, but for rows that `zeroOutputForMask` sets to 0. */
  readonly output: Tensor;
  /** h after the last step [B, U]. */
  readonly hidden: Tensor;
  /** c after the last step [B, U]. */
  readonly cell: Tensor;
}

/** Sizes of a sequence and the places of what its backward needs. */
interface Kept {
  readonly batch: number;
  readonly steps: number;
  readonly depth: number;
  readonly units: number;
  readonly timeMajor: Address;
  readonly gates: Address;
  readonly cells: Address;
  readonly tanhCells: Address;
  readonly hidden: Address;
  /** The mask, time-major; 0: none. */
  readonly mask: Address;
  /** What R multiplied, h ⊙ recurrentMask; 0 without one. */
  readonly recurrentInput: Address;
  /** With `zeroOutputForMask`: 1 where a step counts, else 0, time-major; 0: outputs are h. */
  readonly shown: Address;
}

/**
 * An LSTM over a whole sequence, fused: one product for all steps' x·W + b, then one kernel for all steps.
 *
 * i, f, o = σ(x·W + h·R + b);  g = tanh(…);  c' = f ⊙ c + i ⊙ g;  h' = o ⊙ tanh c'
 * Under a mask m: h' = h and c' = c where m is 0. With a recurrent mask r: (h ⊙ r)·R in the place of h·R.
 *
 * **Shapes** x [B, T, D], mask [B, T], recurrentMask [B, U] → sequence [B, T, U], output, hidden and cell [B, U].
 * **Cost** 2·B·T·4U·(D + U) FLOPs forward, about twice that backward.
 *
 * @throws ShapeError if x, a weight, a state or a mask does not fit.
 * @see Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; Gers et al., Learning to Forget, 2000.
 * @example
 * ```ts
 * import { lstmSequence, tensor } from 'memcell';
 * // D = 1, U = 1: input and forget gate ½, candidate tanh(x), output gate open
 * const kernel = tensor([[0, 0, 1, 100]]);
 * const recurrentKernel = tensor([[0, 0, 0, 0]]);
 * const { cell } = lstmSequence(tensor([[[1]]]), { kernel, recurrentKernel });
 * console.log(cell.item().toFixed(4)); // => 0.3808
 * ```
 */
export function lstmSequence(x: Tensor, options: LstmSequenceOptions): LstmSequenceResult {
  checkInputs(x, options);
  return inScope((scope) => {
    const kept = forward(x, options);
    const { batch, steps, units } = kept;
    const { elementBytes } = backend().memory;
    const state = batch * units;
    const last = steps * state * elementBytes;
    const hidden = tensorAt(scope, kept.hidden + last, [batch, units]);
    const cell = tensorAt(scope, kept.cells + last, [batch, units]);
    const shown = outputsOf(kept, options.returnSequences ? 0 : steps - 1);
    const output = kept.shown ? tensorAt(scope, shown + last - state * elementBytes, [batch, units]) : hidden;
    const sequence = options.returnSequences
      ? tensorAt(scope, swapped(shown, [steps, batch, units]), [batch, steps, units])
      : undefined;
    if (options.trace) trace(scope, kept, options.trace);

    const { kernel, recurrentKernel, bias, initialState } = options;
    const inputs = [x, kernel, recurrentKernel, ...(bias ? [bias] : []), ...(initialState ?? [])];
    const outputs = [hidden, cell, ...(sequence ? [sequence] : []), ...(output === hidden ? [] : [output])];
    record(inputs, outputs, ([dHidden, dCell, ...others], needs) => {
      const dSequence = sequence && others.shift();
      const [dOutput] = others;
      const [needX, needKernel, needRecurrent, ...rest] = needs;
      const needBias = bias !== undefined && rest.shift() === true;
      const [needHidden = false, needState = false] = rest;

      const dStates = backwardSteps(options, kept, { dHidden, dCell, dSequence, dOutput }, needHidden);
      const first = dStates.hidden + state * elementBytes;
      options.traceGradient?.(batchMajor(scope, first, [batch, steps, units], units));
      const tensorOf = (need: boolean | undefined, shape: readonly number[], run: (out: Address) => void) => {
        if (!need) return undefined;
        const output = emptyTensor(scope, shape);
        run(output.address());
        return output;
      };
      const dx = tensorOf(needX, x.shape, (out) => gradientOfInput(options, kept, out));
      const dKernel = tensorOf(needKernel, kernel.shape, (out) => product(kept.timeMajor, kept.depth, kept, out));
      const dRecurrent = tensorOf(needRecurrent, recurrentKernel.shape, (out) =>
        product(kept.recurrentInput || kept.hidden, units, kept, out),
      );
      const dBias = tensorOf(needBias, [4 * units], (out) =>
        backend().kernels.sum(1, steps * batch, 4 * units, kept.gates, out),
      );
      const gradients = [dx, dKernel, dRecurrent];
      if (bias) gradients.push(dBias);
      gradients.push(needHidden ? tensorAt(scope, dStates.hidden, [batch, units]) : undefined);
      gradients.push(needState ? tensorAt(scope, dStates.cell, [batch, units]) : undefined);
      return gradients;
    });
    return { sequence, output, hidden, cell };
  });
}

function forward(x: Tensor, options: LstmSequenceOptions): Kept {
  const { kernel, recurrentKernel, bias, initialState, goBackwards, recurrentMask } = options;
  const { kernels, memory } = backend();
  const [batch, steps, depth] = x.shape as [number, number, number];
  const units = recurrentKernel.shape[0] as number;
  const width = 4 * units;
  const rows = steps * batch;
  const state = batch * units;
  const scratch = memory.scratch(MATMUL_SCRATCH);
  const [w, b] = [kernel.address(), bias?.address() ?? 0];

  const timeMajor = swapped(x.address(), [batch, steps, depth], goBackwards ? 1 : undefined);
  const gates = memory.bump(rows * width);
  const start = bias ? START_BIAS : START_ZERO;
  kernels.matmul(rows, width, depth, timeMajor, depth, 1, w, width, 1, gates, width, start, b, scratch);

  const hidden = memory.bump((steps + 1) * state);
  const cells = memory.bump((steps + 1) * state);
  const tanhCells = memory.bump(rows * units);
  place(initialState?.[0], hidden, state);
  place(initialState?.[1], cells, state);
  const r = panelsOf(recurrentKernel.address(), units, width, width, 1, batch);
  const mask = maskOfSteps(options.mask, goBackwards);
  const shown = mask && options.zeroOutputForMask ? onesWhereCounted(mask, rows) : 0;
  const recurrentInput = recurrentMask ? memory.bump(rows * units) : 0;
  kernels.lstmForward(
    ...([steps, batch, units, 0, batch, r.address, r.panel, r.row, gates, cells, tanhCells, hidden] as const),
    ...([mask, recurrentMask?.address() ?? 0, recurrentInput, scratch] as const),
  );
  return { batch, steps, depth, units, timeMajor, gates, cells, tanhCells, hidden, mask, recurrentInput, shown };
}

/** Address of the outputs [T, B, U] from the step `first` on: h, or 0 where a masked step shows nothing. */
function outputsOf({ batch, steps, units, hidden, shown }: Kept, first: number): Address {
  const { memory } = backend();
  const { elementBytes } = memory;
  const state = batch * units;
  const states = hidden + state * elementBytes;
  if (!shown) return states;
  const out = memory.bump(steps * state);
  const [at, scales] = [first * state * elementBytes, shown + first * batch * elementBytes];
  scaleRows((steps - first) * batch, units, states + at, scales, out + at);
  return out;
}

function trace(scope: OpenScope, kept: Kept, run: (record: LstmTrace) => void): void {
  const { batch, steps, units, gates } = kept;
  const { elementBytes } = backend().memory;
  const gate = (i: number): Tensor =>
    batchMajor(scope, gates + i * units * elementBytes, [batch, steps, units], 4 * units);
  const state = (from: Address): Tensor =>
    batchMajor(scope, from + batch * units * elementBytes, [batch, steps, units], units);
  run({
    inputGate: gate(0),
    forgetGate: gate(1),
    candidate: gate(2),
    outputGate: gate(3),
    cell: state(kept.cells),
    hidden: state(kept.hidden),
  });
}

interface OutputGradients {
  readonly dHidden: Tensor | undefined;
  readonly dCell: Tensor | undefined;
  readonly dSequence: Tensor | undefined;
  readonly dOutput: Tensor | undefined;
}

/** Turns the kept gates into their gradients, step by step backwards; gives the gradients of the initial state. */
function backwardSteps(
  { recurrentKernel, recurrentMask }: LstmSequenceOptions,
  { batch, steps, units, gates, cells, tanhCells, mask, shown }: Kept,
  { dHidden, dCell, dSequence, dOutput }: OutputGradients,
  needHidden: boolean,
): { hidden: Address; cell: Address } {
  const { kernels, memory } = backend();
  const state = batch * units;
  const bytes = memory.elementBytes;
  const hidden = memory.bump((steps + 1) * state);
  if (dSequence) {
    kernels.fill(state, 0, hidden);
    const states = hidden + state * bytes;
    swapAxes(dSequence.address(), [batch, steps, units], states);
    if (shown) scaleRows(steps * batch, units, states, shown, states);
  } else {
    kernels.fill((steps + 1) * state, 0, hidden);
  }
  const last = hidden + steps * state * bytes;
  if (dHidden) kernels.add(1, state, last, 0, 1, dHidden.address(), 0, 1, last);
  if (dOutput) {
    const part = memory.bump(state);
    scaleRows(batch, units, dOutput.address(), shown + (steps - 1) * batch * bytes, part);
    kernels.add(1, state, last, 0, 1, part, 0, 1, last);
  }
  const cell = memory.bump(state);
  place(dCell, cell, state);
  const r = panelsOf(recurrentKernel.address(), 4 * units, units, 1, 4 * units, batch);
  const scratch = memory.scratch(MATMUL_SCRATCH);
  kernels.lstmBackward(
    ...([steps, batch, units, 0, batch, r.address, r.panel, r.row, gates, cells, tanhCells, hidden, cell] as const),
    ...([needHidden ? 1 : 0, mask, recurrentMask?.address() ?? 0, scratch] as const),
  );
  return { hidden, cell };
}

/** dx = da·Wᵀ, back in batch-major order. */
function gradientOfInput({ kernel, goBackwards }: LstmSequenceOptions, kept: Kept, out: Address): void {
  const { kernels, memory } = backend();
  const { batch, steps, depth, units, gates } = kept;
  const rows = steps * batch;
  const width = 4 * units;
  const direct = !goBackwards && (batch === 1 || steps === 1);
  const timeMajor = direct ? out : memory.bump(rows * depth);
  const scratch = memory.scratch(MATMUL_SCRATCH);
  const w = kernel.address();
  kernels.matmul(rows, depth, width, gates, width, 1, w, 1, width, timeMajor, depth, START_ZERO, 0, scratch);
  if (!direct) swapAxes(timeMajor, [steps, batch, depth], out, goBackwards ? 0 : undefined);
}

/** out [n, 4U] = aᵀ·da for a [T·B, n]: the gradient of W (a = x) and of R (a = h). */
function product(a: Address, n: number, { batch, steps, units, gates }: Kept, out: Address): void {
  const { kernels, memory } = backend();
  const width = 4 * units;
  const scratch = memory.scratch(MATMUL_SCRATCH);
  kernels.matmul(n, width, steps * batch, a, 1, n, gates, width, 1, out, width, START_ZERO, 0, scratch);
}

function checkInputs(x: Tensor, options: LstmSequenceOptions): void {
  const { kernel, recurrentKernel, bias, initialState, mask, recurrentMask } = options;
  const expect = (ok: boolean, what: string, shape: OpenShape): void => {
    if (ok) return;
    throw new ShapeError(`Cannot run LSTM sequence: ${what}, received ${formatShape(shape)}`);
  };
  for (const input of [x, kernel, recurrentKernel, ...(bias ? [bias] : [])]) checkDtype(input, 'float32');
  for (const input of [...(mask ? [mask] : []), ...(recurrentMask ? [recurrentMask] : [])])
    checkDtype(input, 'float32');
  expect(x.rank === 3 && (x.shape[1] as number) > 0, 'input must have shape [B, T, D] with T ≥ 1', x.shape);
  const [batch, steps, depth] = x.shape as [number, number, number];
  const units = recurrentKernel.shape[0] ?? 0;
  const is = (value: Tensor, rows: number, cols: number): boolean =>
    value.rank === 2 && value.shape[0] === rows && value.shape[1] === cols;
  expect(is(recurrentKernel, units, 4 * units), 'recurrentKernel must have shape [U, 4U]', recurrentKernel.shape);
  expect(is(kernel, depth, 4 * units), `kernel must have shape [${depth}, ${4 * units}]`, kernel.shape);
  if (bias) expect(bias.rank === 1 && bias.size === 4 * units, `bias must have shape [${4 * units}]`, bias.shape);
  for (const state of initialState ?? []) {
    expect(is(state, batch, units), `initialState must have shape [${batch}, ${units}]`, state.shape);
  }
  if (mask) expect(is(mask, batch, steps), `mask must have shape [${batch}, ${steps}]`, mask.shape);
  if (recurrentMask) {
    const what = `recurrentMask must have shape [${batch}, ${units}]`;
    expect(is(recurrentMask, batch, units), what, recurrentMask.shape);
  }
}
