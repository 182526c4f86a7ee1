import { ShapeError } from '../errors.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

/**
 * Numbers of classes in the shape of the prediction's rows: [B, T] or [B, T, 1] for a prediction [B, T, C].
 *
 * @param action what is being done, as the error names it.
 * @param oneHot what takes one-hot targets instead, as the hint names it.
 */
export function matchLabels(action: string, target: Tensor, prediction: Tensor, oneHot: string): Tensor {
  const rows = prediction.shape.slice(0, -1);
  if (prediction.rank > 0) {
    if (sameShape(target.shape, rows)) return target;
    if (sameShape(target.shape, [...rows, 1])) return tensor(target.data, rows, target.dtype);
  }
  const received = `target ${formatShape(target.shape)} and prediction ${formatShape(prediction.shape)}`;
  const must =
    prediction.rank > 0 ? `${formatShape(rows)} or ${formatShape([...rows, 1])}` : 'the rows of a prediction';
  throw new ShapeError(`Cannot ${action}: target must have shape ${must}, received ${received}`, {
    hint: `A target is the number of its class; for one-hot targets take ${oneHot}.`,
  });
}

/** The labels with 0 where they are `ignored`, and 1 for each label that counts, else 0. */
export function withoutClass(labels: Tensor, ignored: number): { labels: Tensor; counts: Tensor } {
  const { data, shape } = labels;
  return {
    labels: tensor(
      Float64Array.from(data, (label) => (label === ignored ? 0 : label)),
      shape,
      labels.dtype,
    ),
    counts: tensor(
      Float32Array.from(data, (label) => (label === ignored ? 0 : 1)),
      shape,
    ),
  };
}
