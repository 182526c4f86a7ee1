import type { Views } from '../memory.ts';
import { type KernelTable, MATMUL_SCRATCH, START_ADD, START_BIAS, START_ZERO } from '../table.ts';
import { type Digest, differenceOf, digestOf } from './digest.ts';
import type { Build, SelfTestResult } from './report.ts';
import { referenceDigests } from './self-test-digests.ts';

/** What the relaxed build may differ by: rounding once instead of twice, over the short sums below, and their sums. */
const RELAXED_BOUND = 1e-5;

/** The kernels that are checked. */
type Checked = Pick<
  KernelTable,
  | 'gemm'
  | 'matmul'
  | 'exp'
  | 'sigmoid'
  | 'tanh'
  | 'log'
  | 'sum'
  | 'lstmForward'
  | 'lstmBackward'
  | 'gruForward'
  | 'gruBackward'
>;

/** One check, on operands of its own: calls of one kernel. */
interface Check {
  readonly name: keyof Checked;
  readonly run: (kernels: Checked, at: Layout) => void;
}

/** Byte addresses: two operands, a bias, the output, scratch. */
interface Layout {
  readonly a: number;
  readonly b: number;
  readonly bias: number;
  readonly out: number;
  readonly scratch: number;
}

/** Elements of a, b and the bias together, and of the output. */
const IN = 1024;
const OUT = 1024;
/** Elements that the self-test needs. */
export const SELF_TEST_ELEMENTS: number = IN + OUT + 64 + MATMUL_SCRATCH;

/**
 * Small, since the reference is slow before it is compiled; shapes with a last panel that is not full and a last tile
 * that is lower, and the fast paths of one and two rows.
 */
const CHECKS: readonly Check[] = [
  {
    name: 'gemm',
    run(k, { a, b, bias, out, scratch }) {
      k.gemm(13, 17, 3, a, 3, 1, b, 16, 32, out, 20, START_BIAS, bias, scratch);
      k.gemm(11, 16, 2, a, 1, 11, b, 32, 16, out + 1280, 16, START_ZERO, 0, scratch);
      k.gemm(2, 35, 3, a, 3, 1, b, 48, 16, out + 2048, 40, START_ADD, 0, scratch);
      k.gemm(1, 66, 3, a, 3, 1, b, 48, 16, out + 2560, 66, START_BIAS, bias, scratch);
    },
  },
  {
    name: 'matmul',
    run: (k, at) => k.matmul(14, 18, 5, at.a, 1, 14, at.b, 1, 5, at.out, 18, START_ZERO, 0, at.scratch),
  },
  { name: 'exp', run: (k, { a, out }) => k.exp(45, a, out) },
  { name: 'sigmoid', run: (k, { a, out }) => k.sigmoid(45, a, out) },
  { name: 'tanh', run: (k, { a, out }) => k.tanh(45, a, out) },
  { name: 'log', run: (k, { a, out }) => k.log(45, a, out) },
  { name: 'sum', run: (k, { a, out }) => k.sum(1, 45, 1, a, out) },
  {
    name: 'lstmForward',
    // 9 units: 8, then 1; gates, cells, tanhCells and hidden all in the output
    run: (k, { b, out, scratch }) =>
      k.lstmForward(2, 2, 9, 0, 2, b, 16, 40, out, out + 640, out + 896, out + 1152, 0, 0, 0, 0, scratch),
  },
  {
    name: 'lstmBackward',
    run: (k, { b, out, scratch }) =>
      k.lstmBackward(2, 2, 9, 0, 2, b, 16, 9, out, out + 640, out + 896, out + 1152, out + 1408, 1, 0, 0, 0, scratch),
  },
  {
    name: 'gruForward',
    // gates, inner and hidden in the output
    run: (k, { b, bias, out, scratch }) =>
      k.gruForward(2, 2, 9, 0, 2, b, b + 72, 16, 27, 1, bias, out, out + 512, out + 768, 0, 0, 0, scratch),
  },
  {
    name: 'gruBackward',
    run: (k, { b, out, scratch }) =>
      k.gruBackward(2, 2, 9, 0, 2, b, 16, 9, 1, out, out + 512, out + 768, out + 1024, 1, 0, 0, 0, 0, scratch),
  },
];

/**
 * Compares a table with the float32 reference, of which digests travel along (scripts/self-test-digests.ts makes them);
 * strict builds to the bit.
 */
export function selfTest(kernels: Checked, build: Build, views: () => Views, start: number): SelfTestResult[] {
  return digestsOf(kernels, views, start).map(({ name, digest }) => {
    const maxError = differenceOf(digest, referenceDigests[name] as Digest);
    return { name, passed: maxError <= (build === 'strict' ? 0 : RELAXED_BOUND), maxError };
  });
}

/** What a table gives for every check, over memory of its own. */
export function digestsOf(kernels: Checked, views: () => Views, start: number): { name: string; digest: Digest }[] {
  const floats = views().floats as Float32Array;
  const out = start + 4 * IN;
  const at: Layout = { a: start, b: start + 1024, bias: start + 3072, out, scratch: out + 4 * (OUT + 64) };
  let state = 1;
  for (let i = 0; i < IN; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    floats[start / 4 + i] = state / 2 ** 31;
  }
  const before = floats.slice(start / 4, start / 4 + OUT);
  return CHECKS.map(({ name, run }) => {
    floats.set(before, out / 4);
    run(kernels, at);
    return { name, digest: digestOf(floats.slice(out / 4, out / 4 + OUT)) };
  });
}
