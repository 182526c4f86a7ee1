// node bench/part.ts NAME MS: measures a part in this process, prints it, and its rows as JSON in the last line. MS: how long
// a share of the peak is looked at.
import { benchGemm } from './gemm.ts';
import { benchKernels } from './kernels.ts';
import type { Kind } from './results.ts';
import { benchShare } from './share.ts';
import { benchVariants } from './variants.ts';

const [name = '', milliseconds] = process.argv.slice(2);
const [kind, rows]: [Kind, object[]] =
  name === 'gemm'
    ? ['gemm', benchGemm()]
    : name === 'V'
      ? ['variants', benchVariants()]
      : name === 'share'
        ? ['share', (['A', 'B', 'C', 'D', 'G'] as const).map((workload) => benchShare(workload, Number(milliseconds)))]
        : ['kernels', benchKernels(name)];
console.log(`@ ${JSON.stringify({ kind, rows })}`);
process.exit(0);
