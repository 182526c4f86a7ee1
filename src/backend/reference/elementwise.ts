import type {
  BinaryKernel,
  BinaryName,
  KernelTable,
  UnaryGradientKernel,
  UnaryGradientName,
  UnaryKernel,
  UnaryName,
} from '../table.ts';
import type { Arithmetic } from './arithmetic.ts';

/** The kernels that treat each element by itself. */
export type ElementwiseKernels = Pick<KernelTable, UnaryName | UnaryGradientName | BinaryName>;

/**
 * One or two inputs, element by element.
 *
 * NaN: every function of one input passes it on, `relu` and `sign` included; `maximum` and `minimum` give NaN where
 * either side is NaN, and count −0 below +0 (f32x4.max, f32x4.min); comparisons with NaN give 0.
 */
export function elementwiseKernels(arithmetic: Arithmetic): ElementwiseKernels {
  const { views, shift, round, nmadd } = arithmetic;

  function unary(f: (x: number) => number): UnaryKernel {
    return (n, x, y) => {
      const { floats } = views();
      const from = x >>> shift;
      const to = y >>> shift;
      for (let i = 0; i < n; i++) floats[to + i] = f(floats[from + i] as number);
    };
  }

  function gradient(f: (saved: number, dy: number) => number): UnaryGradientKernel {
    return (n, saved, dy, dx) => {
      const { floats } = views();
      const from = saved >>> shift;
      const above = dy >>> shift;
      const to = dx >>> shift;
      for (let i = 0; i < n; i++) floats[to + i] = f(floats[from + i] as number, floats[above + i] as number);
    };
  }

  function binary(f: (x: number, y: number) => number): BinaryKernel {
    return (rows, cols, x, xRow, xCol, y, yRow, yCol, out) => {
      const { floats } = views();
      for (let r = 0; r < rows; r++) {
        const left = (x >>> shift) + r * xRow;
        const right = (y >>> shift) + r * yRow;
        const to = (out >>> shift) + r * cols;
        for (let c = 0; c < cols; c++) {
          floats[to + c] = f(floats[left + c * xCol] as number, floats[right + c * yCol] as number);
        }
      }
    };
  }

  return {
    exp: unary(arithmetic.exp),
    log: unary(arithmetic.log),
    sqrt: unary((x) => round(Math.sqrt(x))),
    abs: unary((x) => Math.abs(x)),
    sign: unary((x) => (x > 0 ? 1 : x < 0 ? -1 : x)),
    negative: unary((x) => -x),
    square: unary((x) => round(x * x)),
    relu: unary((x) => (x < 0 ? 0 : x)), // pmax(x, 0): NaN and −0 stay
    sigmoid: unary(arithmetic.sigmoid),
    tanh: unary(arithmetic.tanh),
    sigmoidGradient: gradient((y, dy) => round(dy * round(y * round(1 - y)))),
    tanhGradient: gradient((y, dy) => round(dy * nmadd(y, y, 1))),
    reluGradient: gradient((y, dy) => (y > 0 ? dy : 0)),

    add: binary((x, y) => round(x + y)),
    subtract: binary((x, y) => round(x - y)),
    multiply: binary((x, y) => round(x * y)),
    divide: binary((x, y) => round(x / y)),
    maximum: binary((x, y) => Math.max(x, y)),
    minimum: binary((x, y) => Math.min(x, y)),
    equal: binary((x, y) => (x === y ? 1 : 0)),
    greater: binary((x, y) => (x > y ? 1 : 0)),
    greaterEqual: binary((x, y) => (x >= y ? 1 : 0)),
  };
}
