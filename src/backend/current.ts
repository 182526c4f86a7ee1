// biome-ignore-all assist/source/organizeImports: what is imported first comes first in a bundle, see below
// The kernels before all else: src/index.ts says why.
import { loadStrict } from './wasm/modules.ts';
import { OptionError } from '../errors.ts';
import { checkBoolean, checkOptions, checkText } from '../options.ts';
import { platform } from '../platform/index.ts';
import type { Address } from './address.ts';
import type { Backend } from './backend.ts';
import { Memory } from './memory.ts';
import { chooseThreads, type ThreadChoice } from './pool/choose-threads.ts';
import type { Pool } from './pool/pool.ts';
import { threadedKernels } from './pool/threaded-kernels.ts';
import type { EngineReport } from './wasm/report.ts';
import { startWasm, type WasmEngine } from './wasm/start.ts';

/** Options of `configure`. */
export interface EngineOptions {
  /** Use the build that gives the same bits on every machine and runtime. Default: `MEMCELL_STRICT=1`, else false. */
  strict?: boolean;
  /** Use 256-bit operations where the runtime has them. Default: true unless `MEMCELL_WIDE=0`. */
  wide?: boolean;
  /**
   * Threads that share large computations, the calling one included, 1 to 64; the bits do not depend on it. Default:
   * `MEMCELL_THREADS`, else one for each physical core, and 1 where memory cannot be shared (a page that is not
   * cross-origin isolated).
   */
  threads?: number;
  /**
   * Address at which the file of `memcell/worker` is served, for a page that may not start workers from `blob:`. Default:
   * the text is part of the package.
   */
  workerUrl?: string;
}

/** The options of an engine, as they were chosen. */
interface Chosen {
  readonly strict: boolean;
  readonly wide: boolean;
  readonly workerUrl: string | undefined;
  readonly threads: ThreadChoice;
}

/** An engine that runs. */
interface Running {
  readonly backend: Backend;
  /** The same on the calling thread alone. */
  readonly alone: Backend;
  readonly pool: Pool | undefined;
  readonly report: EngineReport;
}

let chosen: Chosen | undefined;
let engine: Running | undefined;
let current: Backend | undefined;

/**
 * Chooses how the engine starts; to be called before anything is computed.
 *
 * @throws OptionError for an unknown option, or once the engine runs with other ones; UnsupportedError in a runtime without WebAssembly SIMD.
 * @example
 * ```ts no-run
 * import { configure } from 'memcell';
 * await configure({ strict: true }); // the same bits in Node and in every browser
 * ```
 */
export async function configure(options: EngineOptions): Promise<void> {
  checkOptions('configure engine', options, ['strict', 'wide', 'threads', 'workerUrl']);
  const asked = choose(options);
  if (asked.strict && engine === undefined) await loadStrict();
  if (engine === undefined) chosen = asked;
  if (chosen !== undefined && sameOptions(chosen, asked)) return;
  throw new OptionError('Cannot configure engine: it must be done before the first computation, received it later', {
    hint: 'Call await configure(…) at the start of the program.',
  });
}

/** The backend that ops run on; starts the engine at its first call. */
export function backend(): Backend {
  current ??= startEngine().backend;
  return current;
}

/**
 * What was started and how; starts the engine. Where fewer threads than usual take part, `warnings` says why.
 *
 * @example
 * ```ts
 * import { engineReport } from 'memcell';
 * const { build, threads, warnings } = engineReport();
 * build; // => 'relaxed'
 * ```
 */
export function engineReport(): EngineReport {
  const { report, pool } = startEngine();
  if (pool?.refusal === undefined) return report;
  const warning = `${pool.size} of ${report.threads} threads, since a worker could not start: ${pool.refusal}`;
  return { ...report, threads: pool.size, warnings: [...report.warnings, warning] };
}

/** Which kernels were chosen, and where workers come from, for kernels that are no part of the engine. */
export function engineChoice(): { strict: boolean; wide: boolean; workerUrl: string | undefined } {
  chosen ??= choose({});
  const { strict, wide, workerUrl } = chosen;
  return { strict, wide, workerUrl };
}

/** What there is to say of the number of threads, before the engine starts. */
export function threadWarnings(): readonly string[] {
  chosen ??= choose({});
  return chosen.threads.warnings;
}

/** The backend on one thread and on all, once its workers have begun; to be measured. */
export async function bothBackends(): Promise<{ readonly one: Backend; readonly all: Backend }> {
  const { backend, alone, pool } = startEngine();
  while (pool !== undefined && pool.threads() < pool.size) await new Promise((resolve) => setTimeout(resolve, 1));
  return { one: alone, all: backend };
}

/** Precision of the current backend, without starting one. */
export function currentDtype(): 'float32' | 'float64' {
  return current?.dtype ?? 'float32';
}

/** Runs `run` on another backend and comes back to the one before. */
export function withBackend<T>(other: Backend, run: () => T): T {
  const before = current;
  current = other;
  try {
    return run();
  } finally {
    current = before;
  }
}

function startEngine(): Running {
  if (engine !== undefined) return engine;
  chosen ??= choose({});
  const { threads, warnings } = chosen.threads;
  const started = startWasm(chosen);
  const alone: Backend = {
    name: 'wasm',
    dtype: 'float32',
    memory: new Memory(started.store),
    kernels: started.kernels,
  };
  const report = { ...started.report, threads, warnings };
  const shared = threads > 1 ? share(started, alone.memory, chosen) : undefined;
  const backend = shared === undefined ? alone : { ...alone, kernels: shared.kernels };
  engine = { backend, alone, pool: shared?.pool, report };
  return engine;
}

/** The kernels of an engine on several threads. */
function share({ kernels, exports, module, store, report }: WasmEngine, own: Memory, { threads, workerUrl }: Chosen) {
  const allocate = (n: number): Address => own.allocate(n);
  const release = (address: Address): void => own.release(address);
  const shared = { kernels, exports, module, memory: store.memory, tile: report.tile, allocate, release };
  return threadedKernels(shared, threads.threads, { workerUrl, required: threads.required });
}

/** The options, and what the environment says of those that were left out. */
function choose({ strict, wide, threads, workerUrl }: EngineOptions): Chosen {
  const { environment } = platform();
  const action = 'configure engine';
  return {
    strict: checkBoolean(action, 'strict', strict ?? environment('MEMCELL_STRICT') === '1'),
    wide: checkBoolean(action, 'wide', wide ?? environment('MEMCELL_WIDE') !== '0'),
    workerUrl: workerUrl === undefined ? undefined : checkText(action, 'workerUrl', workerUrl),
    threads: chooseThreads(threads),
  };
}

function sameOptions(a: Chosen, b: Chosen): boolean {
  const [x, y] = [a, b].map(({ strict, wide, workerUrl, threads }) =>
    [strict, wide, workerUrl, threads.threads].join(),
  );
  return x === y;
}
