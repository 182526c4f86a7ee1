import { OptionError } from '../errors.ts';
import { add } from '../ops/add.ts';
import { divide } from '../ops/divide.ts';
import { multiply } from '../ops/multiply.ts';
import { sqrt } from '../ops/sqrt.ts';
import { square } from '../ops/square.ts';
import { sum } from '../ops/sum.ts';
import { describe } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** One axis or several, negative from the end. */
export type Axis = number | readonly number[];

/** Keeps a division by a norm of 0 finite. */
const EPSILON = 1e-7;

/** Euclidean norms of a weight along axes, which stay with size 1. */
export function norms(weight: Tensor, axis: Axis): Tensor {
  return sqrt(sum(square(weight), { axis, keepDims: true }));
}

/** weight · desired / (ε + norms) */
export function rescale(weight: Tensor, desired: Tensor | number, norms: Tensor): Tensor {
  return multiply(weight, divide(desired, add(norms, EPSILON)));
}

/** Gives back axes that are whole numbers. */
export function checkAxis(subject: string, axis: unknown): Axis {
  const list: unknown = typeof axis === 'number' ? [axis] : axis;
  if (Array.isArray(list) && list.length > 0 && list.every(Number.isInteger)) return axis as Axis;
  throw new OptionError(
    `Cannot create ${subject}: axis must be a whole number or a list of them, received ${describe(axis)}`,
  );
}
