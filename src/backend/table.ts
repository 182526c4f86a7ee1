import type { Address } from './address.ts';
import type { OptimizerKernels } from './optimizer-table.ts';
import type { SequenceKernels } from './sequence-table.ts';

/**
 * The typed contract of every kernel.
 *
 * A kernel is a function of numbers: addresses (in bytes, within the backend's memory), sizes and strides (in
 * elements) and scalars. It allocates nothing and checks nothing; the ops above it do both. Every element, of either
 * dtype, takes `Memory.elementBytes` bytes (4 in a float32 backend, 8 in a float64 one).
 *
 * Elementwise kernels take any part of a tensor by moving the addresses and `n`; matrix and sequence kernels take
 * ranges of rows by address or by `rowStart`, `rowEnd`, so that threads can share one job with the same bits.
 *
 * Order of accumulation: an element of a product is summed over k ascending by one accumulator; a sum over contiguous
 * elements uses 16 interleaved accumulators and one fixed tree. Strict builds therefore equal the float32 reference
 * (`reference/`, which is the specification) bit for bit.
 *
 * Memory behind the last element of any operand may be read (up to 64 bytes) and must not be used.
 */

export type { Address };

/** y[i] = f(x[i]) for i < n; y may be x. */
export type UnaryKernel = (n: number, x: Address, y: Address) => void;

/** dx[i] = dy[i] · f'(…), written in the saved output y (or input x) of the forward; dx may be dy. */
export type UnaryGradientKernel = (n: number, saved: Address, dy: Address, dx: Address) => void;

/**
 * out[r, c] = f(x[r, c], y[r, c]); out is contiguous [rows, cols]. An operand's element (r, c) stands at
 * `r * rowStride + c * colStride` elements; colStride is 0 (broadcast) or 1, rowStride is 0 or any positive number.
 */
export type BinaryKernel = (
  rows: number,
  cols: number,
  x: Address,
  xRow: number,
  xCol: number,
  y: Address,
  yRow: number,
  yCol: number,
  out: Address,
) => void;

/** x is [outer, n, inner], y is [outer, inner]: reduces the middle axis. n ≥ 1 for max and argmax. */
export type ReduceKernel = (outer: number, n: number, inner: number, x: Address, y: Address) => void;

/** What a product starts from. */
export const START_ZERO = 0;
/** C starts from the bias row (n elements), the same for every row. */
export const START_BIAS = 1;
/** C starts from what is in C. */
export const START_ADD = 2;

/** Columns in a packed panel. */
export const PANEL = 16;
/** Elements of scratch that `gemm`, `lstmForward` and `lstmBackward` need: one register tile. */
export const TILE_SCRATCH: number = 8 * PANEL;
/** Rows of B in one packed block of `matmul`. */
export const BLOCK_K = 512;
/** Columns of B in one packed block of `matmul`. */
export const BLOCK_N = 512;
/** Rows of A in one packed block of `matmul`; they stand in strips of 2 to 6 rows with a gap of 8 elements. */
const BLOCK_M = 180;
/** Elements of scratch that `matmul` needs. */
export const MATMUL_SCRATCH: number = BLOCK_K * BLOCK_N + BLOCK_M * (BLOCK_K + 4) + TILE_SCRATCH;

/** Elements that `pack` writes for a [k, n] matrix: whole panels of 16 columns, zero beyond n. */
export function packedSize(k: number, n: number): number {
  return Math.ceil(n / PANEL) * PANEL * k;
}

/** Elements of scratch that `convForward` needs: a register tile, and a panel of 24 rows. */
export const CONV_SCRATCH: number = TILE_SCRATCH + 24 * PANEL;

/** Numbers that one block of patches of `convInputGradient` should not exceed, so that it stays in the caches. */
export const PATCH_BLOCK = 16384;

/** What `pool` gives of a window: its largest element. */
export const POOL_MAX = 0;
/** Its mean. */
export const POOL_MEAN = 1;

/** Names of the kernels with one input. */
export const UNARY = ['exp', 'log', 'sqrt', 'abs', 'sign', 'negative', 'square', 'relu', 'sigmoid', 'tanh'] as const;
/** One of UNARY. */
export type UnaryName = (typeof UNARY)[number];

/** Names of the kernels that give an input's gradient from the saved output. */
export const UNARY_GRADIENTS = ['sigmoidGradient', 'tanhGradient', 'reluGradient'] as const;
/** One of UNARY_GRADIENTS. */
export type UnaryGradientName = (typeof UNARY_GRADIENTS)[number];

/** Names of the kernels with two inputs. */
export const BINARY = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'maximum',
  'minimum',
  'equal',
  'greater',
  'greaterEqual',
] as const;
/** One of BINARY. */
export type BinaryName = (typeof BINARY)[number];

/**
 * Sizes and strides (in elements) of a convolution. The patch of output (b, i, j) holds, for p < kernelRows,
 * q < kernelCols and c < depth, the elements of x at b·xBatch + i·xRow + j·xCol + p·kRow + q·kCol + c; its element
 * (p, q, c) meets row (p·kernelCols + q)·depth + c of the kernel [kernelRows·kernelCols·depth, n].
 */
export type ConvGeometry = readonly [
  batch: number,
  rows: number,
  cols: number,
  kernelRows: number,
  kernelCols: number,
  depth: number,
  x: Address,
  xBatch: number,
  xRow: number,
  xCol: number,
  kRow: number,
  kCol: number,
  n: number,
];

/**
 * Sizes of a pooling of [batch, height, width, depth] to [batch, rows, cols, depth]: the window of output (i, j) begins
 * at (i·down − top, j·right − left), is high × wide, and is cut where it leaves the image.
 */
export type PoolGeometry = readonly [
  kind: number,
  batch: number,
  height: number,
  width: number,
  depth: number,
  rows: number,
  cols: number,
  high: number,
  wide: number,
  down: number,
  right: number,
  top: number,
  left: number,
];

/** Every kernel, by name. A backend implements all of them. */
export interface KernelTable extends SequenceKernels, OptimizerKernels {
  // one input
  exp: UnaryKernel;
  log: UnaryKernel;
  sqrt: UnaryKernel;
  abs: UnaryKernel;
  sign: UnaryKernel;
  negative: UnaryKernel;
  square: UnaryKernel;
  relu: UnaryKernel;
  sigmoid: UnaryKernel;
  tanh: UnaryKernel;
  /** dx = dy · y · (1 − y), y = sigmoid(x). */
  sigmoidGradient: UnaryGradientKernel;
  /** dx = dy · (1 − y²), y = tanh(x). */
  tanhGradient: UnaryGradientKernel;
  /** dx = y > 0 ? dy : 0, y = relu(x). */
  reluGradient: UnaryGradientKernel;

  // two inputs, broadcast; comparisons give 1 or 0
  add: BinaryKernel;
  subtract: BinaryKernel;
  multiply: BinaryKernel;
  divide: BinaryKernel;
  maximum: BinaryKernel;
  minimum: BinaryKernel;
  equal: BinaryKernel;
  greater: BinaryKernel;
  greaterEqual: BinaryKernel;

  // moving
  /** y[i] = value for i < n. */
  fill: (n: number, value: number, y: Address) => void;
  /** y[i·t0 + j·t1 + k·t2 + l·t3] = x[i·s0 + j·s1 + k·s2 + l·s3] over dims d0..d3; strides in elements, x's may be 0 or negative. */
  copy: (
    d0: number,
    d1: number,
    d2: number,
    d3: number,
    x: Address,
    s0: number,
    s1: number,
    s2: number,
    s3: number,
    y: Address,
    t0: number,
    t1: number,
    t2: number,
    t3: number,
  ) => void;
  /** y[i, :] = x[ids[i], :], width columns. Returns −1, or the first i whose id lies outside [0, rows) (then y is not to be used). */
  gather: (count: number, width: number, rows: number, ids: Address, x: Address, y: Address) => number;
  /** dx[ids[i], :] += dy[i, :], i ascending; ids were checked by `gather`. */
  scatterAdd: (count: number, width: number, ids: Address, dy: Address, dx: Address) => void;

  // reductions
  /** Where outer is 1, the n rows may be part of longer ones, which begin `row` elements apart. */
  sum: (outer: number, n: number, inner: number, x: Address, y: Address, row?: number) => void;
  max: ReduceKernel;
  /** Index (int32) of the first largest element; NaN counts as largest. */
  argmax: ReduceKernel;
  /** Number of elements that are NaN or infinite. */
  countNonFinite: (n: number, x: Address) => number;
  /** Each row: exp(x − max) / Σ exp(x − max). */
  softmax: (rows: number, cols: number, x: Address, y: Address) => void;
  /** dx = y ⊙ (dy − Σ dy ⊙ y) by row. */
  softmaxGradient: (rows: number, cols: number, y: Address, dy: Address, dx: Address) => void;

  // products
  /**
   * Packs B [k, n] (element (p, j) at p·bRow + j·bCol) into panels of 16 columns: panel j/16 holds k rows of 16, zero
   * beyond n. `packed` has room for `packedSize(k, n)`.
   */
  pack: (k: number, n: number, b: Address, bRow: number, bCol: number, packed: Address) => void;
  /**
   * C [m, n] = start + A·B. A's element (i, p) stands at i·aRow + p·aCol. B's element (p, j) stands at
   * floor(j/16)·bPanel + p·bRow + j%16: packed B has bPanel 16·k, bRow 16; a row-major B has bPanel 16, bRow n.
   * C's rows are cRow apart. `scratch` has TILE_SCRATCH elements.
   */
  gemm: (
    m: number,
    n: number,
    k: number,
    a: Address,
    aRow: number,
    aCol: number,
    b: Address,
    bPanel: number,
    bRow: number,
    c: Address,
    cRow: number,
    start: number,
    bias: Address,
    scratch: Address,
  ) => void;
  /**
   * C [m, n] = start + A·B for any strides of A and B (element (p, j) of B at p·bRow + j·bCol): packs B in blocks of
   * BLOCK_K × BLOCK_N, or reads it in place where packing does not pay. `scratch` has MATMUL_SCRATCH elements.
   */
  matmul: (
    m: number,
    n: number,
    k: number,
    a: Address,
    aRow: number,
    aCol: number,
    b: Address,
    bRow: number,
    bCol: number,
    c: Address,
    cRow: number,
    start: number,
    bias: Address,
    scratch: Address,
  ) => void;

  // convolutions and pooling, channels last
  /**
   * y [batch, rows, cols, n] = start + patches · W, from zero or from the bias. W [kernelRows·kernelCols·depth, n] as
   * in `gemm`. `scratch` has CONV_SCRATCH elements.
   */
  convForward: (
    ...args: [
      ...geometry: ConvGeometry,
      w: Address,
      wPanel: number,
      wRow: number,
      y: Address,
      start: number,
      bias: Address,
      scratch: Address,
    ]
  ) => void;
  /**
   * dW [kernelRows·kernelCols·depth, n], rows dwRow apart, += patchesᵀ · dy; the rows of dy [batch, rows, cols, n] are
   * dyCol apart. `scratch` has TILE_SCRATCH elements.
   */
  convKernelGradient: (
    ...args: [...geometry: ConvGeometry, dy: Address, dyCol: number, dw: Address, dwRow: number, scratch: Address]
  ) => void;
  /**
   * dx (in the place of x) += dy · Wᵀ, patch by patch; Wᵀ [n, kernelRows·kernelCols·depth] is packed. Works on `block`
   * patches at a time, which changes no bit; `scratch` has TILE_SCRATCH + block·kernelRows·kernelCols·depth elements.
   */
  convInputGradient: (
    ...args: [...geometry: ConvGeometry, dy: Address, w: Address, block: number, scratch: Address]
  ) => void;
  /** y[b, i, j, c] = the largest element of a window of x (NaN where one is), or its mean. */
  pool: (...args: [...geometry: PoolGeometry, x: Address, y: Address]) => void;
  /** dx += the gradient of `pool`: to the first of the largest elements, or shared by all of the window. */
  poolGradient: (...args: [...geometry: PoolGeometry, x: Address, y: Address, dy: Address, dx: Address]) => void;

  // rows brought to mean 0 and variance 1
  /** Each row: y = (x − mean x) · s, s = 1 / √(mean (x − mean x)² + epsilon); scale[row] = s. */
  normalize: (rows: number, cols: number, epsilon: number, x: Address, y: Address, scale: Address) => void;
  /** Each row: dx = s · (dy − mean dy − y · mean (dy ⊙ y)). */
  normalizeGradient: (rows: number, cols: number, y: Address, scale: Address, dy: Address, dx: Address) => void;

  // recurrent sequences, time-major; gates i, f, g, o (Keras's order)
  /**
   * For t = 0..steps−1 and rows rowStart..rowEnd−1:
   *   a = gates[t] + hidden[t]·R;  i, f, o = sigmoid(a_i, a_f, a_o);  g = tanh(a_g)
   *   cells[t+1] = i ⊙ g + f ⊙ cells[t];  tanhCells[t] = tanh(cells[t+1]);  hidden[t+1] = o ⊙ tanhCells[t]
   * Where slope, a float32, is not 0: i, f, o = min(max(slope·a + 0.5, 0), 1).
   * gates [steps, batch, 4U] holds x·W + b on entry and the activated gates on return; cells, hidden
   * [steps+1, batch, U], whose slot 0 is the initial state; tanhCells [steps, batch, U]. R [U, 4U] as in `gemm`.
   * `scratch` has TILE_SCRATCH elements.
   * mask [steps, batch] (0: none): a row whose mask is 0 takes cells[t+1] and hidden[t+1] from slot t, its gates become
   * 0, and its tanhCells are not written. recurrentMask [batch, U] (0: none): what R multiplies is
   * recurrentInput[t] = hidden[t] ⊙ recurrentMask, kept in recurrentInput [steps, batch, U].
   */
  lstmForward: (
    steps: number,
    batch: number,
    units: number,
    rowStart: number,
    rowEnd: number,
    recurrent: Address,
    recurrentPanel: number,
    recurrentRow: number,
    gates: Address,
    cells: Address,
    tanhCells: Address,
    hidden: Address,
    mask: Address,
    recurrentMask: Address,
    recurrentInput: Address,
    slope: number,
    scratch: Address,
  ) => void;
  /**
   * For t = steps−1..0: with dh = dHidden[t+1],
   *   dc = dCell + dh ⊙ o ⊙ (1 − tanhCells[t]²);  da_o = dh ⊙ tanhCells[t] ⊙ o(1 − o);  da_i = dc ⊙ g ⊙ i(1 − i)
   *   da_f = dc ⊙ cells[t] ⊙ f(1 − f);  da_g = dc ⊙ i ⊙ (1 − g²);  dCell = dc ⊙ f;  dHidden[t] += da·Rᵀ
   * Where slope is not 0 it stands in the place of y(1 − y) for y = i, f, o between 0 and 1, and 0 at both.
   * gates holds the activated gates on entry and da [steps, batch, 4U] on return. dHidden [steps+1, batch, U] holds the
   * gradient of hidden on entry; slot 0 is only added to where `initial` is 1. dCell [batch, U] holds the gradient of
   * the last cell on entry and that of cells[0] on return. Rᵀ [4U, U] as in `gemm`.
   * With a mask, a row whose mask is 0 keeps its gates (0 since the forward) and dCell, and dHidden[t] += dh. With a
   * recurrentMask, dHidden[t] += (da·Rᵀ) ⊙ recurrentMask, and what is added stands in tanhCells[t] on return.
   */
  lstmBackward: (
    steps: number,
    batch: number,
    units: number,
    rowStart: number,
    rowEnd: number,
    recurrentT: Address,
    recurrentTPanel: number,
    recurrentTRow: number,
    gates: Address,
    cells: Address,
    tanhCells: Address,
    dHidden: Address,
    dCell: Address,
    initial: number,
    mask: Address,
    recurrentMask: Address,
    slope: number,
    scratch: Address,
  ) => void;

  // random
  /**
   * y[i] = u[i] < keep ? scale : 0, where u[i] = (bits >>> 8) · 2⁻²⁴ and bits is word i%2 of
   * threefry2x32(key0, key1; counter + floor(i/2), 0), 20 rounds. keep and scale are float32 values.
   */
  dropoutMask: (
    n: number,
    key0: number,
    key1: number,
    counter: number,
    keep: number,
    scale: number,
    y: Address,
  ) => void;
}
