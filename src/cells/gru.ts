import { add } from '../ops/add.ts';
import { matmul } from '../ops/matmul.ts';
import { multiply } from '../ops/multiply.ts';
import { reshape } from '../ops/reshape.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { slice } from '../ops/slice.ts';
import { subtract } from '../ops/subtract.ts';
import { tanh } from '../ops/tanh.ts';
import type { Tensor } from '../tensor/tensor.ts';

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
 * **Shapes** x [B, D], h [B, U] → [h'], [B, U].
 *
 * @throws ShapeError if x, the state or a weight does not fit.
 * @see Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014, whose reset comes before the product.
 * @example
 * ```ts
 * import { gruCell, tensor } from 'memcell';
 * const weights = { kernel: tensor([[0, 0, 1]]), recurrentKernel: tensor([[0, 0, 0]]) };
 * const [h] = gruCell(tensor([[1]]), [tensor([[2]])], weights);
 * console.log(h.item().toFixed(4)); // => 1.3808
 * ```
 */
export function gruCell(x: Tensor, [h]: readonly [Tensor], options: GruCellOptions): [Tensor] {
  const { kernel, recurrentKernel, bias, resetAfter = true, recurrentMask } = options;
  const { activation = tanh, recurrentActivation = sigmoid } = options;
  const [batch, units] = h.shape as [number, number];
  const seen = recurrentMask ? multiply(h, recurrentMask) : h;
  const part = (a: Tensor, row: number, rows: number, gate: number): Tensor =>
    slice(a, [row, gate * units], [rows, units]);
  const biases = (row: number): Tensor | undefined =>
    bias && resetAfter ? reshape(slice(bias, [row, 0], [1, 3 * units]), [3 * units]) : undefined;

  const fromInput = matmul(x, kernel, { bias: resetAfter ? biases(0) : bias });
  const second = biases(1);
  const fromState = (y: Tensor, gate: number): Tensor =>
    matmul(y, part(recurrentKernel, 0, units, gate), { bias: second && slice(second, [gate * units], [units]) });
  const sum = (gate: number, inner: Tensor): Tensor => add(part(fromInput, 0, batch, gate), inner);
  const z = recurrentActivation(sum(0, fromState(seen, 0)));
  const r = recurrentActivation(sum(1, fromState(seen, 1)));
  const inner = resetAfter ? multiply(r, fromState(seen, 2)) : fromState(multiply(r, seen), 2);
  const candidate = activation(sum(2, inner));
  options.trace?.({ updateGate: z, resetGate: r, candidate });
  return [add(multiply(z, h), multiply(subtract(1, z), candidate))];
}
