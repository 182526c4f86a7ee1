import assert from 'node:assert/strict';

/** Throws unless every number is within `tolerance` of the wanted one, relative to the largest wanted one (at least `least`). */
export function assertClose(
  actual: ArrayLike<number>,
  wanted: ArrayLike<number>,
  tolerance: number,
  what: string,
  least = 1e-3,
): void {
  assert.equal(actual.length, wanted.length, `${what}: ${wanted.length} numbers wanted`);
  let scale = least;
  for (let i = 0; i < wanted.length; i++) scale = Math.max(scale, Math.abs(wanted[i] as number));
  for (let i = 0; i < wanted.length; i++) {
    const difference = Math.abs((actual[i] as number) - (wanted[i] as number));
    assert.ok(
      difference <= tolerance * scale,
      `${what}, element ${i}: ${actual[i]}, wanted ${wanted[i]} (scale ${scale})`,
    );
  }
}
