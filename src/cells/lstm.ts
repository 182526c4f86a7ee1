import { add } from '../ops/add.ts';
import { layerNormalization } from '../ops/layer-normalization.ts';
import { matmul } from '../ops/matmul.ts';
import { multiply } from '../ops/multiply.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { slice } from '../ops/slice.ts';
import { tanh } from '../ops/tanh.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** How numbers are scaled and shifted after they were brought to mean 0 and variance 1. */
export interface GainAndShift {
  /** γ, of the width of what it scales. */
  readonly gamma: Tensor;
  /** β, of the same width. */
  readonly beta: Tensor;
}

/** Weights and activations of an LSTM cell. */
export interface LstmCellOptions {
  /** W [D, 4U], gates i, f, g, o. */
  readonly kernel: Tensor;
  /** R [U, 4U]; with a projection [P, 4U]. */
  readonly recurrentKernel: Tensor;
  /** b [4U]; left out: none. */
  readonly bias?: Tensor | undefined;
  /** Of the candidate and the output. Default tanh. */
  readonly activation?: (x: Tensor) => Tensor;
  /** Of the three gates. Default sigmoid. */
  readonly recurrentActivation?: (x: Tensor) => Tensor;
  /** Layer normalisation of x·W and h·R [4U], each over all its gates, and of c' before the output [U]. Default none. */
  readonly normalization?: Readonly<Record<'input' | 'recurrent' | 'cell', GainAndShift>> | undefined;
  /** p [U] of each gate: how much of c it sees (the output gate: of c'). Default none. */
  readonly peepholes?: Readonly<Record<'input' | 'forget' | 'output', Tensor>> | undefined;
  /** P [U, P]: h' = (o ⊙ tanh c')·P. Default none. */
  readonly projection?: Tensor | undefined;
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
 * With a normalisation N, of which each has γ and β: a = N(x·W) + N(h·R) + b, and h' = o ⊙ tanh N(c'). With peepholes i and f
 * see c besides, i = σ(… + pᵢ ⊙ c), and o sees c'. With a projection h' = (o ⊙ tanh c')·P.
 *
 * **Shapes** x [B, D], h and c [B, U] → [h', c'], each [B, U]; with a projection h and h' [B, P].
 *
 * @throws ShapeError if x, a state or a weight does not fit.
 * @see Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; Gers et al., Learning to Forget, 2000; Ba et al., Layer
 * Normalization, 2016; Gers and Schmidhuber, Recurrent Nets that Time and Count, 2000; Sak et al., Long Short-Term Memory
 * Recurrent Neural Network Architectures for Large Scale Acoustic Modeling, 2014.
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
  const { activation = tanh, recurrentActivation = sigmoid, normalization, peepholes: p, projection } = options;
  const a = gateInputs(x, h, options);
  const [batch, units] = c.shape as [number, number];
  const block = (gate: number): Tensor => slice(a, [0, gate * units], [batch, units]);
  const seeing = (memory: Tensor, peephole: Tensor | undefined, gate: number): Tensor =>
    peephole ? add(block(gate), multiply(memory, peephole)) : block(gate);
  const i = recurrentActivation(seeing(c, p?.input, 0));
  const f = recurrentActivation(seeing(c, p?.forget, 1));
  const g = activation(block(2));
  const cell = add(multiply(f, c), multiply(i, g));
  const o = recurrentActivation(seeing(cell, p?.output, 3));
  options.trace?.({ inputGate: i, forgetGate: f, candidate: g, outputGate: o });
  const shown = multiply(o, activation(normalization ? layerNormalization(cell, normalization.cell) : cell));
  return [projection ? matmul(shown, projection) : shown, cell];
}

/** x·W + h·R + b of all gates [B, 4U]. */
function gateInputs(x: Tensor, h: Tensor, { kernel, recurrentKernel, bias, normalization }: LstmCellOptions): Tensor {
  if (!normalization) return add(matmul(x, kernel, { bias }), matmul(h, recurrentKernel));
  const fromInput = layerNormalization(matmul(x, kernel), normalization.input);
  const both = add(fromInput, layerNormalization(matmul(h, recurrentKernel), normalization.recurrent));
  return bias ? add(both, bias) : both;
}
