import { backend } from '../backend/current.ts';
import { type Address, MATMUL_SCRATCH, START_BIAS, START_ZERO } from '../backend/table.ts';
import { ShapeError } from '../errors.ts';
import { inScope } from '../tensor/scope.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';
import { emptyTensor, type Tensor, tensorAt } from '../tensor/tensor.ts';
import { checkDtype, record } from './operation.ts';
import { panelsOf, place, swapAxes, swapped } from './sequence-memory.ts';

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
}

/** What an LSTM sequence gives. */
export interface LstmSequenceResult {
  /** h of every step in the order they were made [B, T, U]; only with `returnSequences`. */
  readonly sequence: Tensor | undefined;
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
}

/**
 * An LSTM over a whole sequence, fused: one product for all steps' x·W + b, then one kernel for all steps.
 *
 * i, f, o = σ(x·W + h·R + b);  g = tanh(…);  c' = f ⊙ c + i ⊙ g;  h' = o ⊙ tanh c'
 *
 * **Shapes** x [B, T, D] → sequence [B, T, U], hidden [B, U], cell [B, U].
 * **Cost** 2·B·T·4U·(D + U) FLOPs forward, about twice that backward.
 *
 * @throws ShapeError if x, a weight or a state does not fit.
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
    const sequence = options.returnSequences
      ? tensorAt(scope, swapped(kept.hidden + state * elementBytes, [steps, batch, units]), [batch, steps, units])
      : undefined;

    const { kernel, recurrentKernel, bias, initialState } = options;
    const inputs = [x, kernel, recurrentKernel, ...(bias ? [bias] : []), ...(initialState ?? [])];
    const outputs = sequence ? [hidden, cell, sequence] : [hidden, cell];
    record(inputs, outputs, ([dHidden, dCell, dSequence], needs) => {
      const [needX, needKernel, needRecurrent, ...rest] = needs;
      const needBias = bias !== undefined && rest.shift() === true;
      const [needHidden = false, needState = false] = rest;

      const dStates = backwardSteps(options, kept, { dHidden, dCell, dSequence }, needHidden);
      const tensorOf = (need: boolean | undefined, shape: readonly number[], run: (out: Address) => void) => {
        if (!need) return undefined;
        const output = emptyTensor(scope, shape);
        run(output.address());
        return output;
      };
      const dx = tensorOf(needX, x.shape, (out) => gradientOfInput(options, kept, out));
      const dKernel = tensorOf(needKernel, kernel.shape, (out) => product(kept.timeMajor, kept.depth, kept, out));
      const dRecurrent = tensorOf(needRecurrent, recurrentKernel.shape, (out) =>
        product(kept.hidden, units, kept, out),
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
    return { sequence, hidden, cell };
  });
}

function forward(x: Tensor, options: LstmSequenceOptions): Kept {
  const { kernel, recurrentKernel, bias, initialState, goBackwards } = options;
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
  const sizes = [steps, batch, units, 0, batch] as const;
  kernels.lstmForward(...sizes, r.address, r.panel, r.row, gates, cells, tanhCells, hidden, scratch);
  return { batch, steps, depth, units, timeMajor, gates, cells, tanhCells, hidden };
}

interface OutputGradients {
  readonly dHidden: Tensor | undefined;
  readonly dCell: Tensor | undefined;
  readonly dSequence: Tensor | undefined;
}

/** Turns the kept gates into their gradients, step by step backwards; gives the gradients of the initial state. */
function backwardSteps(
  { recurrentKernel }: LstmSequenceOptions,
  { batch, steps, units, gates, cells, tanhCells }: Kept,
  { dHidden, dCell, dSequence }: OutputGradients,
  needHidden: boolean,
): { hidden: Address; cell: Address } {
  const { kernels, memory } = backend();
  const state = batch * units;
  const bytes = memory.elementBytes;
  const hidden = memory.bump((steps + 1) * state);
  if (dSequence) {
    kernels.fill(state, 0, hidden);
    swapAxes(dSequence.address(), [batch, steps, units], hidden + state * bytes);
  } else {
    kernels.fill((steps + 1) * state, 0, hidden);
  }
  if (dHidden) {
    const last = hidden + steps * state * bytes;
    kernels.add(1, state, last, 0, 1, dHidden.address(), 0, 1, last);
  }
  const cell = memory.bump(state);
  place(dCell, cell, state);
  const r = panelsOf(recurrentKernel.address(), 4 * units, units, 1, 4 * units, batch);
  const sizes = [steps, batch, units, 0, batch] as const;
  const scratch = memory.scratch(MATMUL_SCRATCH);
  const initial = needHidden ? 1 : 0;
  kernels.lstmBackward(...sizes, r.address, r.panel, r.row, gates, cells, tanhCells, hidden, cell, initial, scratch);
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

function checkInputs(x: Tensor, { kernel, recurrentKernel, bias, initialState }: LstmSequenceOptions): void {
  const expect = (ok: boolean, what: string, shape: OpenShape): void => {
    if (ok) return;
    throw new ShapeError(`Cannot run LSTM sequence: ${what}, received ${formatShape(shape)}`);
  };
  for (const input of [x, kernel, recurrentKernel, ...(bias ? [bias] : [])]) checkDtype(input, 'float32');
  expect(x.rank === 3 && (x.shape[1] as number) > 0, 'input must have shape [B, T, D] with T ≥ 1', x.shape);
  const [batch, , depth] = x.shape as [number, number, number];
  const units = recurrentKernel.shape[0] ?? 0;
  const is = (value: Tensor, rows: number, cols: number): boolean =>
    value.rank === 2 && value.shape[0] === rows && value.shape[1] === cols;
  expect(is(recurrentKernel, units, 4 * units), 'recurrentKernel must have shape [U, 4U]', recurrentKernel.shape);
  expect(is(kernel, depth, 4 * units), `kernel must have shape [${depth}, ${4 * units}]`, kernel.shape);
  if (bias) expect(bias.rank === 1 && bias.size === 4 * units, `bias must have shape [${4 * units}]`, bias.shape);
  for (const state of initialState ?? []) {
    expect(is(state, batch, units), `initialState must have shape [${batch}, ${units}]`, state.shape);
  }
}
