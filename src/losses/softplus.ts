import { multiply } from '../ops/multiply.ts';
import { operation } from '../ops/operation.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';

/**
 * ln(1 + eˣ) as max(x, 0) + ln(1 + e^−|x|), which neither overflows nor loses digits. One op, because its gradient is
 * sigmoid(x) everywhere, which the parts do not give at 0 and lose far from it.
 */
export function softplus(x: Tensor): Tensor {
  return operation({
    inputs: [x],
    shape: x.shape,
    run: (kernels, out, scope) => {
      const n = x.size;
      const positive = emptyTensor(scope, x.shape).address();
      const rest = emptyTensor(scope, x.shape).address();
      const one = emptyTensor(scope, []).address();
      kernels.fill(1, 1, one);
      kernels.relu(n, x.address(), positive);
      kernels.abs(n, x.address(), rest);
      kernels.negative(n, rest, rest);
      kernels.exp(n, rest, rest);
      kernels.add(1, n, rest, 0, 1, one, 0, 0, out);
      kernels.log(n, out, rest);
      kernels.add(1, n, positive, 0, 1, rest, 0, 1, out);
    },
    backward: (dy) => [multiply(dy, sigmoid(x))],
  });
}
