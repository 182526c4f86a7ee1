import type { Views } from '../memory.ts';
import { referenceKernels } from '../reference/kernels.ts';
import { type KernelTable, MATMUL_SCRATCH, START_ADD, START_BIAS, START_ZERO } from '../table.ts';
import type { Build } from './modules.ts';

/** What became of one check. */
export interface SelfTestResult {
  readonly name: string;
  readonly passed: boolean;
  /** Largest difference from the reference, relative where the reference is above 1; NaN where only one is NaN. */
  readonly maxError: number;
}

/** What the relaxed build may differ by: rounding once instead of twice, over the short sums below. */
export const RELAXED_BOUND = 1e-5;

/** Elements that the self-test needs. */
export const SELF_TEST_ELEMENTS: number = 16384 + MATMUL_SCRATCH;

/** One check: runs on a table, and says which elements it wrote. */
interface Check {
  readonly name: string;
  readonly run: (kernels: KernelTable, at: Layout) => void;
}

/** Byte addresses: three operands, output, scratch. */
interface Layout {
  readonly a: number;
  readonly b: number;
  readonly bias: number;
  readonly out: number;
  readonly scratch: number;
}

const OUT = 4096;

/** Shapes with a last panel that is not full and a last tile that is lower, and the fast paths of one and two rows. */
const CHECKS: readonly Check[] = [
  {
    name: 'gemm',
    run(k, { a, b, bias, out, scratch }) {
      k.gemm(13, 21, 7, a, 7, 1, b, 16, 32, out, 24, START_BIAS, bias, scratch);
      k.gemm(11, 16, 5, a, 1, 11, b, 80, 16, out + 2048, 16, START_ZERO, 0, scratch);
      k.gemm(2, 35, 6, a, 6, 1, b, 96, 16, out + 4096, 40, START_ADD, 0, scratch);
      k.gemm(1, 70, 6, a, 6, 1, b, 96, 16, out + 6144, 70, START_BIAS, bias, scratch);
    },
  },
  {
    name: 'matmul',
    run: (k, at) => k.matmul(14, 18, 9, at.a, 1, 14, at.b, 1, 9, at.out, 18, START_ZERO, 0, at.scratch),
  },
  { name: 'exp', run: (k, { a, out }) => k.exp(45, a, out) },
  { name: 'sigmoid', run: (k, { a, out }) => k.sigmoid(45, a, out) },
  { name: 'tanh', run: (k, { a, out }) => k.tanh(45, a, out) },
  { name: 'log', run: (k, { a, out }) => k.log(45, a, out) },
  { name: 'sum', run: (k, { a, out }) => k.sum(1, 45, 1, a, out) },
  {
    name: 'lstmForward',
    // 11 units: 8, then 3; gates, cells, tanhCells and hidden all in the output
    run: (k, { b, out, scratch }) =>
      k.lstmForward(2, 3, 11, 0, 3, b, 16, 48, out, out + 2048, out + 4096, out + 6144, scratch),
  },
  {
    name: 'lstmBackward',
    run: (k, { b, out, scratch }) =>
      k.lstmBackward(2, 3, 11, 0, 3, b, 16, 16, out, out + 2048, out + 4096, out + 6144, out + 8192, 1, scratch),
  },
];

/** Compares a table with the float32 reference over the same memory; strict builds to the bit. */
export function selfTest(kernels: KernelTable, build: Build, views: () => Views, start: number): SelfTestResult[] {
  const reference = referenceKernels(views, 'float32');
  const { floats } = views();
  const at = { a: start, b: start + 2048, bias: start + 6144, out: start + 8192, scratch: start + 65536 };
  const first = at.out >>> 2;
  return CHECKS.map(({ name, run }) => {
    const results = [kernels, reference].map((table) => {
      let state = 1;
      for (let i = start >>> 2; i < first + OUT; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        floats[i] = state / 2 ** 31;
      }
      run(table, at);
      return floats.slice(first, first + OUT);
    });
    const maxError = difference(results[0] as Float32Array, results[1] as Float32Array);
    return { name, passed: maxError <= (build === 'strict' ? 0 : RELAXED_BOUND), maxError };
  });
}

/** The largest difference; NaN as soon as one side alone is NaN, which is never within a bound. */
function difference(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) {
    const a = x[i] as number;
    const b = y[i] as number;
    if (Object.is(a, b)) continue;
    const error = a === b ? Number.MIN_VALUE : Math.abs(a - b) / Math.max(1, Math.abs(b)); // −0 is not +0
    if (!(error <= most)) most = error;
    if (Number.isNaN(most)) return most;
  }
  return most;
}
