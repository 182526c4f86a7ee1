import type { OptimizerKernels } from '../optimizer-table.ts';
import type { Address } from '../table.ts';
import type { Arithmetic } from './arithmetic.ts';

/** Optimizer steps; scalars are rounded to the element type first, as a call of a compiled kernel does. */
export function optimizerKernels({ views, shift, round, madd, nmadd }: Arithmetic): OptimizerKernels {
  const numbers = <T extends readonly number[]>(...values: T): T => values.map((x) => round(x)) as unknown as T;
  const sqrt = (x: number): number => round(Math.sqrt(x));
  /** x + (to − x) · share. */
  const approach = (x: number, to: number, share: number): number => madd(round(to - x), share, x);
  /** x + (g² − x) · share. */
  const approachSquare = (x: number, g: number, share: number): number => nmadd(nmadd(g, g, x), share, x);
  /** The sign of x, 0 for 0, times size. */
  const signed = (x: number, size: number): number => (x > 0 ? size : 0) - (x < 0 ? size : 0);
  /** x, nearer to 0 by `by` and no further than 0. */
  const shrink = (x: number, by: number): number => {
    const size = Math.max(round(Math.abs(x) - by), 0);
    return x < 0 || Object.is(x, -0) ? -size : size;
  };

  /** Runs `step` for n elements; it reads and writes element i of the operands, which stand at these addresses. */
  function each(
    n: number,
    operands: readonly Address[],
    step: (read: (operand: number) => number, write: (operand: number, value: number) => void) => void,
  ): void {
    const { floats } = views();
    const starts = operands.map((address) => address >>> shift);
    let i = 0;
    const read = (operand: number): number => floats[(starts[operand] as number) + i] as number;
    const write = (operand: number, value: number): void => {
      floats[(starts[operand] as number) + i] = value;
    };
    for (; i < n; i++) step(read, write);
  }

  return {
    sgd(n, w, g, rate) {
      const lr = round(rate);
      each(n, [w, g], (read, write) => write(0, nmadd(lr, read(1), read(0))));
    },

    momentum(n, w, g, v, rate, momentum, scale, nesterov) {
      const [lr, keep, factor] = numbers(rate, momentum, scale);
      each(n, [w, g, v], (read, write) => {
        const velocity = nmadd(lr, read(1), round(keep * read(2)));
        const step = nesterov === 1 ? nmadd(lr, read(1), round(keep * velocity)) : velocity;
        const updated = madd(step, factor, read(0));
        write(2, velocity);
        write(0, updated);
      });
    },

    adam(n, w, g, m, v, most, rate, direct, share1, share2, epsilon) {
      const [lr, now, first, second, eps] = numbers(rate, direct, share1, share2, epsilon);
      each(n, [w, g, m, v, most], (read, write) => {
        const gradient = read(1);
        const newM = approach(read(2), gradient, first);
        let newV = approachSquare(read(3), gradient, second);
        write(2, newM);
        write(3, newV);
        if (most !== 0) {
          newV = Math.max(read(4), newV);
          write(4, newV);
        }
        const step = madd(now, gradient, round(lr * newM));
        write(0, round(read(0) - round(step / round(sqrt(newV) + eps))));
      });
    },

    adamax(n, w, g, m, u, rate, share, keep, epsilon) {
      const [lr, first, second, eps] = numbers(rate, share, keep, epsilon);
      each(n, [w, g, m, u], (read, write) => {
        const newM = approach(read(2), read(1), first);
        const newU = Math.max(round(second * read(3)), Math.abs(read(1)));
        write(2, newM);
        write(3, newU);
        write(0, round(read(0) - round(round(lr * newM) / round(newU + eps))));
      });
    },

    adagrad(n, w, g, a, rate, epsilon, l1, l2) {
      const [lr, eps, absolute, square] = numbers(rate, epsilon, l1, l2);
      each(n, [w, g, a], (read, write) => {
        const gradient = read(1);
        let step = lr;
        if (a !== 0) {
          const total = madd(gradient, gradient, read(2));
          write(2, total);
          step = round(lr / sqrt(round(total + eps)));
        }
        let updated = nmadd(step, gradient, read(0));
        if (absolute > 0) updated = shrink(updated, round(step * absolute));
        if (square > 0) updated = round(updated / madd(step, square, 1));
        write(0, updated);
      });
    },

    adadelta(n, w, g, a, d, rate, share, epsilon) {
      const [lr, part, eps] = numbers(rate, share, epsilon);
      each(n, [w, g, a, d], (read, write) => {
        const squares = approachSquare(read(2), read(1), part);
        const size = sqrt(round(read(3) + eps));
        const step = round(round(size * read(1)) / sqrt(round(squares + eps)));
        write(2, squares);
        write(3, approachSquare(read(3), step, part));
        write(0, nmadd(lr, step, read(0)));
      });
    },

    rmsprop(n, w, g, v, mean, velocity, rate, share, keep, epsilon) {
      const [lr, part, kept, eps] = numbers(rate, share, keep, epsilon);
      each(n, [w, g, v, mean, velocity], (read, write) => {
        let square = approachSquare(read(2), read(1), part);
        write(2, square);
        if (mean !== 0) {
          const middle = approach(read(3), read(1), part);
          write(3, middle);
          square = Math.max(nmadd(middle, middle, square), 0);
        }
        let step = round(round(lr * read(1)) / sqrt(round(square + eps)));
        if (velocity !== 0) {
          step = madd(kept, read(4), step);
          write(4, step);
        }
        write(0, round(read(0) - step));
      });
    },

    ftrl(n, w, g, a, z, inverse, l1, twiceL2, twiceShrinkage) {
      const [perRate, limit, square, decay] = numbers(inverse, l1, twiceL2, twiceShrinkage);
      each(n, [w, g, a, z], (read, write) => {
        const total = madd(read(1), read(1), read(2));
        const root = sqrt(total);
        const sigma = round(round(root - sqrt(read(2))) * perRate);
        const push = madd(decay, read(0), read(1));
        const linear = nmadd(sigma, read(0), round(read(3) + push));
        write(2, total);
        write(3, linear);
        const pull = shrink(linear, limit);
        write(0, pull === 0 ? 0 : round((0 - pull) / madd(root, perRate, square)));
      });
    },

    lion(n, w, g, m, rate, share1, share2) {
      const [lr, first, second] = numbers(rate, share1, share2);
      each(n, [w, g, m], (read, write) => {
        const mean = read(2);
        write(2, approach(mean, read(1), second));
        write(0, round(read(0) - signed(approach(mean, read(1), first), lr)));
      });
    },

    rprop(n, w, g, last, size, shorter, longer, least, most) {
      const [down, up, low, high] = numbers(shorter, longer, least, most);
      each(n, [w, g, last, size], (read, write) => {
        const turn = round(read(1) * read(2));
        const factor = turn < 0 ? down : turn > 0 ? up : 1;
        const step = Math.min(Math.max(round(read(3) * factor), low), high);
        const kept = turn < 0 ? 0 : read(1);
        write(2, kept);
        write(3, step);
        write(0, round(read(0) - signed(kept, step)));
      });
    },

    adagradDA(n, w, g, a, q, rate, l1, l2) {
      const [lr, limit, square] = numbers(rate, l1, l2);
      each(n, [w, g, a, q], (read, write) => {
        const total = round(read(2) + read(1));
        const squares = madd(read(1), read(1), read(3));
        write(2, total);
        write(3, squares);
        const step = round(round(lr * shrink(total, limit)) / round(square + sqrt(squares)));
        write(0, 0 - step);
      });
    },
  };
}
