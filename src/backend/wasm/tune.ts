import { candidates, chooseTile, TIMING_ELEMENTS } from './choose-tile.ts';
import { bindTile, type KernelExports } from './exports.ts';
import type { Build, Tile } from './report.ts';
import { WARM_UP_ELEMENTS, warmUp } from './warm-up.ts';

// Bundles for pages hold untuned.ts in the place of this file (`browser` in package.json): no page can set such flags.
export { canBeWide, optimizing } from './compile.ts';

/** Elements that `tune` needs. */
export const TUNING_ELEMENTS: number = Math.max(TIMING_ELEMENTS, WARM_UP_ELEMENTS);

/** Has every function compiled as `optimizing` asks, on memory from `start` on, and times the tiles. */
export function tune(exports: KernelExports, build: Build, start: number): Tile {
  for (const name of candidates(build)) warmUp(bindTile(exports, name), start);
  return chooseTile(exports, build, start);
}
