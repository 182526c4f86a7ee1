// What the sequences do with rows whose mask is 0: such a row counts for nothing at that step.
import { add } from './binary';
import { bytes } from './lanes';

/** Whether the row that a mask stands at counts: any number but 0. */
// @ts-ignore: decorator
@inline
export function counts(mask: usize): bool {
  return load<f32>(mask) != 0;
}

/** How many of `rows` rows, from the first, a mask says the same of. */
export function alike(rows: i32, mask: usize): i32 {
  const first = counts(mask);
  let n = 1;
  while (n < rows && counts(mask + bytes(n)) == first) n++;
  return n;
}

/** Gradients of a state pass through the rows that do not count: below += above. */
export function passThrough(rows: i32, units: i32, mask: usize, above: usize, below: usize): void {
  while (rows > 0) {
    const n = alike(rows, mask), part = bytes(n * units);
    if (!counts(mask)) add(1, n * units, below, 0, 1, above, 0, 1, below);
    rows -= n;
    mask += bytes(n);
    above += part;
    below += part;
  }
}
