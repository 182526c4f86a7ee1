import { ShapeError } from '../errors.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

/**
 * Where the elements x[…, labels[…]] stand in x, counted from its first element, as int32.
 *
 * @param action what is being done, as errors name it.
 * @throws ShapeError if labels have another shape than x without its last axis, or if one is not a whole number of
 * [0, C); names it and its place.
 */
export function labelPositions(action: string, labels: Tensor, x: Tensor): Tensor {
  const rows = x.shape.slice(0, -1);
  if (x.rank === 0 || !sameShape(labels.shape, rows)) {
    throw new ShapeError(
      `Cannot ${action}: labels must have the shape of x without its last axis, received labels ${formatShape(labels.shape)} and x ${formatShape(x.shape)}`,
    );
  }
  const classes = x.shape.at(-1) as number;
  const { data } = labels;
  const positions = new Int32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const label = data[i] as number;
    if (!(label >= 0 && label < classes && Number.isInteger(label)))
      throw wrongLabel(action, label, i, labels, classes);
    positions[i] = i * classes + label;
  }
  return tensor(positions, rows);
}

function wrongLabel(action: string, label: number, at: number, { shape }: Tensor, classes: number): ShapeError {
  const place: number[] = [];
  for (let axis = shape.length - 1, rest = at; axis >= 0; axis--) {
    const n = shape[axis] as number;
    place.unshift(rest % n);
    rest = Math.floor(rest / n);
  }
  return new ShapeError(
    `Cannot ${action}: labels must be whole numbers from 0 to ${classes - 1}, received ${label} at ${formatShape(place)}`,
    { hint: 'Number the classes from 0, and make the last layer as wide as there are classes.' },
  );
}
