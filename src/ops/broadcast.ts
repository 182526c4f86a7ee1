import type { BinaryName } from '../backend/table.ts';
import { broadcastShapes, type Shape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type Operation, operation } from './operation.ts';
import { expanded } from './strided.ts';

/** Runs a two-input kernel with broadcasting. */
export function broadcastKernel(
  name: BinaryName,
  action: string,
  x: Tensor,
  y: Tensor,
  backward?: Operation['backward'],
): Tensor {
  const shape = broadcastShapes(x.shape, y.shape, action);
  return operation({
    inputs: [x, y],
    shape,
    run: (kernels, out) => {
      const plan = planBroadcast(shape, x, y);
      const a = plan.expand[0] ? expanded(x, shape).address() : x.address();
      const b = plan.expand[1] ? expanded(y, shape).address() : y.address();
      kernels[name](plan.rows, plan.cols, a, plan.xRow, plan.xCol, b, plan.yRow, plan.yCol, out);
    },
    ...(backward ? { backward } : {}),
  });
}

interface BroadcastPlan {
  rows: number;
  cols: number;
  xRow: number;
  xCol: number;
  yRow: number;
  yCol: number;
  expand: readonly [boolean, boolean];
}

const NEITHER: BroadcastPlan['expand'] = [false, false];

/**
 * Views both operands as [rows, cols] with strides where one split of the axes serves both (an operand is whole,
 * constant, one row for all rows, or one column for all columns); otherwise the smaller operands are expanded first.
 */
function planBroadcast(shape: Shape, x: Tensor, y: Tensor): BroadcastPlan {
  const size = sizeOf(shape);
  const whole = x.size === size;
  if (size > 1 && (whole || x.size === 1) && (y.size === size || y.size === 1)) {
    // each is whole or one number: one row, without a look at the axes
    const [xCol, yCol] = [whole ? 1 : 0, y.size === size ? 1 : 0];
    return { rows: 1, cols: size, xRow: whole ? size : 1, xCol, yRow: yCol === 1 ? size : 1, yCol, expand: NEITHER };
  }
  for (let split = 0; split <= shape.length; split++) {
    const cols = sizeOf(shape.slice(split));
    const a = viewAt(shape, x, split, cols);
    const b = viewAt(shape, y, split, cols);
    if (a && b) {
      const rows = cols === 0 ? 0 : size / cols;
      return { rows, cols, xRow: a[0], xCol: a[1], yRow: b[0], yCol: b[1], expand: NEITHER };
    }
  }
  const expand = [x.size !== size, y.size !== size] as const;
  return { rows: 1, cols: size, xRow: 0, xCol: 1, yRow: 0, yCol: 1, expand };
}

/** [row stride, column stride] of an operand viewed at a split, or undefined where it has none. */
function viewAt(shape: Shape, x: Tensor, split: number, cols: number): [number, number] | undefined {
  const missing = shape.length - x.rank;
  const at = (axis: number): number => (axis < missing ? 1 : (x.shape[axis - missing] as number));
  const kind = (from: number, to: number): 'whole' | 'one' | undefined => {
    let whole = true;
    let one = true;
    for (let axis = from; axis < to; axis++) {
      if (at(axis) !== shape[axis]) whole = false;
      if (at(axis) !== 1) one = false;
    }
    return whole ? 'whole' : one ? 'one' : undefined;
  };
  const rows = kind(0, split);
  const columns = kind(split, shape.length);
  if (rows === undefined || columns === undefined) return undefined;
  const xCol = columns === 'whole' ? 1 : 0;
  return [rows === 'one' ? 0 : xCol === 1 ? cols : 1, xCol];
}
