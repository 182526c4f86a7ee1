import { ShapeError } from '../errors.ts';
import { add } from '../ops/add.ts';
import { equal } from '../ops/compare.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { slice } from '../ops/slice.ts';
import { subtract } from '../ops/subtract.ts';
import { formatShape, type Shape, sameShape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { inTime, LoopTrace, type SequenceListeners } from './loop-trace.ts';
import type { ForwardContext } from './trainable.ts';

/** What a cell makes of one step. */
export interface CellStep {
  /** [B, outputSize]. */
  readonly output: Tensor;
  /** As many as went in, of the same shapes. */
  readonly states: readonly Tensor[];
  /** Gates [B, …] by name, for those who look inside. */
  readonly gates?: Readonly<Record<string, Tensor>> | undefined;
}

/** One time step: x [B, D] and the states before it. */
export type CellStepper = (x: Tensor, states: readonly Tensor[]) => CellStep;

/** How a cell is to run over a sequence. */
export interface SequenceOptions extends SequenceListeners {
  /** States before the first step. Default: zeros. */
  readonly initialState?: readonly Tensor[] | undefined;
  /** Read the sequence from its last step to its first. */
  readonly goBackwards: boolean;
  /** Give the output of every step rather than of the last. */
  readonly returnSequences: boolean;
  /** [B, T], 0 where a step is padding: there states and output stay as they were. */
  readonly mask?: Tensor | undefined;
  /** Whether the output of a masked step is 0 rather than the one before. */
  readonly zeroOutputForMask: boolean;
}

/** What a cell gives for a sequence. */
export interface SequenceResult {
  /** [B, T, outputSize] in the order the steps were made, or [B, outputSize] of the last. */
  readonly output: Tensor;
  /** States after the last step. */
  readonly states: readonly Tensor[];
}

/** What the loop needs of a cell. */
export interface LoopedCell {
  readonly name: string;
  readonly className: string;
  readonly stateSize: readonly number[];
  readonly stateNames: readonly string[];
  readonly outputSize: number;
  begin(batch: number, context: ForwardContext): CellStepper;
  outputBefore(states: readonly Tensor[]): Tensor | undefined;
}

/** A cell over x [B, T, D], step by step in ops: what the fused ops are held against. */
export function cellLoop(
  cell: LoopedCell,
  x: Tensor,
  options: SequenceOptions,
  context: ForwardContext,
): SequenceResult {
  const { goBackwards, returnSequences, mask, zeroOutputForMask } = options;
  const [batch, steps, depth] = x.shape as [number, number, number];
  const step = cell.begin(batch, context);
  const counts = mask && subtract(1, equal(mask, 0));
  // copies: a Variable that keeps states takes the new ones before the gradient asks for the old
  let states = options.initialState?.map((state) => slice(state, [0, 0], [batch, -1])) ?? zeroStates(cell, batch);
  let held = counts && (cell.outputBefore(states) ?? zeros([batch, cell.outputSize]));
  let last: Tensor | undefined;
  const sequence: Tensor[] = [];
  const trace = options.trace || options.traceGradient ? new LoopTrace(options, cell.stateNames) : undefined;
  for (let s = 0; s < steps; s++) {
    const t = goBackwards ? steps - 1 - s : s;
    const now = reshape(slice(x, [0, t, 0], [batch, 1, depth]), [batch, depth]);
    const made = step(now, states);
    if (s === 0) checkStep(cell, made, batch);
    last = made.output;
    if (counts && held) {
      const on = slice(counts, [0, t], [batch, 1]);
      const off = subtract(1, on);
      const where = (yes: Tensor, no: Tensor): Tensor => add(multiply(on, yes), multiply(off, no));
      const before = states;
      states = made.states.map((state, i) => where(state, before[i] as Tensor));
      held = made.output === made.states[0] ? (states[0] as Tensor) : where(made.output, held);
      last = zeroOutputForMask ? multiply(on, made.output) : held;
    } else {
      states = [...made.states];
    }
    if (trace) {
      const [h, ...others] = states as [Tensor, ...Tensor[]];
      const seen = trace.step(made.gates, states, counts && slice(counts, [0, t], [batch, 1]));
      if (last === h) last = seen;
      if (held === h) held = seen;
      states = [seen, ...others];
    }
    if (returnSequences) sequence.push(last);
  }
  trace?.end();
  return { output: returnSequences ? inTime(sequence) : (last as Tensor), states };
}

/** What states are before the first step of a sequence. */
export function zeroStates({ stateSize }: Pick<LoopedCell, 'stateSize'>, batch: number): Tensor[] {
  return stateSize.map((size) => zeros([batch, size]));
}

function zeros(shape: readonly [number, number]): Tensor {
  return tensor(new Float32Array(shape[0] * shape[1]), shape);
}

/** Throws unless a step gives what its cell says. */
function checkStep(cell: LoopedCell, { output, states }: CellStep, batch: number): void {
  const refuse = (must: string, received: string): never => {
    throw new ShapeError(`Cannot run ${cell.className} '${cell.name}': ${must}, received ${received}`);
  };
  const expect = (what: string, { shape }: Tensor, wanted: Shape): void => {
    if (!sameShape(shape, wanted)) refuse(`${what} must have shape ${formatShape(wanted)}`, formatShape(shape));
  };
  if (states.length !== cell.stateSize.length) {
    refuse(`a step must give as many states as stateSize has, ${cell.stateSize.length}`, String(states.length));
  }
  expect('output of a step', output, [batch, cell.outputSize]);
  states.forEach((state, i) => {
    expect(`state ${i + 1} of a step`, state, [batch, cell.stateSize[i] as number]);
  });
}
