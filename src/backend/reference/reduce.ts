import type { KernelTable, ReduceKernel } from '../table.ts';
import type { Arithmetic } from './arithmetic.ts';

/** The kernels that reduce an axis. */
export type ReduceKernels = Pick<
  KernelTable,
  'sum' | 'max' | 'argmax' | 'countNonFinite' | 'softmax' | 'softmaxGradient'
>;

/** Accumulators of a sum over contiguous elements. */
const LANES = 16;

/** Σ of n elements by 16 accumulators; `next(lane, j)` is the accumulator with element j added. */
export function laneSum(
  { round }: Pick<Arithmetic, 'round'>,
  n: number,
  next: (lane: number, j: number) => number,
): number {
  const lanes = new Array<number>(LANES).fill(0);
  for (let j = 0; j < n; j++) lanes[j % LANES] = next(lanes[j % LANES] as number, j);
  for (let width = LANES / 2; width >= 1; width /= 2) {
    for (let l = 0; l < width; l++) lanes[l] = round((lanes[l] as number) + (lanes[l + width] as number));
  }
  return lanes[0] as number;
}

/**
 * Reductions.
 *
 * A sum over contiguous elements: element j goes to accumulator j % 16, all of which start at +0; then lane l takes
 * lane l + 8, then l + 4, l + 2 and l + 1, and lane 0 is the sum. (No accumulator is ever −0, so a kernel may fill the
 * last group up with zeros.) A sum over strided elements has one accumulator an output, from +0 upwards.
 */
export function reduceKernels(numbers: Arithmetic): ReduceKernels {
  const { views, shift, round, madd, exp } = numbers;
  const sum: KernelTable['sum'] = (outer, n, inner, x, y, row = 0) => {
    const { floats } = views();
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const from = (x >>> shift) + o * n * inner + i;
        const add = (total: number, j: number) => round(total + (floats[from + j * (row || inner)] as number));
        let total = 0;
        if (inner === 1 && row === 0) total = laneSum(numbers, n, add);
        else for (let j = 0; j < n; j++) total = add(total, j);
        floats[(y >>> shift) + o * inner + i] = total;
      }
    }
  };

  const max: ReduceKernel = (outer, n, inner, x, y) => {
    const { floats } = views();
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const from = (x >>> shift) + o * n * inner + i;
        let most = floats[from] as number;
        for (let j = 1; j < n; j++) most = Math.max(most, floats[from + j * inner] as number);
        floats[(y >>> shift) + o * inner + i] = most;
      }
    }
  };

  const argmax: ReduceKernel = (outer, n, inner, x, y) => {
    const { floats, ints } = views();
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const from = (x >>> shift) + o * n * inner + i;
        let best = 0;
        let most = floats[from] as number;
        for (let j = 1; j < n && !Number.isNaN(most); j++) {
          const value = floats[from + j * inner] as number;
          if (value <= most) continue;
          best = j; // larger, or the first NaN
          most = value;
        }
        ints[(y >>> shift) + o * inner + i] = best;
      }
    }
  };

  function countNonFinite(n: number, x: number): number {
    const { floats } = views();
    let count = 0;
    for (let i = 0; i < n; i++) if (!Number.isFinite(floats[(x >>> shift) + i])) count++;
    return count;
  }

  function softmax(rows: number, cols: number, x: number, y: number): void {
    const { floats } = views();
    for (let r = 0; r < rows; r++) {
      const from = (x >>> shift) + r * cols;
      const to = (y >>> shift) + r * cols;
      let most = -Infinity;
      for (let c = 0; c < cols; c++) most = Math.max(most, floats[from + c] as number);
      for (let c = 0; c < cols; c++) floats[to + c] = exp(round((floats[from + c] as number) - most));
      const total = laneSum(numbers, cols, (lane, c) => round(lane + (floats[to + c] as number)));
      for (let c = 0; c < cols; c++) floats[to + c] = round((floats[to + c] as number) / total);
    }
  }

  function softmaxGradient(rows: number, cols: number, y: number, dy: number, dx: number): void {
    const { floats } = views();
    for (let r = 0; r < rows; r++) {
      const value = (y >>> shift) + r * cols;
      const above = (dy >>> shift) + r * cols;
      const to = (dx >>> shift) + r * cols;
      const dot = laneSum(numbers, cols, (lane, c) =>
        madd(floats[above + c] as number, floats[value + c] as number, lane),
      );
      for (let c = 0; c < cols; c++) {
        floats[to + c] = round((floats[value + c] as number) * round((floats[above + c] as number) - dot));
      }
    }
  }

  return { sum, max, argmax, countNonFinite, softmax, softmaxGradient };
}
