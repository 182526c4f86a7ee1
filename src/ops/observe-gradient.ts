import type { Tensor } from '../tensor/tensor.ts';
import { operation } from './operation.ts';

/** The same numbers, with a listener that is told the gradient of what it gives, once all of it is known. */
export function observeGradient(x: Tensor, listen: (gradient: Tensor) => void): Tensor {
  return operation({
    inputs: [x],
    shape: x.shape,
    run: (kernels, out) => kernels.copy(1, 1, 1, x.size, x.address(), 0, 0, 0, 1, out, 0, 0, 0, 1),
    backward: (dy) => {
      listen(dy);
      return [dy];
    },
  });
}
