import type { Width } from './report.ts';

/** V8's flags while the kernels are compiled: what to set, and what to set back. */
interface Flags {
  readonly set: readonly string[];
  readonly restore: readonly string[];
}

/**
 * A function is optimized at the end of its first call, in the calling thread: what is called a second time is the code
 * that runs from then on. The budget that is set back is V8's own in Node 24 to 26.
 * Node 22 would compile the same function again and again.
 *
 * Not `--no-liftoff`: with it V8 aborts the process at the first call between two functions, unless inlining is switched
 * off too, and that aborts it where a module of somebody else is being optimized in the background at that moment.
 */
const AT_ONCE: Flags = {
  set: ['--wasm-sync-tier-up', '--wasm-tiering-budget=1'],
  restore: ['--no-wasm-sync-tier-up', '--wasm-tiering-budget=13000000'],
};

/** Pairs of 128-bit operations become 256-bit ones. */
const PAIRING: Flags = {
  set: ['--experimental-wasm-revectorize'],
  restore: ['--no-experimental-wasm-revectorize'],
};

/** Node's versions whose flags were tried: a wrong flag cannot be caught, so others compile as the runtime likes. */
const OLDEST_TRIED = 24;
const NEWEST_TRIED = 26;

/** Node's major version; undefined elsewhere. */
function nodeMajor(): number | undefined {
  if (typeof process !== 'object' || typeof process.getBuiltinModule !== 'function') return undefined;
  const { node, bun, deno } = process.versions;
  if (node === undefined || bun !== undefined || deno !== undefined) return undefined;
  return Number.parseInt(node, 10);
}

/** What somebody starts Node with who sets such flags for the whole process, or lets it abort where a program does. */
const OWN_FLAGS = /^--.*(liftoff|tier|revectorize|freeze.flags|contradictory.flags)/;

/** Whether the compiler can be told to optimize at once, so that timing means something from the first call. */
export function compilesAtOnce(): boolean {
  const major = nodeMajor();
  if (major === undefined || major < OLDEST_TRIED || major > NEWEST_TRIED) return false;
  return !process.execArgv.some((flag) => OWN_FLAGS.test(flag));
}

/** Whether this is Node 22, whose compiler is older than that of all other supported runtimes. */
export function isNode22(): boolean {
  return nodeMajor() === 22;
}

/** Whether pairing can be asked for here. */
export function canBeWide(): boolean {
  return compilesAtOnce() && process.arch === 'x64';
}

/** A custom section of no content: V8 shares compiled code between modules of equal bytes, whatever the flags were. */
const NARROW_SECTION = [0x00, 0x07, 0x06, 0x6e, 0x61, 0x72, 0x72, 0x6f, 0x77];

/** A module of its own for each width. */
export function compile(wasm: Uint8Array<ArrayBuffer>, width: Width): WebAssembly.Module {
  return new WebAssembly.Module(width === 256 ? wasm : new Uint8Array([...wasm, ...NARROW_SECTION]));
}

/** What the kernels import: 'memory', of the kind of memories, with limits that say that it is shared and how large. */
const SHARED_MEMORY = [0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x02, 0x03];

/** The same kernels for a memory that is not shared. */
export function unshared(wasm: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = wasm.slice();
  const at = copy.findIndex((_, i) => SHARED_MEMORY.every((byte, j) => copy[i + j] === byte));
  copy[at + SHARED_MEMORY.length - 1] = 0x01; // not shared, with a maximum
  return copy;
}

/**
 * Runs `start`, which compiles a module, makes an instance and calls its kernels, with the optimizing compiler at hand:
 * what was called in it once is optimized, wide where that is asked for and can be. Functions that it does not call are
 * optimized later, as the runtime likes, and not wide.
 */
export function optimizing<T>(width: Width, start: () => T): T {
  if (!compilesAtOnce()) return start();
  const flags = width === 256 && canBeWide() ? [AT_ONCE, PAIRING] : [AT_ONCE];
  const v8 = process.getBuiltinModule('node:v8');
  for (const flag of flags.flatMap(({ set }) => set)) v8.setFlagsFromString(flag);
  try {
    return start();
  } finally {
    for (const flag of flags.flatMap(({ restore }) => restore)) v8.setFlagsFromString(flag);
  }
}
