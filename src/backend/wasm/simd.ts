import { UnsupportedError } from '../../errors.ts';

/** What a runtime's WebAssembly can do. */
export interface WasmFeatures {
  /** 128-bit SIMD. */
  readonly simd: boolean;
  /** Fused multiply-add and the other relaxed operations. */
  readonly relaxedSimd: boolean;
}

/** One function of no argument and no result, with this body. */
function moduleOf(body: readonly number[]): Uint8Array<ArrayBuffer> {
  const code = [0, ...body, 0x0b];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic, version
    ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00], // type 0: () -> ()
    ...[0x03, 0x02, 0x01, 0x00], // function 0 has type 0
    ...[0x0a, code.length + 2, 0x01, code.length, ...code],
  ]);
}

const ZERO = [0x41, 0x00, 0xfd, 0x11]; // i32.const 0, i32x4.splat
const DROP = 0x1a;

const SIMD = moduleOf([...ZERO, DROP]);
const RELAXED = moduleOf([...ZERO, ...ZERO, ...ZERO, 0xfd, 0x85, 0x02, DROP]); // f32x4.relaxed_madd
/** Asks the runtime by validating tiny modules. */
export function wasmFeatures(): WasmFeatures {
  if (typeof WebAssembly !== 'object') return { simd: false, relaxedSimd: false };
  return {
    simd: WebAssembly.validate(SIMD),
    relaxedSimd: WebAssembly.validate(RELAXED),
  };
}

const RUNTIMES = 'Use Node 22 or later, or a current version of Chrome, Edge, Firefox or Safari.';

/** Throws where the engine cannot run at all: without SIMD, or where a page may not compile. */
export function requireSimd(features: WasmFeatures): void {
  if (!features.simd) {
    throw new UnsupportedError(
      'Cannot start the engine: WebAssembly SIMD must be available, received a runtime without it',
      { hint: RUNTIMES },
    );
  }
  try {
    new WebAssembly.Module(SIMD);
  } catch (cause) {
    throw new UnsupportedError(
      'Cannot start the engine: WebAssembly must be allowed to compile, received a refusal of the runtime',
      { hint: "In a page, add 'wasm-unsafe-eval' to script-src of its Content-Security-Policy.", cause },
    );
  }
}
