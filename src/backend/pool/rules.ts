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
import { move, type Own, type SplitRule } from './split.ts';

/**
 * Nanoseconds of a floating-point operation in a product, of an exp or tanh, and of a number that is moved. Moving costs
 * ten times as much in truth; but what one core has just written is in its cache and not in that of another.
 */
const [FLOP, CURVE, MOVE] = [1 / 80, 0.7, 1 / 40] as const;
/** Rows of a product that stay together, so that tiles stay whole: 6 and 2 divide it, 5 leaves one tail a part. */
const ROWS = 6;
/** Elements that stay together: a cache line, and the lanes of every kernel. */
const LINE = 16;

type Rules = Readonly<Partial<Record<keyof KernelTable, SplitRule>>>;

/** n elements, one after the other, at these addresses. */
function elements(addresses: readonly number[], unit: number): SplitRule {
  return {
    sizes: 1,
    unit,
    size: (own) => own[0],
    together: LINE,
    cut(own, from, to) {
      own[0] = to - from;
      for (const at of addresses) move(own, at, from);
    },
  };
}

/** Rows of `cols` elements, and what has one element a row. */
function rows(addresses: readonly number[], perRow: readonly number[], unit: number): SplitRule {
  return {
    sizes: 2,
    unit,
    size: (own) => own[0],
    together: 1,
    cut(own, from, to) {
      own[0] = to - from;
      for (const at of addresses) move(own, at, from * own[1]);
      for (const at of perRow) move(own, at, from);
    },
  };
}

/** [rows, cols] of two inputs, broadcast: by rows where there are several, else by columns. */
const binary: SplitRule = {
  sizes: 2,
  unit: MOVE,
  size: (own) => (own[0] > 1 ? own[0] : own[1]),
  together: 1,
  cut(own, from, to) {
    const byRow = own[0] > 1 ? 0 : 1;
    move(own, 8, from * (byRow === 0 ? own[1] : 1));
    for (const at of [2, 5]) move(own, at, from * own[at + 1 + byRow]);
    own[byRow] = to - from;
  },
};

/** [outer, n, inner] to [outer, inner]. */
const reduction: SplitRule = {
  sizes: 3,
  unit: MOVE,
  size: (own) => own[0],
  together: 1,
  cut(own, from, to) {
    own[0] = to - from;
    move(own, 3, from * own[1] * own[2]);
    move(own, 4, from * own[2]);
  },
};

/** [1, n, inner] to [inner] by columns, else as any reduction. */
const sum: SplitRule = {
  ...reduction,
  size: (own) => (own[0] > 1 ? own[0] : Math.floor(own[2] / LINE)),
  cut(own, from, to) {
    if (own[0] > 1) reduction.cut(own, from, to);
    else {
      const end = to === Math.floor(own[2] / LINE) ? own[2] : to * LINE;
      own[5] ||= own[2];
      own[2] = end - from * LINE;
      move(own, 3, from * LINE);
      move(own, 4, from * LINE);
    }
  },
};

/** Products: by columns where there are enough of them for all threads, else by rows. */
function product(packed: boolean): SplitRule {
  const byColumns = (own: Own): boolean => own[1] >= own[0] || own[1] >= 16 * PANEL;
  // 0 m, 1 n, 2 k, 3 a, 4 aRow, 5 aCol, 6 b, 7 bPanel or bRow, 8 bRow or bCol, 9 c, 10 cRow, 11 start, 12 bias, 13 scratch
  return {
    sizes: 3,
    unit: 2 * FLOP,
    size: (own) => (byColumns(own) ? Math.ceil(own[1] / PANEL) : Math.ceil(own[0] / ROWS)),
    together: 1,
    cut(own, from, to) {
      if (byColumns(own)) {
        const begin = from * PANEL;
        move(own, 6, packed ? from * own[7] : begin * own[8]);
        move(own, 9, begin);
        move(own, 12, begin);
        own[1] = Math.min(to * PANEL, own[1]) - begin;
      } else {
        const begin = from * ROWS;
        move(own, 3, begin * own[4]);
        move(own, 9, begin * own[10]);
        own[0] = Math.min(to * ROWS, own[0]) - begin;
      }
    },
    scratch: [13, () => (packed ? TILE_SCRATCH : MATMUL_SCRATCH)],
  };
}

/** Rows of the batch of a recurrent sequence: steps batch units rowStart rowEnd …, scratch last. */
function sequence(gates: number, scratch: number, passes: number): SplitRule {
  return {
    sizes: 3,
    unit: 12 * gates,
    cost: (own) => own[0] * (own[4] - own[3]) * own[2] * gates * (2 * own[2] * FLOP + CURVE * passes),
    size: (own) => own[4] - own[3],
    together: ROWS,
    cut(own, from, to) {
      own[4] = own[3] + to;
      own[3] += from;
    },
    scratch: [scratch, () => TILE_SCRATCH],
  };
}

/** Twice the multiplications of a convolution, since its patches are gathered: of all patches with all columns. */
const patches = (own: Own): number => 4 * own[0] * own[1] * own[2] * own[3] * own[4] * own[5] * own[12] * FLOP;

/** Images of a batch: batch rows cols p q depth x xBatch … n, and what has an image of `rows·cols·n` elements at `out`. */
function images(out: number, at: number, scratch: (own: Own) => number): SplitRule {
  return {
    sizes: 3,
    unit: 1000,
    cost: patches,
    size: (own) => own[0],
    together: 1,
    cut(own, from, to) {
      own[0] = to - from;
      move(own, 6, from * own[7]);
      move(own, out, from * own[1] * own[2] * own[12]);
    },
    scratch: [at, scratch],
  };
}

/** Images of a pooling: kind batch height width depth rows cols high wide …; inputs and outputs at these places. */
function pooling(inputs: readonly number[], outputs: readonly number[]): SplitRule {
  return {
    sizes: 1,
    unit: Infinity,
    cost: (own) => 0.5 * own[1] * own[4] * own[5] * own[6] * own[7] * own[8],
    size: (own) => own[1],
    together: 1,
    cut(own, from, to) {
      own[1] = to - from;
      for (const at of inputs) move(own, at, from * own[2] * own[3] * own[4]);
      for (const at of outputs) move(own, at, from * own[5] * own[6] * own[4]);
    },
  };
}

/** The longest axis of a copy but the last. */
const longest = (own: Own): number => (own[0] >= own[1] && own[0] >= own[2] ? 0 : own[1] >= own[2] ? 1 : 2);

const each = <const N extends readonly (keyof KernelTable)[]>(names: N, rule: SplitRule): Rules =>
  Object.fromEntries(names.map((name) => [name, rule]));

/** How each kernel is shared. Those that are not here run on the calling thread. */
export const splitRules: Rules = {
  ...each(UNARY, elements([1, 2], CURVE)),
  ...each(['abs', 'sign', 'negative', 'square', 'relu'], elements([1, 2], MOVE)),
  ...each(UNARY_GRADIENTS, elements([1, 2, 3], MOVE)),
  ...each(BINARY, binary),
  fill: elements([2], MOVE),
  copy: {
    sizes: 4,
    unit: 2 * MOVE,
    size: (own) => own[longest(own)],
    together: 1,
    cut(own, from, to) {
      const axis = longest(own);
      own[axis] = to - from;
      move(own, 4, from * own[5 + axis]);
      move(own, 9, from * own[10 + axis]);
    },
  },
  softmax: rows([2, 3], [], 2 * CURVE),
  softmaxGradient: rows([2, 3, 4], [], MOVE),
  normalize: rows([3, 4], [5], 2 * MOVE),
  normalizeGradient: rows([2, 4, 5], [3], 2 * MOVE),
  sum,
  max: reduction,
  argmax: reduction,
  pack: {
    sizes: 2,
    unit: 2 * MOVE,
    size: (own) => Math.ceil(own[1] / PANEL),
    together: 1,
    cut(own, from, to) {
      const begin = from * PANEL;
      own[1] = Math.min(to * PANEL, own[1]) - begin;
      move(own, 2, begin * own[4]);
      move(own, 5, begin * own[0]);
    },
  },
  gemm: product(true),
  matmul: product(false),
  lstmForward: sequence(4, 16, 1.2),
  lstmBackward: sequence(4, 17, 0.6),
  gruForward: sequence(3, 17, 1.2),
  gruBackward: sequence(3, 18, 0.6),
  simpleRnnForward: sequence(1, 13, 1.2),
  simpleRnnBackward: sequence(1, 16, 0.6),
  convForward: images(16, 19, () => CONV_SCRATCH),
  convInputGradient: images(13, 16, (own) => TILE_SCRATCH + own[15] * own[3] * own[4] * own[5]),
  /** The columns of the kernel's gradient: each is a sum over all patches. */
  convKernelGradient: {
    sizes: 3,
    unit: 1000,
    cost: patches,
    size: (own) => Math.ceil(own[12] / PANEL),
    together: 1,
    cut(own, from, to) {
      const begin = from * PANEL;
      own[12] = Math.min(to * PANEL, own[12]) - begin;
      move(own, 13, begin);
      move(own, 15, begin);
    },
    scratch: [17, () => TILE_SCRATCH],
  },
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
    sizes: 1,
    unit: 2 * CURVE,
    size: (own) => own[0],
    together: LINE,
    cut(own, from, to) {
      own[0] = to - from;
      own[3] += from / 2;
      move(own, 6, from);
    },
  },
};
