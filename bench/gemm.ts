// Products with B packed beforehand and C written from the bias, against the bare loop of the register tile.
import { backend, engineReport } from '../src/backend/current.ts';
import { timedPeak, timedProduct } from '../src/backend/wasm/peak.ts';
import { heading, measure, type Timing } from './measure.ts';

const SIZES = [
  { m: 128, k: 128, n: 512 },
  { m: 3584, k: 28, n: 512 },
  { m: 64, k: 512, n: 2048 },
  { m: 128, k: 512, n: 128 },
  { m: 64, k: 20, n: 80 },
  { m: 1, k: 128, n: 512 },
] as const;

const rate = (flops: number, milliseconds: number): string => (flops / milliseconds / 1e6).toFixed(1);

/** GFLOP/s of a product, of the same with packing beside it, and of the bare loop. */
export interface GemmRow {
  readonly size: string;
  readonly rate: number;
  readonly best: number;
  readonly withPacking: number;
  readonly peak: number;
  readonly bestPeak: number;
}

/** Prints GFLOP/s and the share of the peak (median and best turn), with packing beside it; gives the rows. */
export function benchGemm(): GemmRow[] {
  const engine = backend();
  const peak = timedPeak(engine);
  console.log(heading('gemm', engineReport()));
  const rows: GemmRow[] = [];
  for (const size of SIZES) {
    const product = timedProduct(engine, size);
    const [top, plain, packing] = measure([
      { name: 'peak', run: peak.run },
      { name: 'gemm', run: product.run },
      { name: 'pack', run: product.pack },
    ]) as [Timing, Timing, Timing];
    const share = (key: 'median' | 'best'): string =>
      ((100 * (product.flops / plain[key])) / (peak.flops / top[key])).toFixed(0);
    const text = `[${size.m}, ${size.k}]×[${size.k}, ${size.n}]`;
    const per = (milliseconds: number): number => product.flops / milliseconds / 1e6;
    rows.push({
      size: text,
      rate: per(plain.median),
      best: per(plain.best),
      withPacking: per(plain.median + packing.median),
      peak: peak.flops / top.median / 1e6,
      bestPeak: peak.flops / top.best / 1e6,
    });
    const line = [
      text.padEnd(24),
      `${rate(product.flops, plain.median)} GFLOP/s (best ${rate(product.flops, plain.best)})`.padEnd(30),
      `peak ${rate(peak.flops, top.median)} (${rate(peak.flops, top.best)})`.padEnd(20),
      `share ${share('median')} % (${share('best')} %)`.padEnd(22),
      `with packing ${rate(product.flops, plain.median + packing.median)}`,
    ];
    console.log(line.join('  '));
    product.release();
  }
  peak.release();
  return rows;
}

if (import.meta.main) benchGemm();
