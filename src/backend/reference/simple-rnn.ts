import { type KernelTable, START_ADD, START_ZERO } from '../table.ts';
import type { Arithmetic } from './arithmetic.ts';
import { recurrentSteps } from './recurrent-steps.ts';

/** The kernels of the fused simple RNN. */
export type SimpleRnnKernels = Pick<KernelTable, 'simpleRnnForward' | 'simpleRnnBackward'>;

/** The fused simple RNN over a whole sequence; `gemm` is the reference's own product. */
export function simpleRnnKernels(arithmetic: Arithmetic, gemm: KernelTable['gemm']): SimpleRnnKernels {
  const { views, shift, round, nmadd, tanh } = arithmetic;
  const { masked, mix, addTo, passThrough } = recurrentSteps(arithmetic);
  const bytes = 1 << shift;

  const simpleRnnForward: KernelTable['simpleRnnForward'] = (
    steps,
    batch,
    units,
    rowStart,
    rowEnd,
    recurrent,
    recurrentPanel,
    recurrentRow,
    rectified,
    hidden,
    mask,
    recurrentMask,
    recurrentInput,
    scratch,
  ) => {
    const rows = rowEnd - rowStart;
    const layout = [recurrentPanel, recurrentRow] as const;
    for (let t = 0; t < steps; t++) {
      const at = (t * batch + rowStart) * units * bytes;
      if (recurrentMask !== 0) mix(rows * units, hidden + at, recurrentMask, rowStart * units, recurrentInput + at);
      const from = (recurrentMask === 0 ? hidden : recurrentInput) + at;
      const out = [hidden + at + batch * units * bytes, units, START_ADD, 0, scratch] as const;
      gemm(rows, units, units, from, units, 1, recurrent, ...layout, ...out);
      const { floats } = views();
      for (let row = rowStart; row < rowEnd; row++) {
        const old = (hidden >>> shift) + (t * batch + row) * units;
        const next = old + batch * units;
        if (masked(mask, t * batch + row)) {
          floats.copyWithin(next, old, old + units);
          continue;
        }
        for (let u = 0; u < units; u++) {
          const a = floats[next + u] as number;
          floats[next + u] = rectified === 1 ? (a < 0 ? 0 : a) : tanh(a); // relu leaves −0 and NaN
        }
      }
    }
  };

  const simpleRnnBackward: KernelTable['simpleRnnBackward'] = (
    steps,
    batch,
    units,
    rowStart,
    rowEnd,
    recurrentT,
    recurrentTPanel,
    recurrentTRow,
    rectified,
    hidden,
    dHidden,
    sums,
    initial,
    mask,
    recurrentMask,
    work,
    scratch,
  ) => {
    const rows = rowEnd - rowStart;
    const layout = [recurrentTPanel, recurrentTRow] as const;
    const part = work + rowStart * units * bytes;
    for (let t = steps - 1; t >= 0; t--) {
      const below = dHidden + (t * batch + rowStart) * units * bytes;
      const above = below + batch * units * bytes;
      const here = sums + (t * batch + rowStart) * units * bytes;
      const goesOn = t > 0 || initial === 1;
      const { floats } = views();
      for (let row = rowStart; row < rowEnd; row++) {
        const next = ((t + 1) * batch + row) * units;
        const to = (sums >>> shift) + (t * batch + row) * units;
        for (let u = 0; u < units; u++) {
          const y = floats[(hidden >>> shift) + next + u] as number;
          const dh = floats[(dHidden >>> shift) + next + u] as number;
          floats[to + u] = rectified === 1 ? (y > 0 ? dh : 0) : round(dh * nmadd(y, y, 1));
        }
        if (masked(mask, t * batch + row)) floats.fill(0, to, to + units);
      }
      if (!goesOn) continue;
      passThrough(rows, units, mask, t * batch + rowStart, above, below);
      const [sum, start] = recurrentMask === 0 ? [below, START_ADD] : [part, START_ZERO];
      gemm(rows, units, units, here, units, 1, recurrentT, ...layout, sum, units, start, 0, scratch);
      if (recurrentMask !== 0) {
        mix(rows * units, part, recurrentMask, rowStart * units, part);
        addTo(rows * units, part, below);
      }
    }
  };

  return { simpleRnnForward, simpleRnnBackward };
}
