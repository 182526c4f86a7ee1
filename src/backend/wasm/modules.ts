import { bytesOfText } from './byte-text.ts';
import { wasmText as relaxed } from './generated/relaxed.ts';
import type { Build } from './report.ts';

let strict: string | undefined;

/** Loads the strict build, which is a module of its own; after that it can be started synchronously. */
export async function loadStrict(): Promise<void> {
  strict ??= (await import('./generated/strict.ts')).wasmText;
}

/** Bytes of a build; undefined where the strict one is neither loaded nor to be had without waiting. */
export function bytesOfBuild(build: Build): Uint8Array<ArrayBuffer> | undefined {
  if (build === 'relaxed') return bytesOfText(relaxed);
  strict ??= requireStrict();
  return strict === undefined ? undefined : bytesOfText(strict);
}

/** In Node the file beside this one can be had at once; in a page only `loadStrict` can. */
function requireStrict(): string | undefined {
  if (typeof process !== 'object' || typeof process.getBuiltinModule !== 'function') return undefined;
  const here: string | undefined = import.meta.url;
  if (!here?.startsWith('file:')) return undefined;
  try {
    const require = process.getBuiltinModule('node:module').createRequire(here);
    const extension = here.endsWith('.ts') ? 'ts' : 'js';
    return (require(`./generated/strict.${extension}`) as { wasmText: string }).wasmText;
  } catch {
    return undefined; // bundled into one file, say
  }
}
