// Elementwise kernels, activations, reductions and the sequences on data in the nearest caches: elements a second.
import { backend, engineReport } from '../src/backend/current.ts';
import {
  CONV_SCRATCH,
  type ConvGeometry,
  type KernelTable,
  PATCH_BLOCK,
  packedSize,
  START_ZERO,
  TILE_SCRATCH,
} from '../src/backend/table.ts';
import { heading, measure } from './measure.ts';

const N = 8192;

/** What is measured together. */
type Family = 'elementwise' | 'gates' | 'optimizers' | 'embedding' | 'conv';

/** What a kernel does in a second: the median, and the best turn. */
export interface KernelRow {
  readonly family: Family;
  readonly kernel: string;
  readonly unit: KernelCase['unit'];
  readonly rate: number;
  readonly best: number;
}

interface KernelCase {
  readonly name: string;
  /** Elements a run works on, or flops where `unit` says so. */
  readonly work: number;
  readonly unit: 'Gelem/s' | 'GFLOP/s';
  readonly run: (kernels: KernelTable) => void;
}

/** Prints a line a kernel of a family, or of all; gives the rows. */
export function benchKernels(asked?: string): KernelRow[] {
  const { kernels, memory } = backend();
  const blocks: number[] = [];
  const take = (n: number, value: (i: number) => number = () => 0): number => {
    const address = memory.allocate(n);
    blocks.push(address);
    const { floats } = memory.views();
    for (let i = 0; i < n; i++) floats[address / 4 + i] = value(i);
    return address;
  };
  const x = take(N, (i) => ((i * 37) % 101) / 10 - 5);
  const y = take(N, (i) => ((i * 29) % 97) / 97);
  const out = take(N);
  const [w, m, v] = [take(N), take(N), take(N, () => 0.1)];
  const families: Readonly<Record<Family, () => KernelCase[]>> = {
    elementwise: () => [
      ...(['exp', 'log', 'sigmoid', 'tanh', 'relu'] as const).map((name) => elements(name, (k) => k[name](N, x, out))),
      ...(['sigmoidGradient', 'tanhGradient'] as const).map((name) => elements(name, (k) => k[name](N, y, x, out))),
      elements('add', (k) => k.add(1, N, x, 0, 1, y, 0, 1, out)),
      elements('add a row', (k) => k.add(64, 128, x, 128, 1, y, 0, 1, out)),
      elements('sum', (k) => k.sum(1, N, 1, x, out)),
      elements('sum of rows', (k) => k.sum(1, 64, 128, x, out)),
      elements('softmax', (k) => k.softmax(64, 128, x, out)),
      elements('normalize', (k) => k.normalize(64, 128, 1e-3, x, out, v)),
      elements('normalizeGradient', (k) => k.normalizeGradient(64, 128, x, m, y, out)),
      elements('copy', (k) => k.copy(1, 1, 64, 128, x, 0, 0, 128, 1, out, 0, 0, 128, 1)),
      elements('copy transposed', (k) => k.copy(1, 1, 64, 128, x, 0, 0, 1, 64, out, 0, 0, 128, 1)),
      elements('pack', (k) => k.pack(64, 128, x, 128, 1, out)),
      elements('pack transposed', (k) => k.pack(64, 128, x, 1, 64, out)),
      elements('dropoutMask', (k) => k.dropoutMask(N, 1, 2, 0, 0.8, 1.25, out)),
    ],
    gates: () => [
      ...lstm(take, 28, 128, 128),
      ...lstm(take, 8, 64, 20),
      ...lstm(take, 1, 1, 128),
      ...gru(take, 28, 128, 128),
    ],
    optimizers: () => [
      elements('sgd', (k) => k.sgd(N, w, x, 1e-9)),
      elements('momentum', (k) => k.momentum(N, w, x, m, 1e-9, 0.9, 1, 0)),
      elements('adam', (k) => k.adam(N, w, x, m, v, 0, 1e-9, 0, 0.1, 0.001, 1e-7)),
      elements('adamax', (k) => k.adamax(N, w, x, m, v, 1e-9, 0.1, 0.999, 1e-7)),
      elements('adagrad', (k) => k.adagrad(N, w, x, v, 1e-9, 1e-7, 0, 0)),
      elements('rmsprop', (k) => k.rmsprop(N, w, x, v, 0, 0, 1e-9, 0.1, 0, 1e-7)),
      elements('lion', (k) => k.lion(N, w, x, m, 1e-9, 0.1, 0.01)),
    ],
    embedding: () => embedding(take, () => memory.views().ints),
    conv: () => [
      ...conv(take, [32, 32, 3], 5, 6),
      ...conv(take, [16, 16, 64], 3, 64),
      elements('pool, the largest', (k) => k.pool(0, 1, 16, 16, 32, 8, 8, 2, 2, 2, 2, 0, 0, x, out)),
      elements('pool, its gradient', (k) => k.poolGradient(0, 1, 16, 16, 32, 8, 8, 2, 2, 2, 2, 0, 0, x, y, x, out)),
    ],
  };
  const chosen = (Object.keys(families) as Family[]).filter((family) => asked === undefined || asked === family);
  const cases = chosen.flatMap((family) => families[family]().map((each) => ({ ...each, family })));
  console.log(heading(chosen.join(', '), engineReport()));
  const rows: KernelRow[] = [];
  const timings = measure(cases.map(({ name, run }) => ({ name, run: () => run(kernels) })));
  for (const [i, { name, median, best }] of timings.entries()) {
    const { work, unit, family } = cases[i] as (typeof cases)[number];
    const rate = (milliseconds: number): number => work / milliseconds / 1e6;
    rows.push({ family, kernel: name.trim(), unit, rate: rate(median), best: rate(best) });
    console.log(`${name.padEnd(28)}${rate(median).toFixed(2).padStart(8)} ${unit} (best ${rate(best).toFixed(2)})`);
  }
  for (const block of blocks) memory.release(block);
  return rows;
}

/** Rows of a table of 100,000 × 64 by 640 ids, as a batch of [32, 20] ids reads them. */
function embedding(
  take: (n: number, value?: (i: number) => number) => number,
  ints: () => Int32Array | Float64Array,
): KernelCase[] {
  const [count, width, rows] = [640, 64, 100_000];
  const [table, ids, out] = [take(rows * width), take(count), take(count * width)];
  const held = ints();
  for (let i = 0; i < count; i++) held[ids / 4 + i] = (i * 7919) % rows;
  const one = (name: string, run: KernelCase['run']): KernelCase => ({
    name: `${name} [${count}, ${width}]`,
    work: count * width,
    unit: 'Gelem/s',
    run,
  });
  return [
    one('gather', (k) => k.gather(count, width, rows, ids, table, out)),
    one('scatterAdd', (k) => k.scatterAdd(count, width, ids, out, table)),
  ];
}

function elements(name: string, run: KernelCase['run']): KernelCase {
  return { name, work: N, unit: 'Gelem/s', run };
}

/** Forward, and backward after a forward that fills the gates anew; flops of the products alone. */
function lstm(
  take: (n: number, value?: (i: number) => number) => number,
  t: number,
  b: number,
  u: number,
): KernelCase[] {
  const small = (i: number): number => (((i * 31) % 89) / 89 - 0.5) / 4;
  const r = take(packedSize(u, 4 * u), small);
  const rT = take(packedSize(4 * u, u), small);
  const gates = take(t * b * 4 * u, small);
  const [cells, hidden, tanhs] = [take((t + 1) * b * u), take((t + 1) * b * u), take(t * b * u)];
  const [dHidden, dCell, scratch] = [take((t + 1) * b * u), take(b * u), take(TILE_SCRATCH)];
  const forward = (k: KernelTable): void =>
    k.lstmForward(t, b, u, 0, b, r, 16 * u, 16, gates, cells, tanhs, hidden, 0, 0, 0, 0, scratch);
  const backward = (k: KernelTable): void => {
    forward(k);
    k.fill((t + 1) * b * u, 0.01, dHidden);
    k.lstmBackward(t, b, u, 0, b, rT, 64 * u, 16, gates, cells, tanhs, dHidden, dCell, 0, 0, 0, 0, scratch);
  };
  const size = `[${b}, ${t}, ${u}]`;
  const flops = 8 * t * b * u * u;
  return [
    { name: `lstmForward ${size}`, work: flops, unit: 'GFLOP/s', run: forward },
    { name: `  and lstmBackward ${size}`, work: flops * (2 - 1 / t), unit: 'GFLOP/s', run: backward },
  ];
}

/** A convolution of 8 images and its two gradients. */
function conv(
  take: (n: number, value?: (i: number) => number) => number,
  [height, width, depth]: readonly [number, number, number],
  side: number,
  n: number,
): KernelCase[] {
  const small = (i: number): number => (((i * 31) % 89) / 89 - 0.5) / 4;
  const [rows, cols, size] = [height - side + 1, width - side + 1, side * side * depth];
  const [image, patches] = [height * width * depth, 8 * rows * cols];
  const [x, dx, y] = [take(8 * image, small), take(8 * image), take(patches * n, small)];
  const [w, wT, dw] = [take(packedSize(size, n), small), take(packedSize(n, size), small), take(size * n)];
  const block = Math.max(1, Math.floor(PATCH_BLOCK / size));
  const scratch = take(CONV_SCRATCH + block * size);
  const line = width * depth;
  const at = (address: number): ConvGeometry => {
    return [8, rows, cols, side, side, depth, address, image, line, depth, line, depth, n];
  };
  const one = (name: string, run: KernelCase['run']): KernelCase => ({
    name: `${name} [${height}, ${width}, ${depth}]`,
    work: 2 * patches * size * n,
    unit: 'GFLOP/s',
    run,
  });
  return [
    one('convForward', (k) => k.convForward(...at(x), w, 16 * size, 16, y, START_ZERO, 0, scratch)),
    one('  KernelGradient', (k) => k.convKernelGradient(...at(x), y, n, dw, n, scratch)),
    one('  InputGradient', (k) => k.convInputGradient(...at(dx), y, wT, block, scratch)),
  ];
}

/** The GRU with the reset after the product and before it, and the first with a mask and with a recurrent mask. */
function gru(
  take: (n: number, value?: (i: number) => number) => number,
  t: number,
  b: number,
  u: number,
): KernelCase[] {
  const small = (i: number): number => (((i * 31) % 89) / 89 - 0.5) / 4;
  const [r, rT] = [take(packedSize(u, 3 * u), small), take(packedSize(3 * u, u), small)];
  const candidate = r + 8 * packedSize(u, u);
  const [gates, inner, hidden] = [take(3 * t * b * u, small), take(t * b * u), take((t + 1) * b * u)];
  const [input, dHidden, work] = [take(t * b * u), take((t + 1) * b * u), take(b * u)];
  const [bias, scratch] = [take(u), take(TILE_SCRATCH)];
  const mask = take(t * b, (i) => (i % 7 === 0 ? 0 : 1));
  const factors = take(b * u, (i) => (i % 5 === 0 ? 0 : 1.25));
  const one = (name: string, after: number, ...masks: readonly [number, number]): KernelCase => ({
    name: `gru [${b}, ${t}, ${u}] ${name}`,
    work: 6 * t * b * u * u * (2 - 1 / t),
    unit: 'GFLOP/s',
    run(k) {
      const sizes = [t, b, u, 0, b] as const;
      const weights = [r, candidate, 16 * u, 16, after, bias] as const;
      k.gruForward(...sizes, ...weights, gates, inner, hidden, ...masks, input, scratch);
      k.fill((t + 1) * b * u, 0.01, dHidden);
      const kept = [gates, inner, hidden, dHidden, 0, ...masks, input, work] as const;
      k.gruBackward(...sizes, rT, 48 * u, 16, after, ...kept, scratch);
    },
  });
  return [
    one('reset after', 1, 0, 0),
    one('reset before', 0, 0, 0),
    one('masked', 1, mask, 0),
    one('dropped', 1, 0, factors),
  ];
}

if (import.meta.main) benchKernels();
