import { cpus, totalmem } from 'node:os';
import type { Backend } from '../backend/backend.ts';
import { bothBackends, engineReport } from '../backend/current.ts';
import { measureProduct, timedPeak, timedProduct } from '../backend/wasm/peak.ts';
import type { EngineReport } from '../backend/wasm/report.ts';
import { platform } from '../platform/index.ts';

/** What `memcell doctor` finds out. */
export interface Diagnosis {
  readonly memcell: string;
  readonly runtime: string;
  readonly processor: string;
  readonly cores: number;
  /** Bytes that this process may use; the engine itself takes at most 4 GiB of them. */
  readonly memory: number;
  readonly engine: EngineReport;
  /** Products per second, in 10⁹ floating-point operations. */
  readonly speed: Speed;
}

/** GFLOP/s of products on one thread and on all, and of the loop of registers that bounds one thread. */
export interface Speed {
  readonly peak: number;
  readonly products: readonly {
    readonly size: string;
    readonly gflops: number;
    readonly share: number;
    readonly onAll: number;
  }[];
}

/** Those of a small LSTM's step, its whole input and a large LSTM's step: [m, k]×[k, n]. */
const SIZES = [
  { m: 128, k: 128, n: 512 },
  { m: 3584, k: 28, n: 512 },
  { m: 64, k: 512, n: 2048 },
] as const;

/** Starts the engine, lets it test itself, and measures it. */
export async function diagnose(memcell: string): Promise<Diagnosis> {
  const { runtime, cores } = platform();
  const both = await bothBackends();
  return {
    memcell,
    runtime: `${runtime.name} ${runtime.version} (${runtime.system})`,
    processor: cpus()[0]?.model.trim() || 'unknown',
    cores: cores(),
    memory: memoryLimit(),
    engine: engineReport(),
    speed: measureSpeed(both),
  };
}

/** The machine's memory, or less where the process is kept to less. */
function memoryLimit(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function measureSpeed({ one, all }: { readonly one: Backend; readonly all: Backend }): Speed {
  const bound = timedPeak(one);
  const rate = (product: Parameters<typeof measureProduct>[0]): number => {
    const best = measureProduct(product) / 1e9;
    product.release();
    return best;
  };
  const products = SIZES.map(({ m, k, n }) => ({
    size: `[${m}, ${k}] x [${k}, ${n}]`,
    gflops: rate(timedProduct(one, { m, n, k })),
    onAll: rate(timedProduct(all, { m, n, k })),
  }));
  const peak = rate(bound);
  return { peak, products: products.map((product) => ({ ...product, share: product.gflops / peak })) };
}
