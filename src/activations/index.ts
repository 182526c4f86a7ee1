import { logSoftmax } from '../ops/log-softmax.ts';
import { relu } from '../ops/relu.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { softmax } from '../ops/softmax.ts';
import { tanh } from '../ops/tanh.ts';
import { findByName } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { exponential } from './exponential.ts';
import { hardSigmoid } from './hard-sigmoid.ts';
import { hardSigmoidKeras2 } from './hard-sigmoid-keras2.ts';
import { linear } from './linear.ts';

export { exponential, hardSigmoid, hardSigmoidKeras2, linear };

/** A function of a tensor that keeps its shape. */
export type Activation = (x: Tensor) => Tensor;

/** Names of the activations. */
export type ActivationName =
  | 'linear'
  | 'relu'
  | 'sigmoid'
  | 'tanh'
  | 'softmax'
  | 'logSoftmax'
  | 'hardSigmoid'
  | 'hardSigmoidKeras2'
  | 'exponential';

/** Every activation by its name. */
export const activations: Readonly<Record<ActivationName, Activation>> = {
  linear,
  relu,
  sigmoid,
  tanh,
  softmax,
  logSoftmax,
  hardSigmoid,
  hardSigmoidKeras2,
  exponential,
};

/**
 * The activation of a name.
 *
 * @param name `linear`, `relu`, `sigmoid`, `tanh`, `softmax`, `logSoftmax`, `hardSigmoid`, `hardSigmoidKeras2` or
 * `exponential`.
 * @throws OptionError for any other name.
 * @example
 * ```ts
 * import { activation, tensor } from 'memcell';
 * console.log(activation('relu')(tensor([-1, 2])).toArray()); // => [ 0, 2 ]
 * ```
 */
export function activation(name: ActivationName): Activation {
  return findByName('activation', activations, name);
}
