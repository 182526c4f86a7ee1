import { multiply } from '../ops/multiply.ts';
import { operation } from '../ops/operation.ts';
import { square } from '../ops/square.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { tensor } from '../tensor/tensor.ts';

/**
 * (1 − p)^γ from 1 − p ≥ 0: how hard a sample still is. γ = 2 is a square, and 0 and 1 need no power; the others are
 * exp(γ ln x), one op, because the gradient γ x^(γ − 1) at 0 is none of the parts'.
 */
export function hardness(x: Tensor, gamma: number): Tensor {
  if (gamma === 0) return tensor(1);
  if (gamma === 1) return x;
  if (gamma === 2) return square(x);
  return operation({
    inputs: [x],
    shape: x.shape,
    run: (kernels, out, scope) => {
      const factor = scope.memory.bump(1);
      const logs = scope.memory.bump(x.size);
      const powers = scope.memory.bump(x.size);
      kernels.fill(1, gamma, factor);
      kernels.log(x.size, x.address(), logs);
      kernels.multiply(1, x.size, logs, 0, 1, factor, 0, 0, powers);
      kernels.exp(x.size, powers, out);
    },
    backward: (dy) => [multiply(dy, multiply(hardness(x, gamma - 1), gamma))],
  });
}
