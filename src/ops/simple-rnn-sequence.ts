import { backend } from '../backend/current.ts';
import { TILE_SCRATCH } from '../backend/table.ts';
import { checkChoice } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import {
  product,
  type RecurrentSequenceOptions,
  type RecurrentSequenceResult,
  recurrentSequence,
} from './recurrent-sequence.ts';
import { batchMajor, panelsOf } from './sequence-memory.ts';

/** What a simple RNN computed at every step [B, T, U], in the order of the steps made. */
export type SimpleRnnTrace = Readonly<Record<'hidden', Tensor>>;

/** What a simple RNN sequence works with. */
export interface SimpleRnnSequenceOptions extends RecurrentSequenceOptions {
  /** W [D, U]. */
  readonly kernel: Tensor;
  /** R [U, U]. */
  readonly recurrentKernel: Tensor;
  /** b [U]; left out: none. */
  readonly bias?: Tensor | undefined;
  /** Default 'tanh'. */
  readonly activation?: 'tanh' | 'relu';
  /** Called with what the forward pass computed. The tensors live in the open scope. */
  readonly trace?: ((record: SimpleRnnTrace) => void) | undefined;
}

/**
 * A simple RNN over a whole sequence, fused: one product for all steps' x·W + b, then one kernel for all steps.
 *
 * h' = tanh(x·W + h·R + b), or relu
 *
 * **Shapes** x [B, T, D] → sequence [B, T, U], output and hidden [B, U].
 * **Cost** 2·B·T·U·(D + U) FLOPs forward, about twice that backward.
 *
 * @throws ShapeError if x, a weight, a mask or the state does not fit; OptionError for another activation.
 * @see Elman, Finding Structure in Time, 1990.
 * @example
 * ```ts
 * import { simpleRnnSequence, tensor } from 'memcell';
 * const weights = { kernel: tensor([[1]]), recurrentKernel: tensor([[2]]) };
 * const { hidden } = simpleRnnSequence(tensor([[[1], [1]]]), { ...weights, activation: 'relu' });
 * console.log(hidden.item()); // => 3
 * ```
 */
export function simpleRnnSequence(x: Tensor, options: SimpleRnnSequenceOptions): RecurrentSequenceResult {
  const { recurrentKernel, activation = 'tanh' } = options;
  const rectified =
    checkChoice('run simple RNN sequence', 'activation', activation, ['tanh', 'relu']) === 'relu' ? 1 : 0;
  const { sequence, output, states } = recurrentSequence(x, options, {
    name: 'simple RNN sequence',
    gates: 1,
    biasShape: (units) => [units],
    inputBias: (bias) => bias.address(),
    forward({ steps, batch, units, hidden, mask, recurrentMask, recurrentInput }, _, scope) {
      const { kernels, memory } = backend();
      const r = panelsOf(recurrentKernel.address(), units, units, units, 1, batch);
      kernels.simpleRnnForward(
        steps,
        batch,
        units,
        0,
        batch,
        r.address,
        r.panel,
        r.row,
        rectified,
        hidden,
        mask,
        recurrentMask,
        recurrentInput,
        memory.scratch(TILE_SCRATCH),
      );
      const first = hidden + batch * units * memory.elementBytes;
      options.trace?.({ hidden: batchMajor(scope, first, [batch, steps, units], units) });
      return [];
    },
    backward({ steps, batch, units, hidden, mask, recurrentMask }, dHidden, initial) {
      const { kernels, memory } = backend();
      const r = panelsOf(recurrentKernel.address(), units, units, 1, units, batch);
      const sums = memory.bump(steps * batch * units);
      const work = recurrentMask ? memory.bump(batch * units) : 0;
      kernels.simpleRnnBackward(
        steps,
        batch,
        units,
        0,
        batch,
        r.address,
        r.panel,
        r.row,
        rectified,
        hidden,
        dHidden,
        sums,
        initial,
        mask,
        recurrentMask,
        work,
        memory.scratch(TILE_SCRATCH),
      );
      return { sums, states: [] };
    },
    recurrentGradient: (kept, sums, out) =>
      product(kept, kept.recurrentInput, kept.units, sums, kept.units, out, kept.units),
    biasGradient: ({ steps, batch, units }, sums, out) => backend().kernels.sum(1, steps * batch, units, sums, out),
  });
  return { sequence, output, hidden: states[0] as Tensor };
}
