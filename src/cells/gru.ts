import { add } from '../ops/add.ts';
import { layerNormalization } from '../ops/layer-normalization.ts';
import { matmul } from '../ops/matmul.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { slice } from '../ops/slice.ts';
import { subtract } from '../ops/subtract.ts';
import { tanh } from '../ops/tanh.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { GainAndShift } from './lstm.ts';

/** Weights and activations of a GRU cell. */
export interface GruCellOptions {
  /** W [D, 3U], gates z, r, h. */
  readonly kernel: Tensor;
  /** R [U, 3U]. */
  readonly recurrentKernel: Tensor;
  /** With `resetAfter` [2, 3U], that of x·W and that of h·R; without it [3U]. Left out: none. */
  readonly bias?: Tensor | undefined;
  /** Whether the reset gate comes after the product h·R_h. Default true. */
  readonly resetAfter?: boolean;
  /** Of the candidate. Default tanh. */
  readonly activation?: (x: Tensor) => Tensor;
  /** Of the two gates. Default sigmoid. */
  readonly recurrentActivation?: (x: Tensor) => Tensor;
  /**
   * Layer normalisation of x·W and h·R [3U], each over its two gates together and over its candidate. Default none.
   */
  readonly normalization?: Readonly<Record<'input' | 'recurrent', GainAndShift>> | undefined;
  /** [B, U]: what h is multiplied by before R (recurrent dropout); what z keeps of h is not. */
  readonly recurrentMask?: Tensor | undefined;
  /** Called with the gates, for those who look inside. */
  readonly trace?: ((gates: Readonly<Record<'updateGate' | 'resetGate' | 'candidate', Tensor>>) => void) | undefined;
}

/**
 * One time step of a GRU, in plain ops: the readable form of `gruSequence`.
 *
 * z = σ(x·W_z + h·R_z + b_z)   how much of the state stays
 * r = σ(x·W_r + h·R_r + b_r)   how much of the state the candidate sees
 * g = tanh(x·W_h + b_h + r ⊙ (h·R_h + b'_h))  the candidate, with `resetAfter`
 * g = tanh(x·W_h + (r ⊙ h)·R_h + b_h)         without it
 * h' = z ⊙ h + (1 − z) ⊙ g
 *
 * With a normalisation N, of which each has γ and β: N(x·W) and N(h·R) stand for the products, before b is added.
 *
 * **Shapes** x [B, D], h [B, U] → [h'], [B, U].
 *
 * @throws ShapeError if x, the state or a weight does not fit.
 * @see Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014, whose reset comes before the product;
 * Ba et al., Layer Normalization, 2016.
 * @example
 * ```ts
 * import { gruCell, tensor } from 'memcell';
 * const weights = { kernel: tensor([[0, 0, 1]]), recurrentKernel: tensor([[0, 0, 0]]) };
 * const [h] = gruCell(tensor([[1]]), [tensor([[2]])], weights);
 * console.log(h.item().toFixed(4)); // => 1.3808
 * ```
 */
export function gruCell(x: Tensor, [h]: readonly [Tensor], options: GruCellOptions): [Tensor] {
  const { kernel, recurrentKernel, bias, resetAfter = true, recurrentMask, normalization } = options;
  const { activation = tanh, recurrentActivation = sigmoid } = options;
  const [batch, units] = h.shape as [number, number];
  const seen = recurrentMask ? multiply(h, recurrentMask) : h;
  const biases = (row: number): Tensor | undefined =>
    bias && resetAfter ? reshape(slice(bias, [row, 0], [1, 3 * units]), [3 * units]) : undefined;
  // columns of one gate, or of z and r
  const columns = (a: Tensor, rows: number, gate: number, gates: number): Tensor =>
    slice(a, [0, gate * units], [rows, gates * units]);
  const entries = (a: Tensor | undefined, gate: number, gates: number): Tensor | undefined =>
    a && slice(a, [gate * units], [gates * units]);
  const normal = (y: Tensor, by: GainAndShift, gate: number, gates: number): Tensor =>
    layerNormalization(y, { gamma: entries(by.gamma, gate, gates), beta: entries(by.beta, gate, gates) });

  const [first, second] = resetAfter ? [biases(0), biases(1)] : [bias, undefined];
  const products = matmul(x, kernel, { bias: normalization ? undefined : first });
  const fromInput = (gate: number, gates: number): Tensor => {
    const y = columns(products, batch, gate, gates);
    return normalization ? plus(normal(y, normalization.input, gate, gates), entries(first, gate, gates)) : y;
  };
  const fromState = (y: Tensor, gate: number, gates: number): Tensor => {
    const product = columns(recurrentKernel, units, gate, gates);
    const b = entries(second, gate, gates);
    if (!normalization) return matmul(y, product, { bias: b });
    return plus(normal(matmul(y, product), normalization.recurrent, gate, gates), b);
  };
  const gates = recurrentActivation(add(fromInput(0, 2), fromState(seen, 0, 2)));
  const [z, r] = [columns(gates, batch, 0, 1), columns(gates, batch, 1, 1)];
  const inner = resetAfter ? multiply(r, fromState(seen, 2, 1)) : fromState(multiply(r, seen), 2, 1);
  const candidate = activation(add(fromInput(2, 1), inner));
  options.trace?.({ updateGate: z, resetGate: r, candidate });
  return [add(multiply(z, h), multiply(subtract(1, z), candidate))];
}

function plus(a: Tensor, b: Tensor | undefined): Tensor {
  return b ? add(a, b) : a;
}
