import { backend } from '../backend/current.ts';
import {
  type Address,
  CONV_SCRATCH,
  type ConvGeometry,
  PATCH_BLOCK,
  packedSize,
  START_BIAS,
  START_ZERO,
  TILE_SCRATCH,
} from '../backend/table.ts';
import { ShapeError } from '../errors.ts';
import { checkChoice, checkOptions } from '../options.ts';
import { formatShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';
import { pad } from './pad.ts';
import { panelsOf } from './sequence-memory.ts';
import { sumTo } from './sum-to.ts';
import { type Padding, perAxis, slide, windowCounts } from './windows.ts';

/** Options of `conv`. */
export interface ConvOptions {
  /** Steps from one patch to the next, for all axes or for each. Default 1. */
  strides?: number | readonly number[];
  /** 'valid', 'same', or with one axis 'causal'. Default 'valid'. */
  padding?: Padding;
  /** Steps from one element of a patch to the next, for all axes or for each. Default 1. */
  dilationRate?: number | readonly number[];
  /** Row [F] that is added everywhere. */
  bias?: Tensor | undefined;
}

const OPTIONS = ['strides', 'padding', 'dilationRate', 'bias'];

/**
 * Convolution over one axis or two, channels last (no flipping: a cross-correlation, as everywhere in deep learning).
 *
 * y[b, i, j, f] = Σ_pqc x[b, i·s + p·d, j·s + q·d, c] · w[p, q, c, f] (+ bias[f])
 *
 * **Shapes** x [B, T, C], w [K, C, F] → y [B, T', F]; x [B, H, W, C], w [P, Q, C, F] → y [B, H', W', F].
 * **Cost** 2·(elements of y)·P·Q·C FLOPs forward, twice that backward.
 *
 * @throws ShapeError if ranks or channels do not fit, or no patch does; OptionError for an option outside its range.
 * @example
 * ```ts
 * import { conv, tensor } from 'memcell';
 * const x = tensor([1, 2, 4, 8], [1, 4, 1]);
 * const difference = tensor([-1, 1], [2, 1, 1]);
 * console.log(conv(x, difference).toArray()); // => [ [ [ 1 ], [ 2 ], [ 4 ] ] ]
 * ```
 */
export function conv(x: Tensor, kernel: Tensor, options: ConvOptions = {}): Tensor {
  checkOptions('convolve tensor', options, OPTIONS);
  const axes = x.rank - 2;
  if ((axes !== 1 && axes !== 2) || kernel.rank !== x.rank || kernel.shape.at(-2) !== x.shape.at(-1)) {
    throw new ShapeError(
      `Cannot convolve tensor: x must be [B, T, C] or [B, H, W, C] and the kernel have as many axes and C channels, received ${formatShape(x.shape)} and ${formatShape(kernel.shape)}`,
    );
  }
  const n = kernel.shape.at(-1) as number;
  const { bias } = options;
  if (bias && (bias.rank !== 1 || bias.size !== n)) {
    throw new ShapeError(`Cannot convolve tensor: bias must have shape [${n}], received ${formatShape(bias.shape)}`);
  }
  const strides = perAxis('convolve tensor', 'strides', options.strides ?? 1, axes);
  const dilation = perAxis('convolve tensor', 'dilationRate', options.dilationRate ?? 1, axes);
  const paddings: readonly Padding[] = axes === 1 ? ['valid', 'same', 'causal'] : ['valid', 'same'];
  const padding = checkChoice('convolve tensor', 'padding', options.padding ?? 'valid', paddings);
  const slides = strides.map((stride, i) => {
    return { size: kernel.shape[i] as number, stride, dilation: dilation[i] as number, padding };
  });
  const counts = windowCounts(x.shape, slides, 'convolve tensor') as number[];
  const ends = slides.map((each, i) => {
    const { before, after } = slide(x.shape[i + 1] as number, each);
    return [before, after] as const;
  });
  return patchProduct(pad(x, [[0, 0], ...ends, [0, 0]]), kernel, bias, { counts, strides, dilation });
}

interface Layout {
  readonly counts: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
}

/** The convolution of an image that is padded already. */
function patchProduct(x: Tensor, kernel: Tensor, bias: Tensor | undefined, layout: Layout): Tensor {
  const two = (list: readonly number[]): [number, number] => [list.at(-2) ?? 1, list.at(-1) as number];
  const spatial = x.shape.slice(1, -1);
  const [batch, depth, n] = [x.shape[0] as number, x.shape.at(-1) as number, kernel.shape.at(-1) as number];
  const [[height, width], [rows, cols]] = [two(spatial), two(layout.counts)];
  const [[down, right], [gapDown, gapRight]] = [two(layout.strides), two(layout.dilation)];
  const [kernelRows, kernelCols] = two(kernel.shape.slice(0, -2));
  const size = kernelRows * kernelCols * depth;
  const line = width * depth;
  const at = (address: Address): ConvGeometry => [
    ...([
      batch,
      rows,
      cols,
      kernelRows,
      kernelCols,
      depth,
      address,
      height * line,
      down * line,
      right * depth,
    ] as const),
    ...([gapDown * line, gapRight * depth, n] as const),
  ];
  return operation({
    inputs: bias ? [x, kernel, bias] : [x, kernel],
    shape: [batch, ...layout.counts, n],
    run: (kernels, out, { memory }) => {
      const scratch = memory.scratch(CONV_SCRATCH);
      const w = panelsOf(kernel.address(), size, n, n, 1, batch * rows * cols);
      const [start, from] = bias ? [START_BIAS, bias.address()] : [START_ZERO, 0];
      kernels.convForward(...at(x.address()), w.address, w.panel, w.row, out, start, from, scratch);
    },
    backward: (dy, needs) => {
      const dx = needs[0] ? gradientOfInput(x, kernel, dy, at, size) : undefined;
      const dw = needs[1] ? gradientOfKernel(x, kernel, dy, at) : undefined;
      return bias ? [dx, dw, needs[2] ? sumTo(dy, bias.shape) : undefined] : [dx, dw];
    },
  });
}

type GeometryAt = (address: Address) => ConvGeometry;

function gradientOfInput(x: Tensor, kernel: Tensor, dy: Tensor, at: GeometryAt, size: number): Tensor {
  const n = kernel.shape.at(-1) as number;
  return operation({
    inputs: [kernel, dy],
    shape: x.shape,
    run: (kernels, out, { memory }) => {
      const block = Math.max(1, Math.floor(PATCH_BLOCK / size));
      const scratch = memory.scratch(TILE_SCRATCH + block * size);
      const transposed = backend().memory.bump(packedSize(n, size));
      kernels.pack(n, size, kernel.address(), 1, n, transposed);
      kernels.fill(x.size, 0, out);
      kernels.convInputGradient(...at(out), dy.address(), transposed, block, scratch);
    },
  });
}

function gradientOfKernel(x: Tensor, kernel: Tensor, dy: Tensor, at: GeometryAt): Tensor {
  const n = kernel.shape.at(-1) as number;
  return operation({
    inputs: [x, dy],
    shape: kernel.shape,
    run: (kernels, out, { memory }) => {
      kernels.fill(kernel.size, 0, out);
      kernels.convKernelGradient(...at(x.address()), dy.address(), n, out, n, memory.scratch(TILE_SCRATCH));
    },
  });
}
