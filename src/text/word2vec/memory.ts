import { type WasmStore, wasmStore } from '../../backend/wasm/store.ts';
import { ResourceError } from '../../errors.ts';
import type { Layout, Net } from './plan.ts';

const GIB = 2 ** 30;

/** A memory for one training. @throws ResourceError where it would be too large, before anything is computed. */
export function memoryFor(action: string, net: Net, { bytes, rowSize }: Layout): WasmStore {
  const store = wasmStore();
  const refuse = (cause?: unknown): never => {
    const matrices = 1 + Number(net.draws !== undefined) + Number(net.paths !== undefined);
    throw new ResourceError(
      `Cannot ${action}: weights must fit into ${(store.maximumBytes / GIB).toFixed(1)} GiB of memory, received ${net.words} words × ${rowSize} × ${matrices} (${(bytes / GIB).toFixed(1)} GiB)`,
      { hint: 'Take a higher minCount or a smaller size.', cause },
    );
  };
  if (bytes > store.maximumBytes) refuse();
  try {
    store.grow(bytes);
  } catch (cause) {
    refuse(cause);
  }
  return store;
}
