import { backend } from '../backend/current.ts';
import { type Address, MATMUL_SCRATCH, START_BIAS, START_ZERO } from '../backend/table.ts';
import { ShapeError } from '../errors.ts';
import type { OpenScope } from '../tensor/open-scope.ts';
import { inScope } from '../tensor/scope.ts';
import { formatShape, type OpenShape, type Shape, sameShape } from '../tensor/shape.ts';
import { emptyTensor, type Tensor, tensorAt } from '../tensor/tensor.ts';
import { checkDtype, record } from './operation.ts';
import { batchMajor, maskOfSteps, onesWhereCounted, place, scaleRows, swapAxes, swapped } from './sequence-memory.ts';

/** What a fused sequence works with; `States` are those of one step. */
export interface RecurrentSequenceOptions<States extends readonly Tensor[] = readonly [Tensor]> {
  readonly kernel: Tensor;
  readonly recurrentKernel: Tensor;
  readonly bias?: Tensor | undefined;
  /** h [B, U], and the other states, before the first step. Default: zeros. */
  readonly initialState?: States | undefined;
  /** Read the sequence from its last step to its first. Default false. */
  readonly goBackwards?: boolean;
  /** Whether `sequence` is wanted. Default false. */
  readonly returnSequences?: boolean;
  /** [B, T], 1 (not 0) where a step counts, 0 where it is padding: there state and output stay as they were. */
  readonly mask?: Tensor | undefined;
  /** Whether the output of a masked step is 0 rather than the one before. Default false. */
  readonly zeroOutputForMask?: boolean;
  /** [B, U]: what h is multiplied by before R, the same at every step (recurrent dropout). It gets no gradient. */
  readonly recurrentMask?: Tensor | undefined;
  /** Called in the backward pass with the gradient of h after each step [B, T, U], in the order they were made. */
  readonly traceGradient?: ((gradient: Tensor) => void) | undefined;
}

/** What a fused sequence gives. */
export interface RecurrentSequenceResult {
  /** The output of every step in the order they were made [B, T, U]; only with `returnSequences`. */
  readonly sequence: Tensor | undefined;
  /** The output of the last step [B, U]: `hidden`, but for rows that `zeroOutputForMask` sets to 0. */
  readonly output: Tensor;
  /** h after the last step [B, U]. */
  readonly hidden: Tensor;
}

/** What `recurrentSequence` gives: `hidden` is the first of the states after the last step. */
interface SequenceAndStates extends Pick<RecurrentSequenceResult, 'sequence' | 'output'> {
  readonly states: readonly Tensor[];
}

/** Sizes of a sequence and the places of what its steps need; all of it time-major. */
export interface KeptSequence {
  readonly batch: number;
  readonly steps: number;
  readonly depth: number;
  readonly units: number;
  /** x in the order of the steps made. */
  readonly timeMajor: Address;
  /** x·W + b of all steps; with one gate it stands where h of the step will. */
  readonly sums: Address;
  /** h [T+1, B, U], the initial state first. */
  readonly hidden: Address;
  /** The mask; 0: none. */
  readonly mask: Address;
  /** [B, U]; 0: none. */
  readonly recurrentMask: Address;
  /** What R multiplied, h ⊙ recurrentMask; without one h itself. */
  readonly recurrentInput: Address;
  /** With `zeroOutputForMask`: 1 where a step counts, else 0; 0: outputs are h. */
  readonly shown: Address;
}

/** What a fused op says of itself. */
export interface Recurrence {
  /** As errors name it. */
  readonly name: string;
  /** Blocks of U columns in W and R. */
  readonly gates: number;
  /** Shape of the bias. */
  biasShape(units: number): Shape;
  /** Address of the row that all sums start from. */
  inputBias(bias: Tensor): Address;
  /** Runs all steps, from the initial states; gives the addresses of the last ones [B, U] but that of h. */
  forward(kept: KeptSequence, initialState: readonly Tensor[], scope: OpenScope): readonly Address[];
  /**
   * From the gradient of h in `dHidden` [T+1, B, U] and those of the other last states, gives the address of that of the
   * sums and those of the other initial states; slot 0 of dHidden then holds that of the initial h where `initial` is 1.
   */
  backward(
    kept: KeptSequence,
    dHidden: Address,
    initial: 0 | 1,
    dStates: readonly (Tensor | undefined)[],
  ): { readonly sums: Address; readonly states: readonly Address[] };
  /** Writes the gradient of R, after `backward`. */
  recurrentGradient(kept: KeptSequence, sums: Address, out: Address): void;
  /** Writes the gradient of the bias, after `backward`. */
  biasGradient(kept: KeptSequence, sums: Address, out: Address): void;
}

const NO_STATES: readonly Tensor[] = [];

/** Runs a fused op over a sequence and records it: what LSTM, GRU and simple RNN share. */
export function recurrentSequence(
  x: Tensor,
  options: RecurrentSequenceOptions<readonly Tensor[]>,
  recurrence: Recurrence,
): SequenceAndStates {
  checkInputs(x, options, recurrence);
  return inScope((scope) => {
    const kept = prepare(x, options, recurrence);
    const others = recurrence.forward(kept, options.initialState ?? NO_STATES, scope);
    const { batch, steps, units } = kept;
    const { elementBytes } = backend().memory;
    const state = batch * units;
    const last = steps * state * elementBytes;
    const states = [kept.hidden + last, ...others].map((address) => tensorAt(scope, address, [batch, units]));
    const [hidden] = states as [Tensor];
    const shown = outputsOf(kept, options.returnSequences ? 0 : steps - 1);
    const output = kept.shown ? tensorAt(scope, shown + last - state * elementBytes, [batch, units]) : hidden;
    const sequence = options.returnSequences
      ? tensorAt(scope, swapped(shown, [steps, batch, units]), [batch, steps, units])
      : undefined;

    const { kernel, recurrentKernel, bias, initialState } = options;
    if (scope.recorder === undefined) return { sequence, output, states };
    const inputs = [x, kernel, recurrentKernel];
    if (bias) inputs.push(bias);
    const firstState = inputs.length;
    if (initialState) inputs.push(...initialState);
    const outputs = [...states];
    if (sequence) outputs.push(sequence);
    if (output !== hidden) outputs.push(output);
    record(inputs, outputs, (above, needs) => {
      const dSequence = sequence && above[states.length];
      const dOutput = above[states.length + (sequence ? 1 : 0)];
      const dHidden = gradientOfHidden(kept, { dHidden: above[0], dSequence, dOutput });
      const initial = needs[firstState] ? 1 : 0;
      const { sums, states: dOthers } = recurrence.backward(kept, dHidden, initial, above.slice(1, states.length));
      const first = dHidden + state * elementBytes;
      options.traceGradient?.(batchMajor(scope, first, [batch, steps, units], units));
      const gradients: (Tensor | undefined)[] = inputs.map((input, i) =>
        needs[i] && i < firstState ? emptyTensor(scope, input.shape) : undefined,
      );
      const width = recurrence.gates * units;
      const [dX, dKernel, dRecurrent] = gradients;
      const dBias = bias && gradients[3];
      if (dX) gradientOfInput(options, kept, sums, width, dX.address());
      if (dKernel) product(kept, kept.timeMajor, kept.depth, sums, width, dKernel.address(), width);
      if (dRecurrent) recurrence.recurrentGradient(kept, sums, dRecurrent.address());
      if (dBias) recurrence.biasGradient(kept, sums, dBias.address());
      for (let i = firstState; i < inputs.length; i++) {
        const address = i === firstState ? dHidden : (dOthers[i - firstState - 1] as Address);
        if (needs[i]) gradients[i] = tensorAt(scope, address, [batch, units]);
      }
      return gradients;
    });
    return { sequence, output, states };
  });
}

/** Lays the sequence out, with x·W + b of all steps. */
function prepare(
  x: Tensor,
  options: RecurrentSequenceOptions<readonly Tensor[]>,
  { gates, inputBias }: Recurrence,
): KeptSequence {
  const { kernel, recurrentKernel, bias, initialState, goBackwards, recurrentMask } = options;
  const { kernels, memory } = backend();
  const batch = x.shape[0] as number;
  const steps = x.shape[1] as number;
  const depth = x.shape[2] as number;
  const units = recurrentKernel.shape[0] as number;
  const width = gates * units;
  const rows = steps * batch;
  const state = batch * units;
  const scratch = memory.scratch(MATMUL_SCRATCH);
  const w = kernel.address();
  const b = bias ? inputBias(bias) : 0;

  const timeMajor = swapped(x.address(), [batch, steps, depth], goBackwards ? 1 : undefined);
  const hidden = memory.bump((steps + 1) * state);
  const sums = gates === 1 ? hidden + state * memory.elementBytes : memory.bump(rows * width);
  const start = bias ? START_BIAS : START_ZERO;
  kernels.matmul(rows, width, depth, timeMajor, depth, 1, w, width, 1, sums, width, start, b, scratch);

  place(initialState?.[0], hidden, state);
  const mask = maskOfSteps(options.mask, goBackwards);
  const shown = mask && options.zeroOutputForMask ? onesWhereCounted(mask, rows) : 0;
  const recurrentInput = recurrentMask ? memory.bump(rows * units) : hidden;
  const factors = recurrentMask?.address() ?? 0;
  return { batch, steps, depth, units, timeMajor, sums, hidden, mask, recurrentMask: factors, recurrentInput, shown };
}

/** Address of the outputs [T, B, U] from the step `first` on: h, or 0 where a masked step shows nothing. */
function outputsOf({ batch, steps, units, hidden, shown }: KeptSequence, first: number): Address {
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

interface OutputGradients {
  readonly dHidden: Tensor | undefined;
  readonly dSequence: Tensor | undefined;
  readonly dOutput: Tensor | undefined;
}

/** The gradient of h [T+1, B, U] as far as it comes from the outputs. */
function gradientOfHidden(
  { batch, steps, units, shown }: KeptSequence,
  { dHidden, dSequence, dOutput }: OutputGradients,
): Address {
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
  return hidden;
}

/** dx = da·Wᵀ, back in batch-major order. */
function gradientOfInput(
  { kernel, goBackwards }: RecurrentSequenceOptions<readonly Tensor[]>,
  { batch, steps, depth }: KeptSequence,
  sums: Address,
  width: number,
  out: Address,
): void {
  const { kernels, memory } = backend();
  const rows = steps * batch;
  const direct = !goBackwards && (batch === 1 || steps === 1);
  const timeMajor = direct ? out : memory.bump(rows * depth);
  const scratch = memory.scratch(MATMUL_SCRATCH);
  const w = kernel.address();
  kernels.matmul(rows, depth, width, sums, width, 1, w, 1, width, timeMajor, depth, START_ZERO, 0, scratch);
  if (!direct) swapAxes(timeMajor, [steps, batch, depth], out, goBackwards ? 0 : undefined);
}

/** out [n, cols] = aᵀ·d for a [T·B, n] and d [T·B, cols] whose rows are `row` apart; so are those of out. */
export function product(
  { batch, steps }: KeptSequence,
  a: Address,
  n: number,
  d: Address,
  cols: number,
  out: Address,
  outRow: number,
  row: number = cols,
): void {
  const { kernels, memory } = backend();
  const scratch = memory.scratch(MATMUL_SCRATCH);
  kernels.matmul(n, cols, steps * batch, a, 1, n, d, row, 1, out, outRow, START_ZERO, 0, scratch);
}

function checkInputs(
  x: Tensor,
  options: RecurrentSequenceOptions<readonly Tensor[]>,
  { name, gates, biasShape }: Recurrence,
): void {
  const { kernel, recurrentKernel, bias, initialState = NO_STATES, mask, recurrentMask } = options;
  const refuse = (what: string, shape: OpenShape): never => {
    throw new ShapeError(`Cannot run ${name}: ${what}, received ${formatShape(shape)}`);
  };
  checkDtype(x, 'float32');
  if (x.rank !== 3 || x.shape[1] === 0) refuse('input must have shape [B, T, D] with T ≥ 1', x.shape);
  const batch = x.shape[0] as number;
  const steps = x.shape[1] as number;
  const depth = x.shape[2] as number;
  const units = recurrentKernel.shape[0] ?? 0;
  const width = gates * units;
  const expect = (what: string, value: Tensor, shape: Shape): void => {
    checkDtype(value, 'float32');
    if (!sameShape(value.shape, shape)) refuse(`${what} must have shape ${formatShape(shape)}`, value.shape);
  };
  checkDtype(recurrentKernel, 'float32');
  if (!sameShape(recurrentKernel.shape, [units, width])) {
    refuse(`recurrentKernel must have shape [U, ${gates === 1 ? '' : gates}U]`, recurrentKernel.shape);
  }
  expect('kernel', kernel, [depth, width]);
  if (bias) expect('bias', bias, biasShape(units));
  for (const state of initialState) expect('initialState', state, [batch, units]);
  if (mask) expect('mask', mask, [batch, steps]);
  if (recurrentMask) expect('recurrentMask', recurrentMask, [batch, units]);
}
