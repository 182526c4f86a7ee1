import { backend } from '../backend/current.ts';
import { type Address, TILE_SCRATCH } from '../backend/table.ts';
import { checkChoice } from '../options.ts';
import type { OpenScope } from '../tensor/open-scope.ts';
import type { Tensor } from '../tensor/tensor.ts';
import {
  type KeptSequence,
  product,
  type RecurrentSequenceOptions,
  type RecurrentSequenceResult,
  recurrentSequence,
} from './recurrent-sequence.ts';
import { batchMajor, panelsOf, place } from './sequence-memory.ts';

/** What an LSTM computed at every step [B, T, U], in the order of the steps made; gates after their activations. */
export type LstmTrace = Readonly<
  Record<'inputGate' | 'forgetGate' | 'candidate' | 'outputGate' | 'cell' | 'hidden', Tensor>
>;

/** What the gates of a fused LSTM may have for σ. */
export type FusedGateActivation = 'sigmoid' | 'hardSigmoid' | 'hardSigmoidKeras2';

/** Their slopes, for the kernel; 0 of the sigmoid itself. */
const SLOPES: Readonly<Record<FusedGateActivation, number>> = {
  sigmoid: 0,
  hardSigmoid: 1 / 6,
  hardSigmoidKeras2: 0.2,
};

const FUSED_GATES = Object.keys(SLOPES) as FusedGateActivation[];

/** Whether an activation is one of those. */
export function isFusedGate(name: string): name is FusedGateActivation {
  return Object.hasOwn(SLOPES, name);
}

/** What an LSTM sequence works with; the initial state is h and c [B, U]. */
export interface LstmSequenceOptions extends RecurrentSequenceOptions<readonly [Tensor, Tensor]> {
  /** W [D, 4U], gates i, f, g, o. */
  readonly kernel: Tensor;
  /** R [U, 4U]. */
  readonly recurrentKernel: Tensor;
  /** b [4U]; left out: none. */
  readonly bias?: Tensor | undefined;
  /** σ: 'sigmoid', 'hardSigmoid' or 'hardSigmoidKeras2'. Default 'sigmoid'. */
  readonly recurrentActivation?: FusedGateActivation | undefined;
  /** Called with what the forward pass computed; at a masked step the gates are 0. The tensors live in the open scope. */
  readonly trace?: ((record: LstmTrace) => void) | undefined;
}

/** What an LSTM sequence gives. */
export interface LstmSequenceResult extends RecurrentSequenceResult {
  /** c after the last step [B, U]. */
  readonly cell: Tensor;
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
 * @throws ShapeError if x, a weight, a state or a mask does not fit; OptionError for another recurrentActivation.
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
  const { recurrentKernel } = options;
  const given = options.recurrentActivation ?? 'sigmoid';
  const activation = checkChoice('run LSTM sequence', 'recurrentActivation', given, FUSED_GATES);
  const slope = Math.fround(SLOPES[activation]);
  /** c [T+1, B, U], the initial state first, and tanh c of every step. */
  let cells: Address = 0;
  let tanhCells: Address = 0;
  const { sequence, output, states } = recurrentSequence(x, options, {
    name: 'LSTM sequence',
    gates: 4,
    biasShape: (units) => [4 * units],
    inputBias: (bias) => bias.address(),
    forward(kept, [, initialCell], scope) {
      const { kernels, memory } = backend();
      const { steps, batch, units, sums, hidden, mask, recurrentMask } = kept;
      const state = batch * units;
      cells = memory.bump((steps + 1) * state);
      tanhCells = memory.bump(steps * state);
      place(initialCell, cells, state);
      const r = panelsOf(recurrentKernel.address(), units, 4 * units, 4 * units, 1, batch);
      kernels.lstmForward(
        steps,
        batch,
        units,
        0,
        batch,
        r.address,
        r.panel,
        r.row,
        sums,
        cells,
        tanhCells,
        hidden,
        mask,
        recurrentMask,
        recurrentMask && kept.recurrentInput,
        slope,
        memory.scratch(TILE_SCRATCH),
      );
      if (options.trace) trace(scope, kept, cells, options.trace);
      return [cells + steps * state * memory.elementBytes];
    },
    backward({ steps, batch, units, sums, mask, recurrentMask }, dHidden, initial, [dLastCell]) {
      const { kernels, memory } = backend();
      const dCell = memory.bump(batch * units);
      place(dLastCell, dCell, batch * units);
      const r = panelsOf(recurrentKernel.address(), 4 * units, units, 1, 4 * units, batch);
      kernels.lstmBackward(
        steps,
        batch,
        units,
        0,
        batch,
        r.address,
        r.panel,
        r.row,
        sums,
        cells,
        tanhCells,
        dHidden,
        dCell,
        initial,
        mask,
        recurrentMask,
        slope,
        memory.scratch(TILE_SCRATCH),
      );
      return { sums, states: [dCell] };
    },
    recurrentGradient: (kept, sums, out) =>
      product(kept, kept.recurrentInput, kept.units, sums, 4 * kept.units, out, 4 * kept.units),
    biasGradient: ({ steps, batch, units }, sums, out) => backend().kernels.sum(1, steps * batch, 4 * units, sums, out),
  });
  const [hidden, cell] = states as [Tensor, Tensor];
  return { sequence, output, hidden, cell };
}

function trace(
  scope: OpenScope,
  { batch, steps, units, sums, hidden }: KeptSequence,
  cells: Address,
  run: (record: LstmTrace) => void,
): void {
  const { elementBytes } = backend().memory;
  const shape = [batch, steps, units];
  const gate = (i: number): Tensor => batchMajor(scope, sums + i * units * elementBytes, shape, 4 * units);
  const state = (from: Address): Tensor => batchMajor(scope, from + batch * units * elementBytes, shape, units);
  run({
    inputGate: gate(0),
    forgetGate: gate(1),
    candidate: gate(2),
    outputGate: gate(3),
    cell: state(cells),
    hidden: state(hidden),
  });
}
