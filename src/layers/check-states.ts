import { ShapeError } from '../errors.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';

/** Throws unless there is a state [B, size] for each size, beside an input that begins with B. */
export function checkStates(
  { className, name }: { readonly className: string; readonly name: string },
  sizes: readonly number[],
  input: OpenShape,
  states: readonly OpenShape[],
): void {
  const [batch = null] = input;
  if (states.length !== sizes.length) {
    throw new ShapeError(
      `Cannot call ${className} '${name}': the input must be followed by ${sizes.length} ${sizes.length === 1 ? 'state' : 'states'}, received ${states.length}`,
    );
  }
  states.forEach((shape, i) => {
    const wanted: OpenShape = [batch, sizes[i] as number];
    const fits = (n: number | null, j: number): boolean => n === wanted[j] || n === null || wanted[j] === null;
    if (shape.length === 2 && shape.every(fits)) return;
    throw new ShapeError(
      `Cannot call ${className} '${name}': initial state ${i + 1} must have shape ${formatShape(wanted)}, received ${formatShape(shape)}`,
    );
  });
}
