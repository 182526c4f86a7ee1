import type { Backend } from '../backend.ts';
import { packedSize, START_BIAS, START_ZERO, TILE_SCRATCH } from '../table.ts';

/** A product to time: C [m, n] = bias + A·B, B packed beforehand. */
export interface ProductSize {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** A timed product: call `run` to do it once, and `release` at the end. */
export interface TimedProduct {
  readonly flops: number;
  readonly run: () => void;
  /** Packs B again, to time that beside it. */
  readonly pack: () => void;
  readonly release: () => void;
}

/** Lays a product out in long-lived blocks of the backend. */
export function timedProduct({ kernels, memory }: Backend, { m, n, k }: ProductSize): TimedProduct {
  const sizes = [m * k, k * n, packedSize(k, n), m * n, n, TILE_SCRATCH] as const;
  const blocks = sizes.map((size) => memory.allocate(size));
  const [a, b, packed, c, bias, scratch] = blocks as [number, number, number, number, number, number];
  const { floats } = memory.views();
  for (let i = 0; i < m * k; i++) floats[a / 4 + i] = ((i * 7) % 13) / 13;
  for (let i = 0; i < k * n; i++) floats[b / 4 + i] = ((i * 5) % 11) / 11;
  const pack = (): void => kernels.pack(k, n, b, n, 1, packed);
  pack();
  return {
    flops: 2 * m * n * k,
    run: () => kernels.gemm(m, n, k, a, k, 1, packed, 16 * k, 16, c, n, START_BIAS, bias, scratch),
    pack,
    release: () => {
      for (const block of blocks) memory.release(block);
    },
  };
}

/**
 * The loop of the register tile alone: every step reads the same few numbers, so memory costs nothing. The most that
 * any product can reach here. All heights of tiles divide its 30 rows.
 */
export function timedPeak({ kernels, memory }: Backend): TimedProduct {
  const [m, k] = [30, 4096];
  const blocks = [memory.allocate(m + 16), memory.allocate(m * 16), memory.allocate(TILE_SCRATCH)];
  const [a, c, scratch] = blocks as [number, number, number];
  return {
    flops: 2 * m * 16 * k,
    run: () => kernels.gemm(m, 16, k, a, 1, 0, a + 4 * m, 0, 0, c, 16, START_ZERO, 0, scratch),
    pack: () => {},
    release: () => {
      for (const block of blocks) memory.release(block);
    },
  };
}

/** Flops per second of a product or the peak: the fastest of some turns of a few milliseconds each. */
export function measureProduct(product: TimedProduct, turns = 5): number {
  const repeats = Math.max(1, Math.ceil(1e8 / product.flops));
  let best = Infinity;
  for (let turn = 0; turn < turns; turn++) {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) product.run();
    best = Math.min(best, performance.now() - start);
  }
  return (product.flops * repeats * 1000) / best;
}
