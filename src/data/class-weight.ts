import { OptionError, ShapeError } from '../errors.ts';
import { checkNumber, describe } from '../options.ts';
import { formatShape, type Shape, sameShape } from '../tensor/shape.ts';
import { Tensor, type TensorData } from '../tensor/tensor.ts';
import { type TensorLike, toTensor } from './batches.ts';

/** Weights of classes by their numbers. */
export type ClassWeight = Readonly<Record<number, number>>;

const ACTION = 'weight samples by their classes';

/** Gives back weights of classes. @throws OptionError unless there is one from 0 for each number of a class. */
export function checkClassWeight(action: string, classWeight: unknown): ClassWeight {
  if (typeof classWeight !== 'object' || classWeight === null || Array.isArray(classWeight)) {
    throw new OptionError(`Cannot ${action}: classWeight must be an object, received ${describe(classWeight)}`, {
      hint: 'Write it as { 0: 1, 1: 5 }.',
    });
  }
  for (const [name, weight] of Object.entries(classWeight)) {
    if (!/^\d+$/.test(name)) {
      throw new OptionError(`Cannot ${action}: names in classWeight must be numbers of classes, received '${name}'`);
    }
    checkNumber(action, `classWeight of class ${name}`, weight, { from: 0 });
  }
  return classWeight as ClassWeight;
}

/**
 * The weight of each sample, or of each step, by its class.
 *
 * **Shapes** labels [N] or [N, …, 1] with numbers of classes, or [N, …, C] with a row for each (one-hot, or shares that
 * add up to 1, whose largest counts); result [N, …].
 *
 * @throws OptionError for a class without a weight; ShapeError for rows that do not add up to 1.
 * @example
 * ```ts
 * import { sampleWeightOf } from 'memcell/data';
 * console.log(sampleWeightOf([0, 1, 0], { 0: 1, 1: 5 }).toArray()); // => [ 1, 5, 1 ]
 * console.log(sampleWeightOf([[1, 0], [0, 1]], { 0: 1, 1: 5 }).toArray()); // => [ 1, 5 ]
 * ```
 */
export function sampleWeightOf(labels: TensorLike, classWeight: ClassWeight): Tensor {
  const weights = checkClassWeight(ACTION, classWeight);
  const { shape, ids } = classesOf(toTensor(labels), ACTION);
  const data = Float32Array.from(ids, (id) => {
    if (Object.hasOwn(weights, id)) return weights[id] as number;
    throw new OptionError(
      `Cannot ${ACTION}: classWeight must have each class of the labels, received ${Object.keys(weights).join(', ')} without ${id}`,
    );
  });
  return new Tensor(shape, 'float32', data, undefined, 0);
}

/** Numbers of classes out of labels that are such numbers, or rows with a place for each class. */
export function classesOf(labels: Tensor, action: string): { shape: Shape; ids: Int32Array } {
  const { data, rank } = labels;
  const width = rank > 1 ? (labels.shape.at(-1) as number) : 1;
  const shape = rank > 1 ? labels.shape.slice(0, -1) : labels.shape;
  const ids = new Int32Array(width === 0 ? 0 : data.length / width);
  for (let i = 0; i < ids.length; i++) {
    ids[i] = width === 1 ? Math.round(data[i] as number) : largest(labels, i * width, width, action);
  }
  return { shape, ids };
}

/** Place of the largest number of a row. */
function largest({ data, shape }: Tensor, begin: number, width: number, action: string): number {
  let best = 0;
  let sum = 0;
  for (let i = 0; i < width; i++) {
    sum += data[begin + i] as number;
    if ((data[begin + i] as number) > (data[begin + best] as number)) best = i;
  }
  if (Math.abs(sum - 1) < 1e-3) return best;
  throw new ShapeError(
    `Cannot ${action}: each row of labels must add up to 1, received ${sum} in labels of shape ${formatShape(shape)}`,
    { hint: 'Numbers of classes for each step have shape [N, T, 1].' },
  );
}

/** The product of two weights, of which one may have more axes: [N] and [N, T] give [N, T]. */
export function multiplyWeights(a: Tensor, b: Tensor, action: string): Tensor {
  const [long, short] = a.rank < b.rank ? [b, a] : [a, b];
  const axes = short.rank > 1 && short.shape.at(-1) === 1 ? short.shape.slice(0, -1) : short.shape;
  if (!sameShape(axes, long.shape.slice(0, axes.length))) {
    throw new ShapeError(
      `Cannot ${action}: sampleWeight and the weights of classes must have the same first axes, received ${formatShape(a.shape)} and ${formatShape(b.shape)}`,
    );
  }
  const [values, factors]: [TensorData, TensorData] = [long.data, short.data];
  const repeat = values.length / factors.length;
  const data = Float32Array.from(values, (value, i) => value * (factors[Math.floor(i / repeat)] as number));
  return new Tensor(long.shape, 'float32', data, undefined, 0);
}
