import type { Store, Views } from '../memory.ts';

const PAGE = 65536;
/** 2 MiB to begin with. */
const INITIAL_PAGES = 32;
/** 4 GiB, or what a platform with less room for addresses allows. */
const MAXIMUM_PAGES = [65536, 32768, 16384, 4096] as const;

/** The engine's memory: one shared WebAssembly.Memory, for all its threads. */
export interface WasmStore extends Store {
  readonly memory: WebAssembly.Memory;
  /** Whether it could be shared: some browsers have no such memory in a page that is not isolated. */
  readonly shared: boolean;
}

/** Takes a memory, shared where that can be, that grows by at least a half each time. */
export function wasmStore(): WasmStore {
  const { memory, maximumBytes, shared } = largestMemory();
  return {
    memory,
    shared,
    elementBytes: 4,
    maximumBytes,
    bytes: () => memory.buffer.byteLength,
    grow(bytes: number): void {
      const now = memory.buffer.byteLength;
      const least = Math.ceil((bytes - now) / PAGE);
      if (least <= 0) return;
      const better = Math.min(Math.ceil(now / 2 / PAGE), (maximumBytes - now) / PAGE);
      try {
        memory.grow(Math.max(least, better));
      } catch {
        memory.grow(least);
      }
    },
    views(): Views {
      return { floats: new Float32Array(memory.buffer), ints: new Int32Array(memory.buffer) };
    },
  };
}

function largestMemory(): { memory: WebAssembly.Memory; maximumBytes: number; shared: boolean } {
  let refusal: unknown;
  for (const shared of [true, false]) {
    for (const maximum of MAXIMUM_PAGES) {
      try {
        const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum, shared });
        return { memory, maximumBytes: maximum * PAGE, shared };
      } catch (error) {
        refusal = error;
      }
    }
  }
  throw refusal;
}
