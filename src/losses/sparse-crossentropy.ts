import { divide } from '../ops/divide.ts';
import { log } from '../ops/log.ts';
import { multiply } from '../ops/multiply.ts';
import { negative } from '../ops/negative.ts';
import { operation } from '../ops/operation.ts';
import { type Tensor, tensorAt } from '../tensor/tensor.ts';
import { clipProbabilities } from './epsilon.ts';

/**
 * The share of each row that stands at its position: p[label] / Σ p. One op, so that its gradient is written once over
 * all classes.
 */
function shareAt(p: Tensor, positions: Tensor): Tensor {
  const classes = p.shape.at(-1) as number;
  const n = positions.size;
  let total: Tensor | undefined;
  return operation({
    inputs: [p],
    shape: positions.shape,
    run: (kernels, out, scope) => {
      const at = scope.memory.bump(n);
      const totals = scope.memory.bump(n);
      kernels.gather(n, 1, p.size, positions.address(), p.address(), at);
      kernels.sum(n, classes, 1, p.address(), totals);
      total = tensorAt(scope, totals, positions.shape);
      kernels.divide(1, n, at, 0, 1, totals, 0, 1, out);
    },
    backward: (dy, _needs, y) => {
      const above = divide(dy, total as Tensor);
      const everywhere = negative(multiply(above, y));
      return [
        operation({
          inputs: [above, everywhere],
          shape: p.shape,
          run: (kernels, out) => {
            kernels.copy(1, 1, n, classes, everywhere.address(), 0, 0, 1, 0, out, 0, 0, classes, 1);
            kernels.scatterAdd(n, 1, positions.address(), above.address(), out);
          },
        }),
      ];
    },
  });
}

/** −ln of the share of the labelled class, kept away from 0 and 1. */
export function crossentropyAt(p: Tensor, positions: Tensor): Tensor {
  return negative(log(clipProbabilities(shareAt(p, positions))));
}
