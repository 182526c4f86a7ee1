import type { UnaryGradientName, UnaryName } from '../backend/table.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';

/** Runs a one-input kernel; `backward` gives the input's gradient from dy and the output. */
export function unaryKernel(name: UnaryName, x: Tensor, backward: (dy: Tensor, y: Tensor) => Tensor): Tensor {
  return operation({
    inputs: [x],
    shape: x.shape,
    run: (kernels, out) => kernels[name](x.size, x.address(), out),
    backward: (dy, _needs, y) => [backward(dy, y)],
  });
}

/** Runs a kernel that gives dx from the saved output and dy. */
export function gradientKernel(name: UnaryGradientName, y: Tensor, dy: Tensor): Tensor {
  return operation({
    inputs: [y, dy],
    shape: y.shape,
    run: (kernels, out) => kernels[name](y.size, y.address(), dy.address(), out),
  });
}
