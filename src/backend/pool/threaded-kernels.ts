import type { Address, KernelTable } from '../table.ts';
import { isTiled, type KernelExports, TILES } from '../wasm/exports.ts';
import type { Tile } from '../wasm/report.ts';
import { Pool, type PoolOptions } from './pool.ts';
import { pooledKernels } from './pooled-kernels.ts';

/** An engine whose work is to be shared. */
export interface SharedEngine {
  /** Its table, as one thread runs it. */
  readonly kernels: KernelTable;
  readonly exports: KernelExports;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly tile: Tile;
  /** Takes a long-lived block of n elements, and gives one back. */
  readonly allocate: (n: number) => Address;
  readonly release: (address: Address) => void;
}

/** The kernels of an engine, shared by so many threads; and the pool of them. */
export function threadedKernels(
  engine: SharedEngine,
  threads: number,
  { partCost, ...options }: PoolOptions & { readonly partCost?: number } = {},
): { kernels: KernelTable; pool: Pool } {
  const { kernels, exports, module, memory } = engine;
  const names = Object.keys(exports).filter((name) => typeof exports[name as keyof KernelTable] === 'function');
  const pool = new Pool(threads - 1, { module, memory, names }, options);
  const places: { readonly address: Address; readonly elements: number }[] = [];
  const scratchOf = (worker: number, elements: number): Address => {
    const place = places[worker];
    if (place !== undefined && place.elements >= elements) return place.address;
    if (place !== undefined) engine.release(place.address);
    const address = engine.allocate(elements);
    places[worker] = { address, elements };
    return address;
  };
  const tile = TILES[engine.tile];
  const shared = {
    kernels,
    numberOf: (name: keyof KernelTable) => names.indexOf(name),
    before: (name: keyof KernelTable) => (isTiled(name) ? tile : undefined),
    scratchOf,
    partCost,
  };
  return { kernels: pooledKernels(shared, pool), pool };
}
