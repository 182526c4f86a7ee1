import type { SequenceKernels } from '../sequence-table.ts';
import type { KernelTable } from '../table.ts';
import type { Tile } from './report.ts';

/** Kernels that multiply: their exports take the tile as one more argument, before the others. */
export type TiledKernel =
  | 'gemm'
  | 'matmul'
  | 'convForward'
  | 'convKernelGradient'
  | 'convInputGradient'
  | 'lstmForward'
  | 'lstmBackward'
  | keyof SequenceKernels;
const TILED: readonly TiledKernel[] = [
  'gemm',
  'matmul',
  'convForward',
  'convKernelGradient',
  'convInputGradient',
  'lstmForward',
  'lstmBackward',
  'gruForward',
  'gruBackward',
  'simpleRnnForward',
  'simpleRnnBackward',
];

/** Whether a kernel multiplies. */
export function isTiled(name: keyof KernelTable): name is TiledKernel {
  return (TILED as readonly string[]).includes(name);
}

/**
 * Ways to cut a product into register tiles, rows × columns; the numbers are those of kernels/gemm.ts. A single row has
 * tiles of its own, 64, 32, 64 and 16 columns wide.
 */
export const TILES: Readonly<Record<Tile, number>> = { '6x16': 0, '2x16': 1, '5x16': 2, '2x16, 1x16': 3 };

type WithTile<F> = F extends (...args: infer A) => infer R ? (tile: number, ...args: A) => R : never;

/** What an instance of kernels/ exports. */
export type KernelExports = {
  readonly [K in keyof KernelTable]: K extends TiledKernel ? WithTile<KernelTable[K]> : KernelTable[K];
};

/** The exports of an instance over `memory`. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
}

/** The table of an instance, with a tile bound to the kernels that multiply. The bits do not depend on the tile. */
export function bindTile(kernels: KernelExports, name: Tile): KernelTable {
  const tile = TILES[name];
  const { gemm, matmul, convForward, convKernelGradient, convInputGradient, ...recurrent } = kernels;
  const { lstmForward, lstmBackward, gruForward, gruBackward, ...rest } = recurrent;
  const { simpleRnnForward, simpleRnnBackward, ...others } = rest;
  // Written out, since spreading arguments would allocate at each call (a convolution or a sequence is one call for much work).
  return {
    ...others,
    gemm: (m, n, k, a, aRow, aCol, b, bPanel, bRow, c, cRow, start, bias, scratch) =>
      gemm(tile, m, n, k, a, aRow, aCol, b, bPanel, bRow, c, cRow, start, bias, scratch),
    matmul: (m, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, start, bias, scratch) =>
      matmul(tile, m, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, start, bias, scratch),
    convForward: (...args) => convForward(tile, ...args),
    convKernelGradient: (...args) => convKernelGradient(tile, ...args),
    convInputGradient: (...args) => convInputGradient(tile, ...args),
    lstmForward: (
      steps,
      batch,
      units,
      from,
      to,
      r,
      rPanel,
      rRow,
      gates,
      cells,
      tanhCells,
      hidden,
      m,
      rm,
      rx,
      slope,
      scratch,
    ) =>
      lstmForward(
        tile,
        steps,
        batch,
        units,
        from,
        to,
        r,
        rPanel,
        rRow,
        gates,
        cells,
        tanhCells,
        hidden,
        m,
        rm,
        rx,
        slope,
        scratch,
      ),
    lstmBackward: (
      steps,
      batch,
      units,
      from,
      to,
      r,
      rPanel,
      rRow,
      gates,
      cells,
      tc,
      dHidden,
      dCell,
      initial,
      m,
      rm,
      slope,
      scratch,
    ) =>
      lstmBackward(
        tile,
        steps,
        batch,
        units,
        from,
        to,
        r,
        rPanel,
        rRow,
        gates,
        cells,
        tc,
        dHidden,
        dCell,
        initial,
        m,
        rm,
        slope,
        scratch,
      ),
    gruForward: (...args) => gruForward(tile, ...args),
    gruBackward: (...args) => gruBackward(tile, ...args),
    simpleRnnForward: (...args) => simpleRnnForward(tile, ...args),
    simpleRnnBackward: (...args) => simpleRnnBackward(tile, ...args),
  };
}
