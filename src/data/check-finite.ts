import { backend } from '../backend/current.ts';
import { NumericError } from '../errors.ts';
import { currentScope } from '../tensor/open-scope.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Throws unless every number is finite; names the first that is not and its place. */
export function checkFinite(x: Tensor, what: string, action: string): void {
  // in an open scope the engine looks, which is to read the numbers anyway
  const looks = x.dtype === 'float32' && currentScope() !== undefined;
  if (looks && backend().kernels.countNonFinite(x.size, x.address()) === 0) return;
  const { data } = x;
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
