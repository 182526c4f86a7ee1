// What the kernels that update weights must do.
import type { OptimizerKernels } from '../../../src/backend/optimizer-table.ts';
import type { KernelTable } from '../../../src/backend/table.ts';
import type { KernelArena } from '../kernel-arena.ts';
import { type Case, SIZES } from './elementwise.ts';

/** The call of a kernel on n weights w and gradients g; it lays its slots out itself. */
type Call = (arena: KernelArena, n: number, w: number, g: number) => (k: KernelTable) => void;

/** Address of n numbers above 0, as a slot of squares holds. */
const positive = (arena: KernelArena, n: number): number =>
  arena.put(Float32Array.from({ length: n }, (_, i) => 0.1 + ((i * 7) % 5) / 8));

/** Each call at each size; gradients hold a 0 and a −0 where there is room. */
const cases =
  (name: string, bound: number, ...calls: readonly Call[]): Case =>
  (arena) => {
    for (const n of SIZES) {
      for (const [i, call] of calls.entries()) {
        arena.clear();
        const [w, g] = [arena.uniform(n), arena.uniform(n)];
        if (n > 2) arena.views.floats.set([0, -0], g / 4);
        arena.check(`${name} of ${n}, ${i}`, bound, call(arena, n, w, g));
      }
    }
  };

/** Cases of the kernels that update weights. */
export const optimizers: Readonly<Record<keyof OptimizerKernels, Case>> = {
  sgd: cases(
    'sgd',
    1e-6,
    (_arena, n, w, g) => (k) => k.sgd(n, w, g, 0.1),
    (_arena, n, w) => (k) => k.sgd(n, w, w, 0.1), // decay
  ),
  momentum: cases(
    'momentum',
    1e-6,
    ...[
      [0.1, 0.9, 1, 0],
      [0.1, 0.9, 1, 1],
      [-1, 0.9, -0.1, 0],
      [-1, 0.9, -0.1, 1],
    ].map(
      (scalars): Call =>
        (arena, n, w, g) => {
          const v = arena.uniform(n);
          return (k) => k.momentum(n, w, g, v, ...(scalars as [number, number, number, number]));
        },
    ),
    (arena, n, w) => {
      const average = arena.uniform(n);
      return (k) => k.momentum(n, w, w, average, -0.01, 0.99, 0, 0); // an average of the weights
    },
  ),
  adam: cases(
    'adam',
    1e-5,
    ...[false, true].flatMap((amsgrad) =>
      [0, 0.0002].map(
        (direct): Call =>
          (arena, n, w, g) => {
            const [m, v, most] = [arena.uniform(n), positive(arena, n), amsgrad ? positive(arena, n) : 0];
            return (k) => k.adam(n, w, g, m, v, most, 0.001, direct, 0.1, 0.001, 1e-7);
          },
      ),
    ),
  ),
  adamax: cases('adamax', 1e-6, (arena, n, w, g) => {
    const [m, u] = [arena.uniform(n), positive(arena, n)];
    return (k) => k.adamax(n, w, g, m, u, 0.01, 0.1, 0.999, 1e-7);
  }),
  adagrad: cases(
    'adagrad',
    1e-6,
    ...[0, 0.3].flatMap((l1) =>
      [0, 0.2].flatMap((l2) =>
        [false, true].map(
          (slot): Call =>
            (arena, n, w, g) => {
              const a = slot ? positive(arena, n) : 0;
              return (k) => k.adagrad(n, w, g, a, 0.1, 1e-7, l1, l2);
            },
        ),
      ),
    ),
  ),
  adadelta: cases('adadelta', 1e-6, (arena, n, w, g) => {
    const [a, d] = [positive(arena, n), positive(arena, n)];
    return (k) => k.adadelta(n, w, g, a, d, 0.5, 0.05, 1e-7);
  }),
  rmsprop: cases(
    'rmsprop',
    1e-5,
    ...[false, true].flatMap((centered) =>
      [false, true].map(
        (moving): Call =>
          (arena, n, w, g) => {
            const v = arena.put(new Float32Array(n).fill(1.5)); // above the square of any mean
            const [mean, velocity] = [centered ? arena.uniform(n) : 0, moving ? arena.uniform(n) : 0];
            return (k) => k.rmsprop(n, w, g, v, mean, velocity, 0.01, 0.1, 0.9, 1e-7);
          },
      ),
    ),
  ),
  ftrl: cases(
    'ftrl',
    1e-5,
    (arena, n, w, g) => {
      const [a, z] = [positive(arena, n), arena.uniform(n)];
      return (k) => k.ftrl(n, w, g, a, z, 10, 0.2, 0.3, 0.1);
    },
    (arena, n, w, g) => {
      const [a, z] = [arena.put(new Float32Array(n)), arena.put(new Float32Array(n))]; // a gradient of 0 leaves a divisor of 0
      return (k) => k.ftrl(n, w, g, a, z, 10, 0, 0, 0);
    },
  ),
  lion: cases('lion', 1e-6, (arena, n, w, g) => {
    const m = arena.uniform(n);
    return (k) => k.lion(n, w, g, m, 0.01, 0.1, 0.01);
  }),
  rprop: cases('rprop', 1e-6, (arena, n, w, g) => {
    const [last, size] = [arena.uniform(n), positive(arena, n)];
    return (k) => k.rprop(n, w, g, last, size, 0.5, 1.2, 0.2, 0.5);
  }),
  adagradDA: cases('adagradDA', 1e-6, (arena, n, w, g) => {
    const [a, q] = [arena.uniform(n), positive(arena, n)];
    return (k) => k.adagradDA(n, w, g, a, q, 0.1, 0.3, 0.02);
  }),
};
