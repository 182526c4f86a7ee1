import { backend } from '../backend/current.ts';
import { type Address, TILE_SCRATCH } from '../backend/table.ts';
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

/** What a GRU computed at every step [B, T, U], in the order of the steps made; gates after their activations. */
export type GruTrace = Readonly<Record<'updateGate' | 'resetGate' | 'candidate' | 'hidden', Tensor>>;

/** What a GRU sequence works with. */
export interface GruSequenceOptions extends RecurrentSequenceOptions {
  /** W [D, 3U], gates z, r, h. */
  readonly kernel: Tensor;
  /** R [U, 3U]. */
  readonly recurrentKernel: Tensor;
  /** With `resetAfter` [2, 3U], that of x·W and that of h·R; without it [3U]. Left out: none. */
  readonly bias?: Tensor | undefined;
  /** Whether the reset gate comes after the product h·R_h. Default true. */
  readonly resetAfter?: boolean;
  /** Called with what the forward pass computed; at a masked step the gates are 0. The tensors live in the open scope. */
  readonly trace?: ((record: GruTrace) => void) | undefined;
}

/**
 * A GRU over a whole sequence, fused: one product for all steps' x·W + b, then one kernel for all steps.
 *
 * z, r = σ(x·W + h·R + b);  h' = z ⊙ h + (1 − z) ⊙ g
 * g = tanh(x·W_h + b_h + r ⊙ (h·R_h + b'_h)) with `resetAfter`, else tanh(x·W_h + (r ⊙ h)·R_h + b_h)
 *
 * **Shapes** x [B, T, D] → sequence [B, T, U], output and hidden [B, U].
 * **Cost** 2·B·T·3U·(D + U) FLOPs forward, about twice that backward.
 *
 * @throws ShapeError if x, a weight, a mask or the state does not fit.
 * @see Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014, whose reset comes before the product.
 * @example
 * ```ts
 * import { gruSequence, tensor } from 'memcell';
 * // D = 1, U = 1: both gates ½, candidate tanh(x)
 * const kernel = tensor([[0, 0, 1]]);
 * const recurrentKernel = tensor([[0, 0, 0]]);
 * const { hidden } = gruSequence(tensor([[[1]]]), { kernel, recurrentKernel });
 * console.log(hidden.item().toFixed(4)); // => 0.3808
 * ```
 */
export function gruSequence(x: Tensor, options: GruSequenceOptions): RecurrentSequenceResult {
  const { recurrentKernel, bias, resetAfter = true } = options;
  const after = resetAfter ? 1 : 0;
  /** h·R_h + b of every step with `resetAfter`, then its gradient; else r ⊙ h. */
  let inner: Address = 0;
  const { sequence, output, states } = recurrentSequence(x, options, {
    name: 'GRU sequence',
    gates: 3,
    biasShape: (units) => (resetAfter ? [2, 3 * units] : [3 * units]),
    inputBias: (given) => (resetAfter ? addedBias(given) : given.address()),
    forward(kept, _, scope) {
      const { kernels, memory } = backend();
      const { steps, batch, units } = kept;
      const matrix = recurrentKernel.address();
      const bytes = memory.elementBytes;
      inner = memory.bump(steps * batch * units);
      const r = panelsOf(matrix, units, 2 * units, 3 * units, 1, batch);
      const candidate = panelsOf(matrix + 2 * units * bytes, units, units, 3 * units, 1, batch).address;
      let recurrentBias = 0;
      if (resetAfter) {
        recurrentBias = bias ? bias.address() + 5 * units * bytes : memory.bump(units);
        if (!bias) place(undefined, recurrentBias, units);
      }
      kernels.gruForward(
        steps,
        batch,
        units,
        0,
        batch,
        r.address,
        candidate,
        r.panel,
        r.row,
        after,
        recurrentBias,
        kept.sums,
        inner,
        kept.hidden,
        kept.mask,
        kept.recurrentMask,
        kept.recurrentInput,
        memory.scratch(TILE_SCRATCH),
      );
      if (options.trace) trace(scope, kept, options.trace);
      return [];
    },
    backward(kept, dHidden, initial) {
      const { kernels, memory } = backend();
      const { steps, batch, units } = kept;
      const r = panelsOf(recurrentKernel.address(), 3 * units, units, 1, 3 * units, batch);
      const work = resetAfter && !kept.recurrentMask ? 0 : memory.bump(batch * units);
      kernels.gruBackward(
        steps,
        batch,
        units,
        0,
        batch,
        r.address,
        r.panel,
        r.row,
        after,
        kept.sums,
        inner,
        kept.hidden,
        dHidden,
        initial,
        kept.mask,
        kept.recurrentMask,
        kept.recurrentInput,
        work,
        memory.scratch(TILE_SCRATCH),
      );
      return { sums: kept.sums, states: [] };
    },
    recurrentGradient(kept, sums, out) {
      const { units, recurrentInput } = kept;
      const width = 3 * units;
      const last = 2 * units * backend().memory.elementBytes;
      product(kept, recurrentInput, units, sums, 2 * units, out, width, width);
      if (resetAfter) product(kept, recurrentInput, units, inner, units, out + last, width);
      else product(kept, inner, units, sums + last, units, out + last, width, width);
    },
    biasGradient({ steps, batch, units }, sums, out) {
      const { kernels, memory } = backend();
      const width = 3 * units;
      kernels.sum(1, steps * batch, width, sums, out);
      if (!resetAfter) return;
      const second = out + width * memory.elementBytes;
      kernels.copy(1, 1, 1, 2 * units, out, 0, 0, 0, 1, second, 0, 0, 0, 1);
      kernels.sum(1, steps * batch, units, inner, second + 2 * units * memory.elementBytes);
    },
  });
  return { sequence, output, hidden: states[0] as Tensor };
}

/** The row that x·W starts from: the first bias, and of the second what z and r take. */
function addedBias(bias: Tensor): Address {
  const { kernels, memory } = backend();
  const width = bias.shape[1] as number;
  const out = memory.bump(width);
  const first = bias.address();
  kernels.copy(1, 1, 1, width, first, 0, 0, 0, 1, out, 0, 0, 0, 1);
  kernels.add(1, (width / 3) * 2, out, 0, 1, first + width * memory.elementBytes, 0, 1, out);
  return out;
}

function trace(scope: OpenScope, { batch, steps, units, sums, hidden }: KeptSequence, run: (record: GruTrace) => void) {
  const { elementBytes } = backend().memory;
  const shape = [batch, steps, units];
  const gate = (i: number): Tensor => batchMajor(scope, sums + i * units * elementBytes, shape, 3 * units);
  const states = batchMajor(scope, hidden + batch * units * elementBytes, shape, units);
  run({ updateGate: gate(0), resetGate: gate(1), candidate: gate(2), hidden: states });
}
