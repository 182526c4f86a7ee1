import { Memory } from './memory.ts';
import { referenceKernels } from './reference/kernels.ts';
import { referenceStore } from './reference/store.ts';
import type { KernelTable } from './table.ts';

/** One implementation of every kernel with the memory it works on. Nothing above `backend/` cares which one runs. */
export interface Backend {
  readonly name: 'wasm' | 'reference';
  /** Precision of its floating-point numbers. */
  readonly dtype: 'float32' | 'float64';
  readonly memory: Memory;
  readonly kernels: KernelTable;
}

/** The specification as a backend: plain TypeScript, in float32 (the bits of the strict build) or float64. */
export function referenceBackend(dtype: 'float32' | 'float64'): Backend {
  const memory = new Memory(referenceStore(dtype));
  return { name: 'reference', dtype, memory, kernels: referenceKernels(memory.views, dtype) };
}
