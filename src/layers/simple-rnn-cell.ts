import { activation } from '../activations/index.ts';
import { simpleRnnCell } from '../cells/simple-rnn.ts';
import { multiply } from '../ops/multiply.ts';
import { simpleRnnSequence } from '../ops/simple-rnn-sequence.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { CellStep, SequenceOptions, SequenceResult } from './cell-loop.ts';
import { KernelCell, type KernelCellOptions } from './kernel-cell.ts';

/**
 * One step of a simple RNN as a layer, for `RNN` and `StackedRNNCells`.
 *
 * h' = tanh(x·W + h·R + b)
 *
 * **Shapes** input [B, D] → output [B, U]; or [x, h] → [h', h']. **Weights** kernel [D, U], recurrent_kernel [U, U],
 * bias [U].
 *
 * @throws OptionError for an option outside its range.
 * @see Elman, Finding Structure in Time, 1990.
 * @example
 * ```ts
 * import { RNN, Sequential, SimpleRNNCell } from 'memcell';
 * const model = new Sequential([new RNN({ cell: new SimpleRNNCell({ units: 4 }) })], { seed: 1 });
 * console.log(model.predict([[[1], [2], [3]]]).shape); // => [ 1, 4 ]
 * ```
 */
export class SimpleRNNCell extends KernelCell {
  readonly className = 'SimpleRNNCell';

  /** @param subject what errors name in the cell's place: the layer that it is made for. */
  constructor(options: KernelCellOptions, subject = `SimpleRNNCell '${options?.name ?? 'simple_rnn_cell'}'`) {
    super({ subject, defaultName: 'simple_rnn_cell', gates: 1, states: ['hidden'], options: [] }, options);
  }

  protected get fusible(): boolean {
    return this.activation === 'tanh' || this.activation === 'relu';
  }

  protected compute(x: Tensor, states: readonly Tensor[], recurrentFactors: Tensor | undefined): CellStep {
    const [h] = states as readonly [Tensor];
    const [hidden] = simpleRnnCell(x, [recurrentFactors ? multiply(h, recurrentFactors) : h], {
      kernel: this.kernel,
      recurrentKernel: this.recurrentKernel,
      bias: this.bias,
      activation: activation(this.activation),
    });
    return { output: hidden, states: [hidden] };
  }

  protected fused(x: Tensor, options: SequenceOptions, recurrentMask: Tensor | undefined): SequenceResult {
    const { sequence, output, hidden } = simpleRnnSequence(x, {
      ...options,
      kernel: this.kernel,
      recurrentKernel: this.recurrentKernel,
      bias: this.bias,
      activation: this.activation as 'tanh' | 'relu',
      initialState: options.initialState as readonly [Tensor] | undefined,
      recurrentMask,
    });
    return { output: sequence ?? output, states: [hidden] };
  }
}
