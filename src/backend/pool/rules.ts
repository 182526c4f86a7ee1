import {
  BINARY,
  CONV_SCRATCH,
  type KernelTable,
  MATMUL_SCRATCH,
  PANEL,
  TILE_SCRATCH,
  UNARY,
  UNARY_GRADIENTS,
} from '../table.ts';
import { type Arguments, changed, moved, type SplitRule } from './split.ts';

/** Nanoseconds of a floating-point operation in a product, of a number that is moved, and of an exp or tanh. */
const [FLOP, MOVE, CURVE] = [1 / 80, 0.25, 0.7] as const;
/** Rows of a product that stay together, so that tiles stay whole: 6 and 2 divide it, 5 leaves one tail a part. */
const ROWS = 6;
/** Elements that stay together: a cache line, and the lanes of every kernel. */
const LINE = 16;

const of = (args: Arguments, at: number): number => args[at] as number;

/** n elements, one after the other, at these addresses. */
function elements(addresses: readonly number[], cost: number): SplitRule {
  return {
    cost: (args) => of(args, 0) * cost,
    size: (args) => of(args, 0),
    together: LINE,
    part: (args, from, to) =>
      changed(args, { 0: to - from, ...Object.fromEntries(addresses.map((at) => [at, moved(args[at], from)])) }),
  };
}

/** Rows of `cols` elements. */
function rows(addresses: readonly number[], perRow: readonly number[], cost: number): SplitRule {
  return {
    cost: (args) => of(args, 0) * of(args, 1) * cost,
    size: (args) => of(args, 0),
    together: 1,
    part: (args, from, to) =>
      changed(args, {
        0: to - from,
        ...Object.fromEntries(addresses.map((at) => [at, moved(args[at], from * of(args, 1))])),
        ...Object.fromEntries(perRow.map((at) => [at, moved(args[at], from)])),
      }),
  };
}

/** [rows, cols] of two inputs, broadcast: by rows where there are several, else by columns. */
const binary: SplitRule = {
  cost: (args) => of(args, 0) * of(args, 1) * MOVE,
  size: (args) => (of(args, 0) > 1 ? of(args, 0) : of(args, 1)),
  together: 1,
  part(args, from, to) {
    const [many, cols, x = 0, xRow = 0, xCol = 0, y = 0, yRow = 0, yCol = 0, out = 0] = args as number[];
    const byRow = (many as number) > 1;
    const step = (row: number, col: number): number => from * (byRow ? row : col);
    const sizes = byRow ? { 0: to - from } : { 1: to - from };
    const places = {
      2: x + 4 * step(xRow, xCol),
      5: y + 4 * step(yRow, yCol),
      8: out + 4 * step(cols as number, 1),
    };
    return changed(args, { ...sizes, ...places });
  },
};

/** Products: by columns where there are enough of them for all threads, else by rows. */
function product(b: 'packed' | 'strided'): SplitRule {
  const byColumns = (args: Arguments): boolean => of(args, 1) >= of(args, 0) || of(args, 1) >= 16 * PANEL;
  // argument: m n k a aRow aCol b (bPanel | bRow) (bRow | bCol) c cRow start bias scratch
  return {
    cost: (args) => 2 * of(args, 0) * of(args, 1) * of(args, 2) * FLOP,
    size: (args) => (byColumns(args) ? Math.ceil(of(args, 1) / PANEL) : Math.ceil(of(args, 0) / ROWS)),
    together: 1,
    part(args, from, to) {
      const [m = 0, n = 0, , a = 0, aRow = 0, , at = 0, first = 0, second = 0, c = 0, cRow = 0, , bias = 0] =
        args as number[];
      if (!byColumns(args)) {
        const [begin, end] = [from * ROWS, Math.min(to * ROWS, m)];
        return changed(args, { 0: end - begin, 3: a + 4 * begin * aRow, 9: c + 4 * begin * cRow });
      }
      const [begin, end] = [from * PANEL, Math.min(to * PANEL, n)];
      const columns = b === 'packed' ? from * first : begin * second;
      return changed(args, { 1: end - begin, 6: at + 4 * columns, 9: c + 4 * begin, 12: moved(bias, begin) });
    },
    scratch: { at: 13, size: () => (b === 'packed' ? TILE_SCRATCH : MATMUL_SCRATCH) },
  };
}

/** Rows of the batch of a recurrent sequence: steps batch units rowStart rowEnd …, scratch last. */
function sequence(gates: number, scratch: number, passes: number): SplitRule {
  return {
    cost: (args) => {
      const [steps = 0, , units = 0, from = 0, to = 0] = args as number[];
      return steps * (to - from) * units * gates * (2 * units * FLOP + CURVE * passes);
    },
    size: (args) => of(args, 4) - of(args, 3),
    together: ROWS,
    part: (args, from, to) => changed(args, { 3: of(args, 3) + from, 4: of(args, 3) + to }),
    scratch: { at: scratch, size: () => TILE_SCRATCH },
  };
}

/** Multiplications of a convolution: of all patches with all columns. */
function patchFlops(args: Arguments): number {
  const [batch = 0, high = 0, wide = 0, p = 0, q = 0, depth = 0] = args as number[];
  return 2 * batch * high * wide * p * q * depth * of(args, 12);
}

/** Images of a batch: batch rows cols p q depth x xBatch … n, and what has an image of `cols·rows·n` elements at `out`. */
function images(out: number, scratch: SplitRule['scratch']): SplitRule {
  return {
    cost: (args) => patchFlops(args) * FLOP * 2,
    size: (args) => of(args, 0),
    together: 1,
    part: (args, from, to) =>
      changed(args, {
        0: to - from,
        6: of(args, 6) + 4 * from * of(args, 7),
        [out]: of(args, out) + 4 * from * of(args, 1) * of(args, 2) * of(args, 12),
      }),
    ...(scratch === undefined ? {} : { scratch }),
  };
}

/** The columns of the kernel's gradient: each is a sum over all patches. */
const kernelGradient: SplitRule = {
  cost: (args) => patchFlops(args) * FLOP * 2,
  size: (args) => Math.ceil(of(args, 12) / PANEL),
  together: 1,
  part(args, from, to) {
    const [begin, end] = [from * PANEL, Math.min(to * PANEL, of(args, 12))];
    return changed(args, { 12: end - begin, 13: of(args, 13) + 4 * begin, 15: of(args, 15) + 4 * begin });
  },
  scratch: { at: 17, size: () => TILE_SCRATCH },
};

/** Images of a pooling: kind batch height width depth rows cols …; inputs and outputs at these places. */
function pooling(inputs: readonly number[], outputs: readonly number[]): SplitRule {
  return {
    cost: (args) => of(args, 1) * of(args, 5) * of(args, 6) * of(args, 7) * of(args, 8) * of(args, 4) * 2 * MOVE,
    size: (args) => of(args, 1),
    together: 1,
    part(args, from, to) {
      const [, , height = 0, width = 0, depth = 0, high = 0, wide = 0] = args as number[];
      const shift = (places: readonly number[], size: number): Record<number, number> =>
        Object.fromEntries(places.map((at) => [at, of(args, at) + 4 * from * size]));
      return changed(args, {
        1: to - from,
        ...shift(inputs, height * width * depth),
        ...shift(outputs, high * wide * depth),
      });
    },
  };
}

const each = <const N extends readonly string[]>(names: N, rule: SplitRule): Record<N[number], SplitRule> =>
  Object.fromEntries(names.map((name) => [name, rule])) as Record<N[number], SplitRule>;

/** How each kernel is shared. Those that are not here run on the calling thread. */
export const splitRules: Readonly<Partial<Record<keyof KernelTable, SplitRule>>> = {
  ...each(UNARY, elements([1, 2], CURVE)),
  ...each(UNARY_GRADIENTS, elements([1, 2, 3], MOVE)),
  ...each(BINARY, binary),
  fill: elements([2], MOVE / 2),
  copy: {
    cost: (args) => of(args, 0) * of(args, 1) * of(args, 2) * of(args, 3) * 2 * MOVE,
    size: (args) => Math.max(of(args, 0), of(args, 1), of(args, 2)),
    together: 1,
    part(args, from, to) {
      const most = Math.max(of(args, 0), of(args, 1), of(args, 2));
      const axis = [0, 1, 2].findIndex((d) => of(args, d) === most);
      return changed(args, {
        [axis]: to - from,
        4: of(args, 4) + 4 * from * of(args, 5 + axis),
        9: of(args, 9) + 4 * from * of(args, 10 + axis),
      });
    },
  },
  softmax: rows([2, 3], [], 2 * CURVE),
  softmaxGradient: rows([2, 3, 4], [], 2 * MOVE),
  normalize: rows([3, 4], [5], 3 * MOVE),
  normalizeGradient: rows([2, 4, 5], [3], 3 * MOVE),
  sum: {
    cost: (args) => of(args, 0) * of(args, 1) * of(args, 2) * MOVE,
    size: (args) => of(args, 0),
    together: 1,
    part: (args, from, to) =>
      changed(args, {
        0: to - from,
        3: of(args, 3) + 4 * from * of(args, 1) * of(args, 2),
        4: of(args, 4) + 4 * from * of(args, 2),
      }),
  },
  pack: {
    cost: (args) => of(args, 0) * of(args, 1) * 2 * MOVE,
    size: (args) => Math.ceil(of(args, 1) / PANEL),
    together: 1,
    part(args, from, to) {
      const [k = 0, n = 0, b = 0, , bCol = 0, packed = 0] = args as number[];
      const begin = from * PANEL;
      const places = { 2: b + 4 * begin * bCol, 5: packed + 4 * begin * k };
      return changed(args, { 1: Math.min(to * PANEL, n) - begin, ...places });
    },
  },
  gemm: product('packed'),
  matmul: product('strided'),
  lstmForward: sequence(4, 16, 1.2),
  lstmBackward: sequence(4, 17, 0.6),
  gruForward: sequence(3, 17, 1.2),
  gruBackward: sequence(3, 18, 0.6),
  simpleRnnForward: sequence(1, 13, 1.2),
  simpleRnnBackward: sequence(1, 16, 0.6),
  convForward: images(16, { at: 19, size: () => CONV_SCRATCH }),
  convInputGradient: images(13, {
    at: 16,
    size: (args) => TILE_SCRATCH + of(args, 15) * of(args, 3) * of(args, 4) * of(args, 5),
  }),
  convKernelGradient: kernelGradient,
  pool: pooling([13], [14]),
  poolGradient: pooling([13, 16], [14, 15]),
  sgd: elements([1, 2], MOVE),
  momentum: elements([1, 2, 3], 2 * MOVE),
  adam: elements([1, 2, 3, 4, 5], 2 * MOVE),
  adamax: elements([1, 2, 3, 4], 2 * MOVE),
  adagrad: elements([1, 2, 3], 2 * MOVE),
  adadelta: elements([1, 2, 3, 4], 2 * MOVE),
  rmsprop: elements([1, 2, 3, 4, 5], 2 * MOVE),
  ftrl: elements([1, 2, 3, 4], 2 * MOVE),
  lion: elements([1, 2, 3], 2 * MOVE),
  rprop: elements([1, 2, 3, 4], 2 * MOVE),
  adagradDA: elements([1, 2, 3, 4], 2 * MOVE),
  dropoutMask: {
    ...elements([6], 2 * CURVE),
    part: (args, from, to) => changed(args, { 0: to - from, 3: of(args, 3) + from / 2, 6: moved(args[6], from) }),
  },
};
