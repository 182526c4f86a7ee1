import { packedSize, START_ZERO, TILE_SCRATCH } from '../table.ts';
import { compilesAtOnce, isNode22 } from './compile.ts';
import { type KernelExports, TILES } from './exports.ts';
import type { Build, Tile } from './report.ts';

/** A product that fits the nearest cache and has whole tiles of every height. */
const M = 60;
const N = 64;
const K = 64;
const ROUNDS = 12;

/** Elements that the timing needs. */
export const TIMING_ELEMENTS: number = M * K + packedSize(K, N) + M * N + TILE_SCRATCH;

/** The tiles that a build is timed with, the tall one first. */
export function candidates(build: Build): readonly [Tile, Tile] {
  return [build === 'relaxed' ? '6x16' : '5x16', isNode22() ? '2x16, 1x16' : '2x16'];
}

/**
 * The tall tile (5 rows without fused multiply-add, which needs one more register) or the low one, by timing both:
 * the tall one is twice as fast where pairs of operations were joined into 256-bit ones or where there are 32
 * registers, and a third slower where there are 16 of 128 bits. Takes about half a millisecond. Where the first calls
 * would time the baseline compiler, the low one.
 */
export function chooseTile(kernels: KernelExports, build: Build, at: number): Tile {
  const [tall, low] = candidates(build);
  if (!compilesAtOnce()) return low;
  const times: { [name in Tile]?: number } = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of [tall, low]) {
      const start = performance.now();
      for (let i = 0; i < 4; i++) multiply(kernels, TILES[name], at);
      times[name] = Math.min(times[name] ?? Infinity, performance.now() - start);
    }
  }
  return (times[tall] as number) < (times[low] as number) ? tall : low;
}

function multiply(kernels: KernelExports, tile: number, at: number): void {
  const b = at + 4 * M * K;
  const c = b + 4 * packedSize(K, N);
  kernels.gemm(tile, M, N, K, at, K, 1, b, 16 * K, 16, c, N, START_ZERO, 0, c + 4 * M * N);
}
