import { referenceStore } from '../../backend/reference/store.ts';
import { bytesOfText } from '../../backend/wasm/byte-text.ts';
import { compile, unshared } from '../../backend/wasm/compile.ts';
import type { Build, Width } from '../../backend/wasm/report.ts';
import { requireSimd, wasmFeatures } from '../../backend/wasm/simd.ts';
import { type WasmStore, wasmStore } from '../../backend/wasm/store.ts';
import { canBeWide, optimizing } from '../../backend/wasm/tune.ts';
import { UnsupportedError } from '../../errors.ts';
import { referenceTrain, type Train } from './reference.ts';
import { trainSample } from './sample.ts';

/** The compiled kernel, which any memory can be given to. */
export interface Word2vecKernel {
  readonly module: WebAssembly.Module;
  readonly build: Build;
  readonly width: Width;
  /** What was tried before and why it was given up, one sentence each. */
  readonly fallbacks: readonly string[];
}

/** Which kernel is wanted; both have fall-backs. */
export interface KernelChoice {
  readonly strict: boolean;
  readonly wide: boolean;
}

/** What the relaxed build may differ by from the reference over the sample: it rounds once where that rounds twice. */
const RELAXED_BOUND = 1e-5;
/** Compiled kernels, by what was wanted. */
const kernels = new Map<string, Promise<Word2vecKernel>>();

/**
 * The kernel, compiled at the first call: from the fastest to the safest, each on a small sample that the reference
 * trains as well.
 *
 * @throws UnsupportedError where no build passes.
 */
export function loadKernel(choice: KernelChoice): Promise<Word2vecKernel> {
  const key = `${choice.strict} ${choice.wide}`;
  const loaded = kernels.get(key) ?? load(choice);
  kernels.set(key, loaded);
  return loaded;
}

/** The kernel over a memory. */
export function bindKernel({ module }: Pick<Word2vecKernel, 'module'>, { memory }: WasmStore): Train {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports.train as Train;
}

async function load({ strict, wide }: KernelChoice): Promise<Word2vecKernel> {
  const features = wasmFeatures();
  requireSimd(features);
  const builds: Build[] = strict || !features.relaxedSimd ? ['strict'] : ['relaxed', 'strict'];
  const widths: Width[] = wide && canBeWide() ? [256, 128] : [128];
  const fallbacks: string[] = [];
  for (const build of builds) {
    const bytes = await bytesOfBuild(build);
    for (const width of widths) {
      const name = width === 256 ? `${build}, 256-bit` : build;
      try {
        const { module, error } = optimizing(width, () => start(bytes, width));
        if (error <= (build === 'strict' ? 0 : RELAXED_BOUND)) return { module, build, width, fallbacks };
        fallbacks.push(`${name}: differs from the reference by ${error}`);
      } catch (error) {
        fallbacks.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  throw new UnsupportedError(
    `Cannot start word2vec: one build must pass its self-test, received ${fallbacks.join('; ')}`,
    { hint: 'Report this with the output of memcell doctor.' },
  );
}

async function bytesOfBuild(build: Build): Promise<Uint8Array<ArrayBuffer>> {
  const { wasmText } =
    build === 'relaxed'
      ? await import('../../backend/wasm/generated/word2vec-relaxed.ts')
      : await import('../../backend/wasm/generated/word2vec-strict.ts');
  return bytesOfText(wasmText);
}

/** Compiles a build and has every function of it called; how far it is from the reference. */
function start(bytes: Uint8Array<ArrayBuffer>, width: Width): { module: WebAssembly.Module; error: number } {
  const store = wasmStore();
  const module = compile(store.shared ? bytes : unshared(bytes), width);
  const found = trainSample(store, () => bindKernel({ module }, store));
  const wanted = trainSample(referenceStore('float32'), referenceTrain);
  let error = 0;
  found.forEach((value, i) => {
    const difference = Math.abs(value - (wanted[i] as number));
    if (!(difference <= error)) error = difference; // NaN stays
  });
  return { module, error };
}
