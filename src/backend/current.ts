import { OptionError, UnsupportedError } from '../errors.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import { platform } from '../platform/index.ts';
import type { Address } from './address.ts';
import type { Backend } from './backend.ts';
import { Memory } from './memory.ts';
import { MAX_THREADS } from './pool/control.ts';
import { threadedKernels } from './pool/threaded-kernels.ts';
import type { KernelTable } from './table.ts';
import { loadStrict } from './wasm/modules.ts';
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
   * `MEMCELL_THREADS`, else 1.
   */
  threads?: number;
}

let options: Required<EngineOptions> | undefined;
let engine: { backend: Backend; report: EngineReport } | undefined;
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
export async function configure(asked: EngineOptions): Promise<void> {
  const action = 'configure engine';
  checkOptions(action, asked, ['strict', 'wide', 'threads']);
  const preset = fromEnvironment();
  const strict = checkBoolean(action, 'strict', asked.strict ?? preset.strict);
  const wide = checkBoolean(action, 'wide', asked.wide ?? preset.wide);
  const threads = checkThreads(asked.threads ?? preset.threads, 'threads');
  if (strict && engine === undefined) await loadStrict();
  if (engine === undefined) options = { strict, wide, threads };
  if (options?.strict === strict && options.wide === wide && options.threads === threads) return;
  throw new OptionError('Cannot configure engine: it must be done before the first computation, received it later', {
    hint: 'Call await configure(…) at the start of the program.',
  });
}

/** The backend that ops run on; starts the engine at its first call. */
export function backend(): Backend {
  current ??= startEngine().backend;
  return current;
}

/** What was started and how; starts the engine. */
export function engineReport(): EngineReport {
  return startEngine().report;
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

function startEngine(): { backend: Backend; report: EngineReport } {
  if (engine !== undefined) return engine;
  options ??= fromEnvironment();
  const { threads } = options;
  const started = startWasm(options);
  const memory = new Memory(started.store);
  const kernels = threads > 1 ? threaded(started, memory, threads) : started.kernels;
  engine = { backend: { name: 'wasm', dtype: 'float32', memory, kernels }, report: { ...started.report, threads } };
  return engine;
}

function threaded({ kernels, exports, module, store, report }: WasmEngine, own: Memory, threads: number): KernelTable {
  const { memory } = store;
  const allocate = (n: number): Address => own.allocate(n);
  const release = (address: Address): void => own.release(address);
  return threadedKernels({ kernels, exports, module, memory, tile: report.tile, allocate, release }, threads).kernels;
}

function fromEnvironment(): Required<EngineOptions> {
  const { environment } = platform();
  const asked = environment('MEMCELL_THREADS') ?? '1';
  return {
    strict: environment('MEMCELL_STRICT') === '1',
    wide: environment('MEMCELL_WIDE') !== '0',
    threads: checkThreads(/^\d+$/.test(asked) ? Number(asked) : asked, 'MEMCELL_THREADS'),
  };
}

/** A number of threads. @throws OptionError where it is none, or more than can be had here. */
function checkThreads(threads: unknown, name: string): number {
  const action = 'configure engine';
  const checked = checkNumber(action, name, threads, { from: 1, to: MAX_THREADS, whole: true });
  if (checked === 1 || platform().canShareMemory()) return checked;
  throw new UnsupportedError(
    `Cannot ${action}: ${name} must be 1 where memory cannot be shared with other threads, received ${checked}`,
    { hint: 'A page must be cross-origin isolated: serve it with COOP same-origin and COEP require-corp.' },
  );
}
