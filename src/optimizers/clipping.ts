import { backend } from '../backend/current.ts';
import type { Config } from '../config.ts';
import { OptionError } from '../errors.ts';
import { checkNumber } from '../options.ts';
import { heldNumbers, mapNumbers } from '../tensor/gradients.ts';
import { inScope } from '../tensor/scope.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';

/** Something with a gradient. */
export interface WithGradient {
  readonly gradient: Tensor;
}

/** How gradients are kept small before an update; at most one of the three. */
export interface ClippingOptions {
  /** Largest norm of each gradient, above 0. Default: any. */
  clipNorm?: number;
  /** Largest absolute value in a gradient, above 0. Default: any. */
  clipValue?: number;
  /** Largest norm of all gradients together, above 0. Default: any. */
  globalClipNorm?: number;
}

const names = ['clipNorm', 'clipValue', 'globalClipNorm'] as const;

/** The clipping that an optimizer's options ask for. */
export class Clipping {
  readonly #kind: (typeof names)[number] | undefined;
  readonly #bound: number;

  constructor(subject: string, options: ClippingOptions) {
    const given = names.filter((name) => options[name] !== undefined);
    const [kind] = given;
    if (given.length > 1) {
      throw new OptionError(
        `Cannot create ${subject}: at most one of ${names.join(', ')} must be given, received ${given.join(' and ')}`,
      );
    }
    this.#kind = kind;
    this.#bound = kind === undefined ? Infinity : checkNumber(subject, kind, options[kind], { above: 0 });
  }

  config(): Config {
    return this.#kind === undefined ? {} : { [this.#kind]: this.#bound };
  }

  clip<T extends WithGradient>(gradients: readonly T[]): readonly T[] {
    if (this.#kind === 'clipNorm') return clipByNorm(gradients, this.#bound);
    if (this.#kind === 'clipValue') return clipByValue(gradients, this.#bound);
    if (this.#kind === 'globalClipNorm') return clipByGlobalNorm(gradients, this.#bound);
    return gradients;
  }
}

/**
 * Cuts every value of the gradients off at ±bound.
 *
 * g ← min(max(g, −bound), bound)
 *
 * @param bound above 0.
 * @example
 * ```ts
 * import { clipByValue, tensor } from 'memcell';
 * const [pair] = clipByValue([{ gradient: tensor([-5, 0.5]) }], 1);
 * console.log(pair?.gradient.toArray()); // => [ -1, 0.5 ]
 * ```
 */
export function clipByValue<T extends WithGradient>(gradients: readonly T[], bound: number): T[] {
  return gradients.map((pair) => ({
    ...pair,
    gradient: mapNumbers(pair.gradient, (g) => withNumber('minimum', withNumber('maximum', g, -bound), bound)),
  }));
}

/**
 * Scales each gradient whose norm is above a bound down to it.
 *
 * g ← g · bound / max(‖g‖, bound)
 *
 * @param bound above 0.
 * @see https://arxiv.org/abs/1211.5063
 * @example
 * ```ts
 * import { clipByNorm, tensor } from 'memcell';
 * const [pair] = clipByNorm([{ gradient: tensor([6, 8]) }], 5);
 * console.log(pair?.gradient.toArray()); // => [ 3, 4 ]
 * ```
 */
export function clipByNorm<T extends WithGradient>(gradients: readonly T[], bound: number): T[] {
  return gradients.map((pair) => scaled(pair, Math.sqrt(sumOfSquares(heldNumbers(pair.gradient))), bound));
}

/**
 * Scales all gradients alike where their norm together is above a bound, so that their direction stays.
 *
 * n = √(Σ ‖g‖²);  g ← g · bound / max(n, bound)
 *
 * @param bound above 0.
 * @see https://arxiv.org/abs/1211.5063
 * @example
 * ```ts
 * import { clipByGlobalNorm, tensor } from 'memcell';
 * const pairs = clipByGlobalNorm([{ gradient: tensor([6]) }, { gradient: tensor([8]) }], 5);
 * console.log(pairs.map((pair) => pair.gradient.item())); // => [ 3, 4 ]
 * ```
 */
export function clipByGlobalNorm<T extends WithGradient>(gradients: readonly T[], bound: number): T[] {
  const norm = globalNorm(gradients);
  return gradients.map((pair) => scaled(pair, norm, bound));
}

/**
 * Norm of all gradients together.
 *
 * √(Σ ‖g‖²)
 *
 * @example
 * ```ts
 * import { globalNorm, tensor } from 'memcell';
 * console.log(globalNorm([{ gradient: tensor([3]) }, { gradient: tensor([4]) }])); // => 5
 * ```
 */
export function globalNorm(gradients: readonly WithGradient[]): number {
  return Math.sqrt(gradients.reduce((total, { gradient }) => total + sumOfSquares(heldNumbers(gradient)), 0));
}

function scaled<T extends WithGradient>(pair: T, norm: number, bound: number): T {
  if (!(norm > bound)) return pair;
  return { ...pair, gradient: mapNumbers(pair.gradient, (g) => withNumber('multiply', g, bound / norm)) };
}

function sumOfSquares(x: Tensor): number {
  return inScope((scope) => {
    const { kernels } = backend();
    const squares = emptyTensor(scope, x.shape);
    const total = emptyTensor(scope, []);
    kernels.square(x.size, x.address(), squares.address());
    kernels.sum(1, x.size, 1, squares.address(), total.address());
    return total.item();
  });
}

/** An operation of each element and one number. */
export function withNumber(name: 'minimum' | 'maximum' | 'multiply' | 'divide', x: Tensor, value: number): Tensor {
  return inScope((scope) => {
    const { kernels } = backend();
    const number = emptyTensor(scope, []);
    kernels.fill(1, value, number.address());
    const out = emptyTensor(scope, x.shape);
    kernels[name](1, x.size, x.address(), 0, 1, number.address(), 0, 0, out.address());
    return out;
  });
}
