import type { Address } from './address.ts';

/**
 * Kernels of the fused GRU and the fused simple RNN, a part of the table.
 *
 * Sequences are time-major. Slot 0 of `hidden` [steps+1, batch, U] is the initial state. mask [steps, batch] (0: none): a
 * row whose mask is 0 takes hidden[t+1] from slot t. recurrentMask [batch, U] (0: none): what R multiplies, written
 * from[t] below, is recurrentInput[t] = hidden[t] ⊙ recurrentMask, kept in recurrentInput [steps, batch, U]; else it is
 * hidden[t]. Matrices stand as `gemm` reads them; `scratch` has TILE_SCRATCH elements.
 */
export interface SequenceKernels {
  /**
   * For t = 0..steps−1 and rows rowStart..rowEnd−1, gates z, r, h (Keras's order):
   *   z, r = sigmoid(gates[t] + from[t]·R_zr)
   *   inner[t] = from[t]·R_h + recurrentBias;  g = tanh(gates_h + r ⊙ inner[t])   where resetAfter is 1
   *   inner[t] = r ⊙ from[t];  g = tanh(gates_h + inner[t]·R_h)                   where it is 0
   *   hidden[t+1] = z ⊙ hidden[t] + (1 − z) ⊙ g
   * gates [steps, batch, 3U] holds x·W + b on entry and z, r, g on return, 0 in rows whose mask is 0. R_zr [U, 2U] at
   * `recurrent` and R_h [U, U] at `candidate`, with the same strides. recurrentBias [U], read where resetAfter is 1.
   */
  gruForward: (
    steps: number,
    batch: number,
    units: number,
    rowStart: number,
    rowEnd: number,
    recurrent: Address,
    candidate: Address,
    recurrentPanel: number,
    recurrentRow: number,
    resetAfter: number,
    recurrentBias: Address,
    gates: Address,
    inner: Address,
    hidden: Address,
    mask: Address,
    recurrentMask: Address,
    recurrentInput: Address,
    scratch: Address,
  ) => void;
  /**
   * For t = steps−1..0: with dh = dHidden[t+1],
   *   da_z = dh ⊙ (hidden[t] − g) ⊙ z(1 − z);  da_h = dh ⊙ (1 − z) ⊙ (1 − g²);  dHidden[t] += dh ⊙ z
   *   da_r = da_h ⊙ inner[t] ⊙ r(1 − r);  inner[t] = da_h ⊙ r;  d = 0                      where resetAfter is 1
   *   e = da_h·R_hᵀ;  da_r = e ⊙ from[t] ⊙ r(1 − r);  d = e ⊙ r                            where it is 0
   *   d += [da_z, da_r]·R_zrᵀ (+ inner[t]·R_hᵀ where resetAfter is 1);  dHidden[t] += d (⊙ recurrentMask)
   * gates holds z, r, g on entry and da [steps, batch, 3U] on return; rows whose mask is 0 keep their zeros and give
   * dHidden[t] += dh. dHidden [steps+1, batch, U] holds the gradient of hidden; slot 0 is whole where `initial` is 1.
   * Rᵀ [3U, U]. `work` [batch, U] is needed where resetAfter is 0 or there is a recurrentMask.
   */
  gruBackward: (
    steps: number,
    batch: number,
    units: number,
    rowStart: number,
    rowEnd: number,
    recurrentT: Address,
    recurrentTPanel: number,
    recurrentTRow: number,
    resetAfter: number,
    gates: Address,
    inner: Address,
    hidden: Address,
    dHidden: Address,
    initial: number,
    mask: Address,
    recurrentMask: Address,
    recurrentInput: Address,
    work: Address,
    scratch: Address,
  ) => void;
  /**
   * hidden[t+1] = f(hidden[t+1] + from[t]·R) for t = 0..steps−1 and rows rowStart..rowEnd−1; f is relu where `rectified`
   * is 1, else tanh. hidden[t+1] holds x·W + b on entry. R [U, U].
   */
  simpleRnnForward: (
    steps: number,
    batch: number,
    units: number,
    rowStart: number,
    rowEnd: number,
    recurrent: Address,
    recurrentPanel: number,
    recurrentRow: number,
    rectified: number,
    hidden: Address,
    mask: Address,
    recurrentMask: Address,
    recurrentInput: Address,
    scratch: Address,
  ) => void;
  /**
   * For t = steps−1..0: sums[t] = dHidden[t+1] ⊙ f'(hidden[t+1]);  dHidden[t] += sums[t]·Rᵀ (⊙ recurrentMask).
   * In rows whose mask is 0: sums[t] = 0;  dHidden[t] += dHidden[t+1]. sums [steps, batch, U] are the gradients of
   * x·W + b; dHidden [steps+1, batch, U] holds the gradient of hidden, slot 0 is only added to where `initial` is 1.
   * Rᵀ [U, U]. `work` [batch, U] is needed where there is a recurrentMask.
   */
  simpleRnnBackward: (
    steps: number,
    batch: number,
    units: number,
    rowStart: number,
    rowEnd: number,
    recurrentT: Address,
    recurrentTPanel: number,
    recurrentTRow: number,
    rectified: number,
    hidden: Address,
    dHidden: Address,
    sums: Address,
    initial: number,
    mask: Address,
    recurrentMask: Address,
    work: Address,
    scratch: Address,
  ) => void;
}
