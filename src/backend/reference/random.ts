import { threefry2x32 } from '../../random.ts';
import type { KernelTable } from '../table.ts';
import type { Arithmetic } from './arithmetic.ts';

/** The kernels that draw random numbers. */
export type RandomKernels = Pick<KernelTable, 'dropoutMask'>;

/** Random numbers in place; the same bits in float32 and float64. */
export function randomKernels({ views, shift }: Arithmetic): RandomKernels {
  return {
    dropoutMask(n, key0, key1, counter, keep, scale, y) {
      const { floats } = views();
      const to = y >>> shift;
      const limit = Math.fround(keep);
      const pair = new Uint32Array(2);
      for (let i = 0; i < n; i++) {
        if (i % 2 === 0) threefry2x32(key0, key1, counter + i / 2, 0, pair);
        const u = ((pair[i % 2] as number) >>> 8) * 2 ** -24;
        floats[to + i] = u < limit ? scale : 0;
      }
    },
  };
}
