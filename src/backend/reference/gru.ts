import { type KernelTable, START_ADD, START_BIAS, START_ZERO } from '../table.ts';
import type { Arithmetic } from './arithmetic.ts';
import { recurrentSteps } from './recurrent-steps.ts';

/** The kernels of the fused GRU. */
export type GruKernels = Pick<KernelTable, 'gruForward' | 'gruBackward'>;

/** The fused GRU over a whole sequence; `gemm` is the reference's own product. */
export function gruKernels(arithmetic: Arithmetic, gemm: KernelTable['gemm']): GruKernels {
  const { views, shift, round, madd, nmadd, sigmoid, tanh } = arithmetic;
  const { masked, mix, addTo, passThrough } = recurrentSteps(arithmetic);
  const bytes = 1 << shift;

  const gruForward: KernelTable['gruForward'] = (
    steps,
    batch,
    units,
    rowStart,
    rowEnd,
    recurrent,
    candidate,
    recurrentPanel,
    recurrentRow,
    resetAfter,
    recurrentBias,
    gates,
    inner,
    hidden,
    mask,
    recurrentMask,
    recurrentInput,
    scratch,
  ) => {
    const rows = rowEnd - rowStart;
    const width = 3 * units;
    const layout = [recurrentPanel, recurrentRow] as const;
    for (let t = 0; t < steps; t++) {
      const at = (t * batch + rowStart) * units * bytes;
      const here = gates + 3 * at;
      const last = here + 2 * units * bytes;
      if (recurrentMask !== 0) mix(rows * units, hidden + at, recurrentMask, rowStart * units, recurrentInput + at);
      const from = (recurrentMask === 0 ? hidden : recurrentInput) + at;
      gemm(rows, 2 * units, units, from, units, 1, recurrent, ...layout, here, width, START_ADD, 0, scratch);
      if (resetAfter === 1) {
        const out = [inner + at, units, START_BIAS, recurrentBias, scratch] as const;
        gemm(rows, units, units, from, units, 1, candidate, ...layout, ...out);
      }
      const { floats } = views();
      for (let row = rowStart; row < rowEnd; row++) {
        const state = (t * batch + row) * units;
        const gate = (gates >>> shift) + 3 * state;
        const kept = (inner >>> shift) + state;
        const input = ((recurrentMask === 0 ? hidden : recurrentInput) >>> shift) + state;
        if (masked(mask, t * batch + row)) floats.fill(0, gate, gate + width);
        else for (let u = 0; u < 2 * units; u++) floats[gate + u] = sigmoid(floats[gate + u] as number);
        for (let u = 0; u < units; u++) {
          const r = floats[gate + units + u] as number;
          const sum = gate + 2 * units + u;
          if (resetAfter === 1) floats[sum] = madd(r, floats[kept + u] as number, floats[sum] as number);
          else floats[kept + u] = madd(r, floats[input + u] as number, 0);
        }
      }
      if (resetAfter !== 1) {
        const out = [last, width, START_ADD, 0, scratch] as const;
        gemm(rows, units, units, inner + at, units, 1, candidate, ...layout, ...out);
      }
      for (let row = rowStart; row < rowEnd; row++) {
        const gate = (gates >>> shift) + (t * batch + row) * width;
        const old = (hidden >>> shift) + (t * batch + row) * units;
        const next = old + batch * units;
        if (masked(mask, t * batch + row)) {
          floats.copyWithin(next, old, old + units);
          continue;
        }
        for (let u = 0; u < units; u++) {
          const z = floats[gate + u] as number;
          const g = tanh(floats[gate + 2 * units + u] as number);
          floats[gate + 2 * units + u] = g;
          floats[next + u] = madd(z, floats[old + u] as number, round(round(1 - z) * g));
        }
      }
    }
  };

  const gruBackward: KernelTable['gruBackward'] = (
    steps,
    batch,
    units,
    rowStart,
    rowEnd,
    recurrentT,
    recurrentTPanel,
    recurrentTRow,
    resetAfter,
    gates,
    inner,
    hidden,
    dHidden,
    initial,
    mask,
    recurrentMask,
    recurrentInput,
    work,
    scratch,
  ) => {
    const rows = rowEnd - rowStart;
    const width = 3 * units;
    const part = work + rowStart * units * bytes;
    const layout = [recurrentTPanel, recurrentTRow] as const;
    const candidateT = recurrentT + 2 * units * recurrentTRow * bytes;
    for (let t = steps - 1; t >= 0; t--) {
      const at = (t * batch + rowStart) * units * bytes;
      const here = gates + 3 * at;
      const below = dHidden + at;
      const above = below + batch * units * bytes;
      const goesOn = t > 0 || initial === 1;
      // da_z, da_h; dHidden[t] += dh ⊙ z
      const { floats } = views();
      for (let row = rowStart; row < rowEnd; row++) {
        if (masked(mask, t * batch + row)) continue;
        const state = (t * batch + row) * units;
        const gate = (gates >>> shift) + 3 * state;
        const old = (dHidden >>> shift) + state;
        for (let u = 0; u < units; u++) {
          const z = floats[gate + u] as number;
          const g = floats[gate + 2 * units + u] as number;
          const h = floats[(hidden >>> shift) + state + u] as number;
          const dh = floats[old + batch * units + u] as number;
          floats[gate + u] = round(round(dh * round(h - g)) * round(z * round(1 - z)));
          floats[gate + 2 * units + u] = round(round(dh * round(1 - z)) * nmadd(g, g, 1));
          floats[old + u] = madd(dh, z, floats[old + u] as number);
        }
      }
      if (goesOn) passThrough(rows, units, mask, t * batch + rowStart, above, below);
      // da_r, and the gradient of what R_h multiplied
      const sum = recurrentMask === 0 ? below : part;
      if (resetAfter !== 1) {
        const out = [part, units, START_ZERO, 0, scratch] as const;
        gemm(rows, units, units, here + 2 * units * bytes, width, 1, candidateT, ...layout, ...out);
      }
      for (let row = 0; row < rows; row++) {
        for (let u = 0; u < units; u++) {
          const state = row * units + u;
          const gate = (here >>> shift) + row * width + units + u;
          const r = floats[gate] as number;
          const kept = ((inner + at) >>> shift) + state;
          const input = (((recurrentMask === 0 ? hidden : recurrentInput) + at) >>> shift) + state;
          const e = floats[resetAfter === 1 ? gate + units : (part >>> shift) + state] as number;
          const q = floats[resetAfter === 1 ? kept : input] as number;
          floats[gate] = round(round(e * q) * round(r * round(1 - r)));
          const to = resetAfter === 1 ? kept : (sum >>> shift) + state;
          floats[to] = madd(e, r, resetAfter === 1 || recurrentMask !== 0 ? 0 : (floats[to] as number));
        }
      }
      if (!goesOn) continue;
      const start = resetAfter === 1 && recurrentMask !== 0 ? START_ZERO : START_ADD;
      gemm(rows, units, 2 * units, here, width, 1, recurrentT, ...layout, sum, units, start, 0, scratch);
      if (resetAfter === 1) {
        gemm(rows, units, units, inner + at, units, 1, candidateT, ...layout, sum, units, START_ADD, 0, scratch);
      }
      if (recurrentMask !== 0) {
        mix(rows * units, part, recurrentMask, rowStart * units, part);
        addTo(rows * units, part, below);
      }
    }
  };

  return { gruForward, gruBackward };
}
