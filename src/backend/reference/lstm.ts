import { type Address, type KernelTable, START_ADD, START_ZERO } from '../table.ts';
import type { Arithmetic } from './arithmetic.ts';

/** The kernels of the fused LSTM. */
export type LstmKernels = Pick<KernelTable, 'lstmForward' | 'lstmBackward'>;

/** The fused LSTM over a whole sequence; `gemm` is the reference's own product. */
export function lstmKernels(arithmetic: Arithmetic, gemm: KernelTable['gemm']): LstmKernels {
  const { views, shift, round, madd, nmadd, sigmoid, tanh } = arithmetic;
  const bytes = 1 << shift;

  /** y += x, n elements. */
  const addTo = (y: Address, x: Address, n: number): void => {
    const { floats } = views();
    for (let i = 0; i < n; i++) {
      floats[(y >>> shift) + i] = round((floats[(y >>> shift) + i] as number) + (floats[(x >>> shift) + i] as number));
    }
  };

  /** A gate: a sigmoid where the slope is 0, else a line cut off at 0 and 1. */
  const activate = (x: number, slope: number): number => {
    if (slope === 0) return sigmoid(x);
    const y = round(round(x * slope) + 0.5);
    const raised = y < 0 ? 0 : y;
    return raised > 1 ? 1 : raised;
  };

  /** Slope of a gate that is y. */
  const slopeAt = (y: number, slope: number): number => {
    if (slope === 0) return round(y * round(1 - y));
    return y > 0 && y < 1 ? slope : 0;
  };

  const lstmForward: KernelTable['lstmForward'] = (
    steps,
    batch,
    units,
    rowStart,
    rowEnd,
    recurrent,
    recurrentPanel,
    recurrentRow,
    gates,
    cells,
    tanhCells,
    hidden,
    mask,
    recurrentMask,
    recurrentInput,
    slope,
    scratch,
  ) => {
    const width = 4 * units;
    for (let t = 0; t < steps; t++) {
      const { floats } = views();
      if (recurrentMask !== 0) {
        for (let n = rowStart * units; n < rowEnd * units; n++) {
          const h = floats[(hidden >>> shift) + t * batch * units + n] as number;
          floats[(recurrentInput >>> shift) + t * batch * units + n] = round(
            h * (floats[(recurrentMask >>> shift) + n] as number),
          );
        }
      }
      // gates[t] += what R multiplies · R
      const here = gates + (t * batch + rowStart) * width * bytes;
      const before = (recurrentMask === 0 ? hidden : recurrentInput) + (t * batch + rowStart) * units * bytes;
      const rows = rowEnd - rowStart;
      gemm(
        rows,
        width,
        units,
        before,
        units,
        1,
        recurrent,
        recurrentPanel,
        recurrentRow,
        here,
        width,
        START_ADD,
        0,
        scratch,
      );
      for (let row = rowStart; row < rowEnd; row++) {
        const gate = (gates >>> shift) + (t * batch + row) * width;
        const old = (t * batch + row) * units;
        const next = ((t + 1) * batch + row) * units;
        if (mask !== 0 && floats[(mask >>> shift) + t * batch + row] === 0) {
          floats.fill(0, gate, gate + width);
          for (const states of [cells >>> shift, hidden >>> shift]) {
            floats.copyWithin(states + next, states + old, states + old + units);
          }
          continue;
        }
        for (let u = 0; u < units; u++) {
          const i = activate(floats[gate + u] as number, slope);
          const f = activate(floats[gate + units + u] as number, slope);
          const g = tanh(floats[gate + 2 * units + u] as number);
          const o = activate(floats[gate + 3 * units + u] as number, slope);
          const c = madd(f, floats[(cells >>> shift) + old + u] as number, round(i * g));
          const tc = tanh(c);
          floats[gate + u] = i;
          floats[gate + units + u] = f;
          floats[gate + 2 * units + u] = g;
          floats[gate + 3 * units + u] = o;
          floats[(cells >>> shift) + next + u] = c;
          floats[(tanhCells >>> shift) + old + u] = tc;
          floats[(hidden >>> shift) + next + u] = round(o * tc);
        }
      }
    }
  };

  const lstmBackward: KernelTable['lstmBackward'] = (
    steps,
    batch,
    units,
    rowStart,
    rowEnd,
    recurrentT,
    recurrentTPanel,
    recurrentTRow,
    gates,
    cells,
    tanhCells,
    dHidden,
    dCell,
    initial,
    mask,
    recurrentMask,
    slope,
    scratch,
  ) => {
    const width = 4 * units;
    for (let t = steps - 1; t >= 0; t--) {
      const { floats } = views();
      const goesOn = t > 0 || initial === 1;
      for (let row = rowStart; row < rowEnd; row++) {
        const gate = (gates >>> shift) + (t * batch + row) * width;
        const old = (t * batch + row) * units;
        const next = ((t + 1) * batch + row) * units;
        if (mask !== 0 && floats[(mask >>> shift) + t * batch + row] === 0) {
          if (goesOn) addTo(dHidden + old * bytes, dHidden + next * bytes, units);
          continue;
        }
        const carried = (dCell >>> shift) + row * units;
        for (let u = 0; u < units; u++) {
          const i = floats[gate + u] as number;
          const f = floats[gate + units + u] as number;
          const g = floats[gate + 2 * units + u] as number;
          const o = floats[gate + 3 * units + u] as number;
          const c = floats[(cells >>> shift) + old + u] as number;
          const tc = floats[(tanhCells >>> shift) + old + u] as number;
          const dh = floats[(dHidden >>> shift) + next + u] as number;
          const dc = madd(round(dh * o), nmadd(tc, tc, 1), floats[carried + u] as number);
          floats[gate + u] = round(round(dc * g) * slopeAt(i, slope));
          floats[gate + units + u] = round(round(dc * c) * slopeAt(f, slope));
          floats[gate + 2 * units + u] = round(round(dc * i) * nmadd(g, g, 1));
          floats[gate + 3 * units + u] = round(round(dh * tc) * slopeAt(o, slope));
          floats[carried + u] = round(dc * f);
        }
      }
      if (!goesOn) continue;
      // dHidden[t] += da · Rᵀ, masked on the way in the place of tanh c, which is no longer needed
      const here = gates + (t * batch + rowStart) * width * bytes;
      const below = dHidden + (t * batch + rowStart) * units * bytes;
      const product = tanhCells + (t * batch + rowStart) * units * bytes;
      const rows = rowEnd - rowStart;
      gemm(
        rows,
        units,
        width,
        here,
        width,
        1,
        recurrentT,
        recurrentTPanel,
        recurrentTRow,
        recurrentMask === 0 ? below : product,
        units,
        recurrentMask === 0 ? START_ADD : START_ZERO,
        0,
        scratch,
      );
      if (recurrentMask === 0) continue;
      for (let n = 0; n < rows * units; n++) {
        const m = floats[(recurrentMask >>> shift) + rowStart * units + n] as number;
        floats[(product >>> shift) + n] = round((floats[(product >>> shift) + n] as number) * m);
      }
      addTo(below, product, rows * units);
    }
  };

  return { lstmForward, lstmBackward };
}
