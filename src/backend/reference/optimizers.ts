import type { KernelTable } from '../table.ts';
import type { Arithmetic } from './arithmetic.ts';

/** The kernels that update weights in place. */
export type OptimizerKernels = Pick<KernelTable, 'sgd' | 'momentum' | 'adam'>;

/** Optimizer steps; scalars are rounded to the element type first, as a call of a compiled kernel does. */
export function optimizerKernels({ views, shift, round, madd, nmadd }: Arithmetic): OptimizerKernels {
  return {
    sgd(n, w, g, rate) {
      const { floats } = views();
      const lr = round(rate);
      for (let i = 0; i < n; i++) {
        const at = (w >>> shift) + i;
        floats[at] = nmadd(lr, floats[(g >>> shift) + i] as number, floats[at] as number);
      }
    },

    momentum(n, w, g, v, rate, momentum, nesterov) {
      const { floats } = views();
      const lr = round(rate);
      const keep = round(momentum);
      for (let i = 0; i < n; i++) {
        const at = (w >>> shift) + i;
        const slot = (v >>> shift) + i;
        const gradient = floats[(g >>> shift) + i] as number;
        const velocity = nmadd(lr, gradient, round(keep * (floats[slot] as number)));
        const step = nesterov === 1 ? nmadd(lr, gradient, round(keep * velocity)) : velocity;
        floats[slot] = velocity;
        floats[at] = round((floats[at] as number) + step);
      }
    },

    adam(n, w, g, m, v, rate, oneMinusBeta1, oneMinusBeta2, epsilon) {
      const { floats } = views();
      const lr = round(rate);
      const share1 = round(oneMinusBeta1);
      const share2 = round(oneMinusBeta2);
      const eps = round(epsilon);
      for (let i = 0; i < n; i++) {
        const at = (w >>> shift) + i;
        const first = (m >>> shift) + i;
        const second = (v >>> shift) + i;
        const gradient = floats[(g >>> shift) + i] as number;
        const oldM = floats[first] as number;
        const oldV = floats[second] as number;
        const newM = madd(round(gradient - oldM), share1, oldM);
        const newV = nmadd(nmadd(gradient, gradient, oldV), share2, oldV); // v − (v − g²)(1 − β₂)
        const size = round(round(Math.sqrt(newV)) + eps);
        floats[first] = newM;
        floats[second] = newV;
        floats[at] = round((floats[at] as number) - round(round(lr * newM) / size));
      }
    },
  };
}
