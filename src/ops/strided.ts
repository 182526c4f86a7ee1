import type { Address, KernelTable } from '../backend/table.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';

/** A tensor written out to a larger shape, without a gradient. */
export function expanded(x: Tensor, shape: Shape): Tensor {
  return operation({
    inputs: [x],
    shape,
    dtype: x.dtype,
    run: (kernels, out, { memory }) =>
      stridedCopy(
        kernels,
        memory.elementBytes,
        shape,
        x.address(),
        broadcastStrides(x.shape, shape),
        out,
        rowMajor(shape),
      ),
  });
}

/** A tensor as a block of zeros around it, from the index `begin` on; `gradient` gives that of the block, where it has one. */
export function placed(
  block: Tensor,
  shape: Shape,
  begin: readonly number[],
  gradient?: (dy: Tensor) => Tensor,
): Tensor {
  const strides = rowMajor(shape);
  const offset = begin.reduce((sum, from, axis) => sum + from * (strides[axis] as number), 0);
  return operation({
    inputs: [block],
    shape,
    dtype: block.dtype,
    run: (kernels, out, { memory: { elementBytes } }) => {
      kernels.fill(sizeOf(shape), 0, out);
      const at = out + offset * elementBytes;
      stridedCopy(kernels, elementBytes, block.shape, block.address(), rowMajor(block.shape), at, strides);
    },
    ...(gradient ? { backward: (dy) => [gradient(dy)] } : {}),
  });
}

/** Strides (in elements) of a row-major shape. */
export function rowMajor(shape: Shape): number[] {
  const strides: number[] = new Array(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= shape[i] as number;
  }
  return strides;
}

/** Strides of an operand seen in a larger shape: 0 where it is broadcast. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const own = rowMajor(from);
  const missing = to.length - from.length;
  return to.map((n, axis) =>
    axis < missing || (from[axis - missing] === 1 && n !== 1) ? 0 : (own[axis - missing] as number),
  );
}

/** Copies a block of any rank between strided places: merges axes that run on, and calls the kernel for four at a time. */
export function stridedCopy(
  kernels: KernelTable,
  elementBytes: number,
  dims: Shape,
  x: Address,
  from: readonly number[],
  y: Address,
  to: readonly number[],
): void {
  const d: number[] = [];
  const s: number[] = [];
  const t: number[] = [];
  for (let i = 0; i < dims.length; i++) {
    const n = dims[i] as number;
    if (n === 1) continue;
    const last = d.length - 1;
    if (last >= 0 && s[last] === n * (from[i] as number) && t[last] === n * (to[i] as number)) {
      d[last] = (d[last] as number) * n;
      s[last] = from[i] as number;
      t[last] = to[i] as number;
    } else {
      d.push(n);
      s.push(from[i] as number);
      t.push(to[i] as number);
    }
  }
  while (d.length < 4) {
    d.unshift(1);
    s.unshift(0);
    t.unshift(0);
  }
  copyOuter(kernels, elementBytes, d, x, s, y, t, 0);
}

function copyOuter(
  kernels: KernelTable,
  bytes: number,
  d: number[],
  x: Address,
  s: number[],
  y: Address,
  t: number[],
  axis: number,
): void {
  if (d.length - axis === 4) {
    const at = (list: number[], i: number): number => list[axis + i] as number;
    kernels.copy(
      at(d, 0),
      at(d, 1),
      at(d, 2),
      at(d, 3),
      x,
      at(s, 0),
      at(s, 1),
      at(s, 2),
      at(s, 3),
      y,
      at(t, 0),
      at(t, 1),
      at(t, 2),
      at(t, 3),
    );
    return;
  }
  for (let i = 0; i < (d[axis] as number); i++) {
    copyOuter(
      kernels,
      bytes,
      d,
      x + i * bytes * (s[axis] as number),
      s,
      y + i * bytes * (t[axis] as number),
      t,
      axis + 1,
    );
  }
}
