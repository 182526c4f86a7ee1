import { type ConvGeometry, type KernelTable, PANEL, START_BIAS } from '../table.ts';
import type { Arithmetic } from './arithmetic.ts';

/** The kernels of convolutions. */
export type ConvKernels = Pick<KernelTable, 'convForward' | 'convKernelGradient' | 'convInputGradient'>;

/** Where the elements of one patch stand: one index of x for each row of the kernel. */
type Patch = readonly number[];

/** Convolutions: an output adds its products up for (p, q, c) ascending, the kernel's gradient for (b, i, j). */
export function convKernels({ views, shift, round, madd }: Arithmetic): ConvKernels {
  /** The patches of x, for (b, i, j) ascending. */
  function patches(geometry: ConvGeometry): Patch[] {
    const [batch, rows, cols, kernelRows, kernelCols, depth, x, xBatch, xRow, xCol, kRow, kCol] = geometry;
    const all: Patch[] = [];
    for (let b = 0; b < batch; b++) {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < cols; j++) {
          const patch: number[] = [];
          const first = (x >>> shift) + b * xBatch + i * xRow + j * xCol;
          for (let p = 0; p < kernelRows; p++) {
            for (let q = 0; q < kernelCols; q++) {
              for (let c = 0; c < depth; c++) patch.push(first + p * kRow + q * kCol + c);
            }
          }
          all.push(patch);
        }
      }
    }
    return all;
  }

  const geometryOf = (args: readonly number[]): ConvGeometry => args.slice(0, 13) as unknown as ConvGeometry;

  return {
    convForward(...args) {
      const geometry = geometryOf(args);
      const [w, wPanel, wRow, y, start, bias] = args.slice(13) as [number, number, number, number, number, number];
      const { floats } = views();
      const n = geometry[12];
      patches(geometry).forEach((patch, i) => {
        for (let f = 0; f < n; f++) {
          const column = (w >>> shift) + Math.floor(f / PANEL) * wPanel + (f % PANEL);
          let total = start === START_BIAS ? (floats[(bias >>> shift) + f] as number) : 0;
          patch.forEach((at, k) => {
            total = madd(floats[at] as number, floats[column + k * wRow] as number, total);
          });
          floats[(y >>> shift) + i * n + f] = total;
        }
      });
    },

    convKernelGradient(...args) {
      const geometry = geometryOf(args);
      const [dy, dyCol, dw, dwRow] = args.slice(13) as [number, number, number, number];
      const { floats } = views();
      const n = geometry[12];
      patches(geometry).forEach((patch, i) => {
        patch.forEach((at, k) => {
          for (let f = 0; f < n; f++) {
            const to = (dw >>> shift) + k * dwRow + f;
            const above = floats[(dy >>> shift) + i * dyCol + f] as number;
            floats[to] = madd(floats[at] as number, above, floats[to] as number);
          }
        });
      });
    },

    convInputGradient(...args) {
      const geometry = geometryOf(args);
      const [dy, w] = args.slice(13) as [number, number];
      const { floats } = views();
      const n = geometry[12];
      patches(geometry).forEach((patch, i) => {
        patch.forEach((at, k) => {
          const column = (w >>> shift) + Math.floor(k / PANEL) * PANEL * n + (k % PANEL);
          let total = 0;
          for (let f = 0; f < n; f++) {
            total = madd(floats[(dy >>> shift) + i * n + f] as number, floats[column + f * PANEL] as number, total);
          }
          floats[at] = round((floats[at] as number) + total);
        });
      });
    },
  };
}
