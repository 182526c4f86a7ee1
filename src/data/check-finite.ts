import { NumericError } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Throws unless every number is finite; names the first that is not and its place. */
export function checkFinite(x: Tensor, what: string, action: string): void {
  const data = x.data;
  for (let i = 0; i < data.length; i++) {
    if (Number.isFinite(data[i])) continue;
    const place: number[] = [];
    let rest = i;
    for (let axis = x.rank - 1; axis >= 0; axis--) {
      const n = x.shape[axis] as number;
      place.unshift(rest % n);
      rest = Math.floor(rest / n);
    }
    throw new NumericError(`Cannot ${action}: ${what} must be finite, received ${data[i]} at [${place.join(', ')}]`);
  }
}
