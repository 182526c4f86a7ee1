/** How a module is compiled. */
export type Width = 256 | 128;

/** V8's flags around one compilation: what to set, and what to set back. */
interface Flags {
  readonly set: readonly string[];
  readonly restore: readonly string[];
}

/**
 * The optimizing compiler at once, for every function: what the self-test tests and the timing times is then the code
 * that runs, and no flag is read after it was restored.
 */
const OPTIMIZED: Flags = {
  set: ['--no-liftoff', '--no-wasm-lazy-compilation'],
  restore: ['--liftoff', '--wasm-lazy-compilation'],
};

/** From Node 24 on, inlining expects call counts of the baseline compiler, and aborts the process where there are none. */
const NO_INLINING: Flags = { set: ['--no-wasm-inlining'], restore: ['--wasm-inlining'] };

/** Pairs of 128-bit operations become 256-bit ones. */
const PAIRING: Flags = {
  set: ['--experimental-wasm-revectorize'],
  restore: ['--no-experimental-wasm-revectorize'],
};

/** Node's versions whose flags were tried: a wrong flag cannot be caught, so others compile as the runtime likes. */
const OLDEST_TRIED = 22;
const NEWEST_TRIED = 26;
const OLDEST_WIDE = 24;

/** Node's major version; undefined elsewhere. */
function nodeMajor(): number | undefined {
  if (typeof process !== 'object' || typeof process.getBuiltinModule !== 'function') return undefined;
  const { node, bun, deno } = process.versions;
  if (node === undefined || bun !== undefined || deno !== undefined) return undefined;
  return Number.parseInt(node, 10);
}

/** Whether the compiler can be told to optimize at once, so that timing means something from the first call. */
export function compilesAtOnce(): boolean {
  const major = nodeMajor();
  return major !== undefined && major >= OLDEST_TRIED && major <= NEWEST_TRIED;
}

/** Whether pairing can be asked for here. */
export function canBeWide(): boolean {
  const major = nodeMajor();
  return compilesAtOnce() && major !== undefined && major >= OLDEST_WIDE && process.arch === 'x64';
}

/** A custom section of no content: V8 shares compiled code between modules of equal bytes, whatever the flags were. */
const NARROW_SECTION = [0x00, 0x07, 0x06, 0x6e, 0x61, 0x72, 0x72, 0x6f, 0x77];

/** Compiles synchronously; wide where it is asked for and can be. */
export function compile(wasm: Uint8Array<ArrayBuffer>, width: Width): WebAssembly.Module {
  const bytes = width === 256 ? wasm : new Uint8Array([...wasm, ...NARROW_SECTION]);
  if (!compilesAtOnce()) return new WebAssembly.Module(bytes);
  const flags = [OPTIMIZED];
  if ((nodeMajor() ?? 0) >= OLDEST_WIDE) flags.push(NO_INLINING);
  if (width === 256 && canBeWide()) flags.push(PAIRING);
  const v8 = process.getBuiltinModule('node:v8');
  for (const flag of flags.flatMap(({ set }) => set)) v8.setFlagsFromString(flag);
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    for (const flag of flags.flatMap(({ restore }) => restore)) v8.setFlagsFromString(flag);
  }
}

/** Bytes of base64, by the quickest way that the runtime has. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };
  if (native.fromBase64 !== undefined) return native.fromBase64(base64);
  if (typeof Buffer === 'function') return Buffer.from(base64, 'base64');
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
