import { OptionError } from '../errors.ts';
import { checkBoolean, checkOptions } from '../options.ts';
import { platform } from '../platform/index.ts';
import type { Backend } from './backend.ts';
import { Memory } from './memory.ts';
import { loadStrict } from './wasm/modules.ts';
import type { EngineReport } from './wasm/report.ts';
import { startWasm } from './wasm/start.ts';

/** Options of `configure`. */
export interface EngineOptions {
  /** Use the build that gives the same bits on every machine and runtime. Default: `MEMCELL_STRICT=1`, else false. */
  strict?: boolean;
  /** Use 256-bit operations where the runtime has them. Default: true unless `MEMCELL_WIDE=0`. */
  wide?: boolean;
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
  checkOptions(action, asked, ['strict', 'wide']);
  const preset = fromEnvironment();
  const strict = checkBoolean(action, 'strict', asked.strict ?? preset.strict);
  const wide = checkBoolean(action, 'wide', asked.wide ?? preset.wide);
  if (strict && engine === undefined) await loadStrict();
  if (engine === undefined) options = { strict, wide };
  if (options?.strict === strict && options.wide === wide) return;
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
  const { store, kernels, report } = startWasm(options);
  engine = { backend: { name: 'wasm', dtype: 'float32', memory: new Memory(store), kernels }, report };
  return engine;
}

function fromEnvironment(): Required<EngineOptions> {
  const { environment } = platform();
  return { strict: environment('MEMCELL_STRICT') === '1', wide: environment('MEMCELL_WIDE') !== '0' };
}
