// One shared memory on which the reference and every instance of the compiled kernels run the same calls.
import type { Views } from '../../src/backend/memory.ts';
import { threadedKernels } from '../../src/backend/pool/threaded-kernels.ts';
import { referenceKernels } from '../../src/backend/reference/kernels.ts';
import type { KernelTable } from '../../src/backend/table.ts';
import { canBeWide, compile, optimizing } from '../../src/backend/wasm/compile.ts';
import { bindTile, instantiate, type KernelExports, TILES } from '../../src/backend/wasm/exports.ts';
import { bytesOfBuild } from '../../src/backend/wasm/modules.ts';
import type { Build, Tile, Width } from '../../src/backend/wasm/report.ts';
import { type WasmStore, wasmStore } from '../../src/backend/wasm/store.ts';
import { WARM_UP_ELEMENTS, warmUp } from '../../src/backend/wasm/warm-up.ts';
import { Random } from '../../src/random.ts';

/** A table under test. */
export interface Tested {
  readonly name: string;
  readonly build: Build;
  readonly kernels: KernelTable;
}

/** What stands between two blocks, and in an output before it is written. */
const MARK = -777;
/** Elements between two blocks: more than what a kernel may read behind one. */
const GAP = 32;
const FIRST = 1024;

/** Lays operands out, then runs one call on every table and compares all of the memory that is laid out. */
export class KernelArena {
  readonly store: WasmStore = wasmStore();
  readonly reference: KernelTable;
  readonly tables: readonly Tested[];
  /** Where scratch stands: behind all that is compared. */
  readonly scratch: number;
  readonly #random: Random = new Random(7);
  readonly #start: number;
  #top: number;

  /** `elements` for operands and `scratchElements` behind them, from the address `start` on. */
  constructor(elements: number, scratchElements: number, start: number = FIRST) {
    this.#start = start;
    this.#top = start;
    this.scratch = start + elements * 4;
    this.store.grow(Math.max(this.scratch + scratchElements * 4, this.#start + WARM_UP_ELEMENTS * 4));
    this.reference = referenceKernels(this.store.views, 'float32');
    this.tables = (['strict', 'relaxed'] as const).flatMap((build) => this.#instances(build));
  }

  #instances(build: Build): Tested[] {
    const widths: Width[] = canBeWide() ? [256, 128] : [128];
    return widths.flatMap((width) => {
      const bytes = bytesOfBuild(build) as Uint8Array<ArrayBuffer>;
      return optimizing(width, () => {
        const module = compile(bytes, width);
        const exports = instantiate(module, this.store.memory);
        return (Object.keys(TILES) as Tile[]).flatMap((tile) => {
          const kernels = bindTile(exports, tile);
          warmUp(kernels, this.#start);
          const alone = { name: `${build} ${width} ${tile}`, build, kernels };
          const share = tile === '6x16' && width === widths[0] && this.#start === FIRST;
          return share ? [alone, ...this.#threaded(alone, exports, module)] : [alone];
        });
      });
    });
  }

  /** The same on 2 and 3 threads, which share every call that can be shared. */
  #threaded({ name, build, kernels }: Tested, exports: KernelExports, module: WebAssembly.Module): Tested[] {
    return [2, 3].map((threads) => {
      const { memory } = this.store;
      const allocate = (n: number): number => this.#take(n);
      const engine = { kernels, exports, module, memory, tile: '6x16' as const, allocate, release: () => {} };
      const started = threadedKernels(engine, threads, { partCost: 1e-9 });
      while (started.pool.threads() < threads) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      return { name: `${name} on ${threads} threads`, build, kernels: started.kernels };
    });
  }

  /** A place of its own behind everything. */
  #take(n: number): number {
    const address = this.store.bytes();
    this.store.grow(address + 4 * n + 64);
    return address;
  }

  get views(): Views {
    return this.store.views();
  }

  /** The part of memory that is laid out. */
  laidOut(): Views['floats'] {
    return this.views.floats.subarray(this.#start / 4, this.#top / 4);
  }

  /** Forgets all blocks. */
  clear(): void {
    this.views.floats.fill(MARK, this.#start / 4, Math.max(this.#top, this.#start + 4096) / 4);
    this.#top = this.#start;
  }

  /** Address of a copy of the values. */
  put(values: ArrayLike<number>): number {
    const address = this.room(values.length);
    this.views.floats.set(values, address / 4);
    return address;
  }

  /** Address of a copy of whole numbers. */
  putInts(values: ArrayLike<number>): number {
    const address = this.room(values.length);
    this.views.ints.set(values, address / 4);
    return address;
  }

  /** Address of n elements that hold the mark; not aligned, as a part of a tensor is not. */
  room(n: number): number {
    const address = this.#top;
    this.#top += (n + GAP) * 4;
    if (this.#top > this.scratch) throw new Error(`Cannot lay out ${n} elements: the arena is too small`);
    this.views.floats.fill(MARK, address / 4, this.#top / 4);
    return address;
  }

  /** Address of n numbers from −1 to 1. */
  uniform(n: number): number {
    return this.put(this.#random.uniform(n, -1, 1));
  }

  /**
   * Runs the call on the reference and on every table, each from the same memory: strict must leave the same bits
   * everywhere (NaN is NaN), relaxed must be within the bound (Infinity: whatever it is, an infinity beside a NaN
   * included), and all relaxed ones must agree to the bit.
   */
  check(label: string, bound: number, run: (kernels: KernelTable) => unknown): void {
    const all = this.laidOut();
    const before = all.slice();
    const expected = run(this.reference);
    const after = all.slice();
    let relaxed: Views['floats'] | undefined;
    for (const { name, build, kernels } of this.tables) {
      all.set(before);
      const result = run(kernels);
      if (result !== expected) throw new Error(`${name}: ${label} returns ${result}, the reference ${expected}`);
      const wanted = build === 'relaxed' ? (relaxed ?? after) : after;
      const allowed = build === 'relaxed' && relaxed === undefined ? bound : 0;
      const at = firstBeyond(all, wanted, allowed);
      if (at >= 0) {
        const what = `element ${at} is ${all[at]}, must be ${wanted[at]} within ${allowed}`;
        throw new Error(`${name}: ${label}: ${what}`);
      }
      if (build === 'relaxed') relaxed ??= all.slice();
    }
  }
}

/** Index of the first element that differs by more than `bound`, relative above 1; −1 for none. */
function firstBeyond(x: Views['floats'], y: Views['floats'], bound: number): number {
  if (bound === Infinity) return -1;
  for (let i = 0; i < x.length; i++) {
    const a = x[i] as number;
    const b = y[i] as number;
    if (a === b ? a !== 0 || bound > 0 || Object.is(a, b) : Number.isNaN(a) && Number.isNaN(b)) continue;
    if (!(bound > 0 && Math.abs(a - b) <= bound * Math.max(1, Math.abs(b)))) return i;
  }
  return -1;
}
