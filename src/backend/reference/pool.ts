import { type KernelTable, POOL_MAX, type PoolGeometry } from '../table.ts';
import type { Arithmetic } from './arithmetic.ts';

/** The kernels of pooling. */
export type PoolKernels = Pick<KernelTable, 'pool' | 'poolGradient'>;

/** Pooling: a window is read row by row; a mean is the sum (from +0) divided by the number of elements. */
export function poolKernels({ views, shift, round }: Arithmetic): PoolKernels {
  /** Calls `visit` for each output with the indices of its window in x, both counted from 0. */
  function eachWindow(geometry: PoolGeometry, visit: (output: number, window: readonly number[]) => void): void {
    const [, batch, height, width, depth, rows, cols, high, wide, down, right, top, left] = geometry;
    let output = 0;
    for (let b = 0; b < batch; b++) {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < cols; j++) {
          for (let c = 0; c < depth; c++) {
            const window: number[] = [];
            for (let p = Math.max(i * down - top, 0); p < Math.min(i * down - top + high, height); p++) {
              for (let q = Math.max(j * right - left, 0); q < Math.min(j * right - left + wide, width); q++) {
                window.push(((b * height + p) * width + q) * depth + c);
              }
            }
            visit(output++, window);
          }
        }
      }
    }
  }

  return {
    pool(...args) {
      const [kind, ...rest] = args;
      const [x, y] = rest.slice(-2) as [number, number];
      const { floats } = views();
      eachWindow([kind, ...rest] as unknown as PoolGeometry, (output, window) => {
        const values = window.map((at) => floats[(x >>> shift) + at] as number);
        const total = values.reduce((sum, value) => round(sum + value), 0);
        const result = kind === POOL_MAX ? Math.max(...values) : round(total / values.length);
        floats[(y >>> shift) + output] = result;
      });
    },

    poolGradient(...args) {
      const [kind, ...rest] = args;
      const [x, y, dy, dx] = rest.slice(-4) as [number, number, number, number];
      const { floats } = views();
      const value = (at: number): number => floats[at] as number;
      eachWindow([kind, ...rest] as unknown as PoolGeometry, (output, window) => {
        const gradient = value((dy >>> shift) + output);
        const most = value((y >>> shift) + output);
        const first = window.findIndex((at) => value((x >>> shift) + at) === most);
        window.forEach((at, i) => {
          const share = kind === POOL_MAX ? (i === first ? gradient : 0) : round(gradient / window.length);
          floats[(dx >>> shift) + at] = round(value((dx >>> shift) + at) + share);
        });
      });
    },
  };
}
