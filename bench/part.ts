// node bench/part.ts NAME: measures a part in this process, prints it, and its rows as JSON in the last line.
import { benchGemm } from './gemm.ts';
import { benchKernels } from './kernels.ts';
import type { Kind } from './results.ts';
import { benchVariants } from './variants.ts';

const [name = ''] = process.argv.slice(2);
const [kind, rows]: [Kind, object[]] =
  name === 'gemm'
    ? ['gemm', benchGemm()]
    : name === 'V'
      ? ['variants', benchVariants()]
      : ['kernels', benchKernels(name)];
console.log(`@ ${JSON.stringify({ kind, rows })}`);
process.exit(0);
