import type { KernelTable } from '../table.ts';
import type { Arithmetic } from './arithmetic.ts';

/** The kernels that move elements. */
export type MovingKernels = Pick<KernelTable, 'fill' | 'copy' | 'gather' | 'scatterAdd'>;

/** Moves elements bit by bit, of either dtype (`copy` and `gather` go through the view of whole numbers). */
export function movingKernels({ views, shift, round }: Arithmetic): MovingKernels {
  return {
    fill(n, value, y) {
      const { floats } = views();
      const to = y >>> shift;
      for (let i = 0; i < n; i++) floats[to + i] = value;
    },

    copy(d0, d1, d2, d3, x, s0, s1, s2, s3, y, t0, t1, t2, t3) {
      const { ints } = views();
      for (let i = 0; i < d0; i++) {
        for (let j = 0; j < d1; j++) {
          for (let k = 0; k < d2; k++) {
            const from = (x >>> shift) + i * s0 + j * s1 + k * s2;
            const to = (y >>> shift) + i * t0 + j * t1 + k * t2;
            for (let l = 0; l < d3; l++) ints[to + l * t3] = ints[from + l * s3] as number;
          }
        }
      }
    },

    gather(count, width, rows, ids, x, y) {
      const { ints } = views();
      for (let i = 0; i < count; i++) {
        const id = ints[(ids >>> shift) + i] as number;
        if (!(id >= 0 && id < rows)) return i;
        const from = (x >>> shift) + id * width;
        const to = (y >>> shift) + i * width;
        for (let c = 0; c < width; c++) ints[to + c] = ints[from + c] as number;
      }
      return -1;
    },

    scatterAdd(count, width, ids, dy, dx) {
      const { floats, ints } = views();
      for (let i = 0; i < count; i++) {
        const from = (dy >>> shift) + i * width;
        const to = (dx >>> shift) + (ints[(ids >>> shift) + i] as number) * width;
        for (let c = 0; c < width; c++) {
          floats[to + c] = round((floats[to + c] as number) + (floats[from + c] as number));
        }
      }
    },
  };
}
