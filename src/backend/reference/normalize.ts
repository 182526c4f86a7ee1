import type { KernelTable } from '../table.ts';
import type { Arithmetic } from './arithmetic.ts';
import { laneSum } from './reduce.ts';

/** The kernels that bring rows to mean 0 and variance 1. */
export type NormalizeKernels = Pick<KernelTable, 'normalize' | 'normalizeGradient'>;

/** Normalisation of rows; sums as in `reduceKernels`. */
export function normalizeKernels(numbers: Arithmetic): NormalizeKernels {
  const { views, shift, round, madd, nmadd } = numbers;

  return {
    normalize(rows, cols, epsilon, x, y, scale) {
      const { floats } = views();
      for (let r = 0; r < rows; r++) {
        const from = (x >>> shift) + r * cols;
        const to = (y >>> shift) + r * cols;
        const value = (at: number): number => floats[at] as number;
        const mean = round(laneSum(numbers, cols, (lane, c) => round(lane + value(from + c))) / cols);
        for (let c = 0; c < cols; c++) floats[to + c] = round(value(from + c) - mean);
        const squares = laneSum(numbers, cols, (lane, c) => madd(value(to + c), value(to + c), lane));
        const factor = round(1 / round(Math.sqrt(round(round(squares / cols) + round(epsilon)))));
        floats[(scale >>> shift) + r] = factor;
        for (let c = 0; c < cols; c++) floats[to + c] = round(value(to + c) * factor);
      }
    },

    normalizeGradient(rows, cols, y, scale, dy, dx) {
      const { floats } = views();
      for (let r = 0; r < rows; r++) {
        const saved = (y >>> shift) + r * cols;
        const above = (dy >>> shift) + r * cols;
        const to = (dx >>> shift) + r * cols;
        const value = (at: number): number => floats[at] as number;
        const mean = round(laneSum(numbers, cols, (lane, c) => round(lane + value(above + c))) / cols);
        const dot = laneSum(numbers, cols, (lane, c) => madd(value(above + c), value(saved + c), lane));
        const slope = round(dot / cols);
        const factor = value((scale >>> shift) + r);
        for (let c = 0; c < cols; c++) {
          floats[to + c] = round(nmadd(value(saved + c), slope, round(value(above + c) - mean)) * factor);
        }
      }
    },
  };
}
