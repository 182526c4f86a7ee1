import { add } from '../ops/add.ts';
import { matmul } from '../ops/matmul.ts';
import { multiply } from '../ops/multiply.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { slice } from '../ops/slice.ts';
import { tanh } from '../ops/tanh.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Weights and activations of an LSTM cell. */
export interface LstmCellOptions {
  /** W [D, 4U], gates i, f, g, o. */
  readonly kernel: Tensor;
  /** R [U, 4U]. */
  readonly recurrentKernel: Tensor;
  /** b [4U]; left out: none. */
  readonly bias?: Tensor | undefined;
  /** Of the candidate and the output. Default tanh. */
  readonly activation?: (x: Tensor) => Tensor;
  /** Of the three gates. Default sigmoid. */
  readonly recurrentActivation?: (x: Tensor) => Tensor;
  /** Called with the gates, for those who look inside. */
  readonly trace?:
    | ((gates: Readonly<Record<'inputGate' | 'forgetGate' | 'candidate' | 'outputGate', Tensor>>) => void)
    | undefined;
}

/**
 * One time step of an LSTM, in plain ops: the readable form of `lstmSequence`.
 *
 * i = σ(x·Wᵢ + h·Rᵢ + bᵢ)   how much of the candidate enters
 * f = σ(x·W_f + h·R_f + b_f)  how much of the memory stays
 * g = tanh(x·W_g + h·R_g + b_g)  the candidate
 * o = σ(x·Wₒ + h·Rₒ + bₒ)   how much of the memory shows
 * c' = f ⊙ c + i ⊙ g;  h' = o ⊙ tanh c'
 *
 * **Shapes** x [B, D], h and c [B, U] → [h', c'], each [B, U].
 *
 * @throws ShapeError if x, a state or a weight does not fit.
 * @see Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; Gers et al., Learning to Forget, 2000.
 * @example
 * ```ts
 * import { lstmCell, tensor } from 'memcell';
 * const weights = { kernel: tensor([[0, 0, 1, 100]]), recurrentKernel: tensor([[0, 0, 0, 0]]) };
 * const zero = tensor([[0]]);
 * const [h, c] = lstmCell(tensor([[1]]), [zero, zero], weights);
 * console.log(c.item().toFixed(4), h.item().toFixed(4)); // => 0.3808 0.3634
 * ```
 */
export function lstmCell(x: Tensor, [h, c]: readonly [Tensor, Tensor], options: LstmCellOptions): [Tensor, Tensor] {
  const { kernel, recurrentKernel, bias, activation = tanh, recurrentActivation = sigmoid } = options;
  const a = add(matmul(x, kernel, { bias }), matmul(h, recurrentKernel));
  const [batch, units] = h.shape as [number, number];
  const block = (gate: number): Tensor => slice(a, [0, gate * units], [batch, units]);
  const i = recurrentActivation(block(0));
  const f = recurrentActivation(block(1));
  const g = activation(block(2));
  const o = recurrentActivation(block(3));
  options.trace?.({ inputGate: i, forgetGate: f, candidate: g, outputGate: o });
  const cell = add(multiply(f, c), multiply(i, g));
  return [multiply(o, activation(cell)), cell];
}
