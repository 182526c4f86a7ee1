import type { Views } from '../memory.ts';
import type { KernelTable } from '../table.ts';
import { arithmetic, type ReferenceType } from './arithmetic.ts';
import { convKernels } from './conv.ts';
import { elementwiseKernels } from './elementwise.ts';
import { gemmKernels } from './gemm.ts';
import { gruKernels } from './gru.ts';
import { lstmKernels } from './lstm.ts';
import { movingKernels } from './moving.ts';
import { normalizeKernels } from './normalize.ts';
import { optimizerKernels } from './optimizers.ts';
import { poolKernels } from './pool.ts';
import { randomKernels } from './random.ts';
import { reduceKernels } from './reduce.ts';
import { simpleRnnKernels } from './simple-rnn.ts';

/**
 * Every kernel in plain TypeScript: the specification of the compiled ones.
 *
 * In float32 each operation is rounded by itself, so a strict build gives the same bits; in float64 nothing is rounded
 * and exp and its like have double precision, so finite differences mean something.
 */
export function referenceKernels(views: () => Views, dtype: ReferenceType): KernelTable {
  const numbers = arithmetic(views, dtype);
  const products = gemmKernels(numbers);
  return {
    ...elementwiseKernels(numbers),
    ...movingKernels(numbers),
    ...reduceKernels(numbers),
    ...products,
    ...convKernels(numbers),
    ...poolKernels(numbers),
    ...normalizeKernels(numbers),
    ...lstmKernels(numbers, products.gemm),
    ...gruKernels(numbers, products.gemm),
    ...simpleRnnKernels(numbers, products.gemm),
    ...optimizerKernels(numbers),
    ...randomKernels(numbers),
  };
}
