import type { Tile, Width } from './report.ts';

/** Like tune.ts, where the runtime compiles as it likes: functions when they are first called, and narrow. */
export const TUNING_ELEMENTS = 0;

/** No. */
export function canBeWide(): boolean {
  return false;
}

/** Just calls it. */
export function optimizing<T>(_width: Width, start: () => T): T {
  return start();
}

/** The low tile: a timing would be one of the baseline compiler. */
export function tune(): Tile {
  return '2x16';
}
