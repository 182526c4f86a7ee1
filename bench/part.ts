// node bench/part.ts NAME MS: measures a part in this process, prints it, and its rows as JSON in the last line. MS: how long
// a share of the peak is looked at.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { benchGemm } from './gemm.ts';
import { benchKernels } from './kernels.ts';
import type { OverheadRow } from './page-parts.ts';
import type { Kind } from './results.ts';
import { benchShare } from './share.ts';
import { benchVariants } from './variants.ts';
import type { WorkloadName } from './workloads.ts';

const [name = '', milliseconds] = process.argv.slice(2);
const [kind, rows] = measured();

function measured(): [Kind, object[]] {
  if (name === 'gemm') return ['gemm', benchGemm()];
  if (name === 'V') return ['variants', benchVariants()];
  if (name === 'overhead') return ['overhead', (['A', 'B', 'C', 'E', 'G', 'S'] as const).map(overheadOf)];
  if (name !== 'share') return ['kernels', benchKernels(name)];
  return ['share', (['A', 'B', 'C', 'D', 'G'] as const).map((each) => benchShare(each, Number(milliseconds)))];
}

/** In a process of its own: it records the kernel calls of a step. */
function overheadOf(workload: WorkloadName): OverheadRow {
  const script = fileURLToPath(new URL('overhead.ts', import.meta.url));
  const row = JSON.parse(execFileSync(process.execPath, [script, workload], { encoding: 'utf8' })) as OverheadRow;
  const { step, kernels, overhead, calls, bytes } = row;
  const times = `${step.toFixed(1)} µs, ${kernels.toFixed(1)} in ${calls} kernel calls, ${overhead.toFixed(1)} outside`;
  console.log(`${workload.padEnd(2)} ${times}; ${bytes} bytes allocated by JavaScript`);
  return row;
}

console.log(`@ ${JSON.stringify({ kind, rows })}`);
process.exit(0);
