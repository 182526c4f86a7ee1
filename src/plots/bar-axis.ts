import type { Axis } from './figure.ts';

/** The axis of bars, which begins at 0 unless it says otherwise, and the value that they stand on. */
export function barAxis(value: Axis, values: readonly number[]): { readonly axis: Axis; readonly base: number } {
  if (value.scale === 'log') {
    const real = Array.from(values).filter((one) => Number.isFinite(one) && one > 0);
    // half of the least, so that it has a bar too
    const base = value.min ?? (real.length === 0 ? 1 : real.reduce((least, one) => Math.min(least, one)) / 2);
    return { axis: { ...value, min: Math.max(base, 1e-300) }, base: Math.max(base, 1e-300) };
  }
  let [least, greatest] = [0, 0];
  for (const one of values) {
    if (!Number.isFinite(one)) continue;
    if (one < least) least = one;
    if (one > greatest) greatest = one;
  }
  const room = (end: number): number => Math.max(1, Math.abs(end) / 10);
  let min = value.min ?? Math.max(least, -1e300);
  let max = value.max ?? Math.min(Math.max(greatest, min), 1e300);
  if (max <= min && value.max === undefined) max = min + room(min);
  else if (max <= min) min = max - room(max);
  const axis = { ...value, min, max };
  return { axis, base: Math.min(Math.max(0, axis.min), axis.max) };
}
