import { UnsupportedError } from '../../errors.ts';
import type { KernelTable } from '../table.ts';
import { compile, unshared } from './compile.ts';
import { bindTile, instantiate, type KernelExports } from './exports.ts';
import { bytesOfBuild } from './modules.ts';
import type { Build, EngineReport, SelfTestResult, Tile, Width } from './report.ts';
import { SELF_TEST_ELEMENTS, selfTest } from './self-test.ts';
import { requireSimd, wasmFeatures } from './simd.ts';
import { type WasmStore, wasmStore } from './store.ts';
import { canBeWide, optimizing, TUNING_ELEMENTS, tune } from './tune.ts';

/** The engine: compiled kernels over a shared memory of their own. */
export interface WasmEngine {
  readonly store: WasmStore;
  readonly kernels: KernelTable;
  /** The same as the instance exports them. */
  readonly exports: KernelExports;
  /** The compiled module: with `store.memory` and `report.tile` all that another thread needs. */
  readonly module: WebAssembly.Module;
  /** What was started; it runs on one thread, and what it is shared by is its owner's affair. */
  readonly report: Omit<EngineReport, 'threads' | 'warnings'>;
}

/** What to start; both have fall-backs. */
export interface WasmOptions {
  /** The build with the same bits on every machine. */
  readonly strict: boolean;
  /** 256-bit operations where the runtime has them. */
  readonly wide: boolean;
}

/** One way to start. */
interface Attempt {
  readonly build: Build;
  readonly width: Width;
}

/** First address that the tests of an attempt use; the engine's owner takes the memory over afterwards. */
const START = 1024;
const TEST_BYTES = START + 4 * Math.max(SELF_TEST_ELEMENTS, TUNING_ELEMENTS);

/**
 * Starts the engine synchronously: compiles, times the tiles, and lets the code that will run pass a self-test against
 * the reference. Wide falls back to narrow, relaxed to strict.
 *
 * @throws UnsupportedError where the runtime lacks SIMD or no build passes.
 */
export function startWasm(options: WasmOptions, bytesOf: typeof bytesOfBuild = bytesOfBuild): WasmEngine {
  const begun = performance.now();
  const features = wasmFeatures();
  requireSimd(features);
  const store = wasmStore();
  store.grow(TEST_BYTES);
  const fallbacks: string[] = [];
  if (!options.strict && !features.relaxedSimd) {
    fallbacks.push('relaxed: this runtime has no relaxed SIMD');
  }
  for (const attempt of attempts(options, features.relaxedSimd)) {
    const name = attempt.width === 256 ? `${attempt.build}, 256-bit` : attempt.build;
    try {
      const started = optimizing(attempt.width, () => startOne(attempt, store, bytesOf));
      const failed = started.selfTest.find(({ passed }) => !passed);
      if (failed === undefined) {
        const { build, width, tile, selfTest, kernels, exports, module } = started;
        const milliseconds = performance.now() - begun;
        return { store, kernels, exports, module, report: { build, width, tile, selfTest, fallbacks, milliseconds } };
      }
      fallbacks.push(`${name}: ${failed.name} differs from the reference by ${failed.maxError}`);
    } catch (error) {
      fallbacks.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new UnsupportedError(
    `Cannot start the engine: one build must pass its self-test, received ${fallbacks.join('; ')}`,
    { hint: 'Call await configure({ strict: true }) first, or report this with the output of memcell doctor.' },
  );
}

/** From the fastest to the safest. */
function attempts({ strict, wide }: WasmOptions, relaxedSimd: boolean): Attempt[] {
  const builds: Build[] = strict || !relaxedSimd ? ['strict'] : ['relaxed', 'strict'];
  const widths: Width[] = wide && canBeWide() ? [256, 128] : [128];
  return builds.flatMap((build) => widths.map((width) => ({ build, width })));
}

interface Started extends Attempt {
  readonly tile: Tile;
  readonly kernels: KernelTable;
  readonly exports: KernelExports;
  readonly module: WebAssembly.Module;
  readonly selfTest: SelfTestResult[];
}

function startOne({ build, width: asked }: Attempt, store: WasmStore, bytesOf: typeof bytesOfBuild): Started {
  const bytes = bytesOf(build);
  if (bytes === undefined) throw new Error('not loaded, which in a page takes await configure({ strict: true })');
  const module = compile(store.shared ? bytes : unshared(bytes), asked);
  const exports = instantiate(module, store.memory);
  const tile = tune(exports, build, START);
  const kernels = bindTile(exports, tile);
  const width: Width = asked === 256 && !tile.startsWith('2') ? 256 : 128; // tall tiles win there only when paired
  return { build, width, tile, kernels, exports, module, selfTest: selfTest(kernels, build, store.views, START) };
}
