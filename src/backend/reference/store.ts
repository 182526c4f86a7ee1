import type { Store, Views } from '../memory.ts';

const MAXIMUM = 2 ** 32 - 65536;
const FIRST = 1 << 20;

/** Ordinary memory for the reference kernels; grows by copying into a buffer of twice the size. */
export function referenceStore(dtype: 'float32' | 'float64'): Store {
  let buffer = new ArrayBuffer(FIRST);
  return {
    elementBytes: dtype === 'float32' ? 4 : 8,
    maximumBytes: MAXIMUM,
    bytes: () => buffer.byteLength,
    grow(bytes: number): void {
      const size = Math.min(MAXIMUM, Math.max(Math.ceil(bytes / 65536) * 65536, buffer.byteLength * 2));
      const larger = new ArrayBuffer(size);
      new Uint8Array(larger).set(new Uint8Array(buffer));
      buffer = larger;
    },
    views(): Views {
      if (dtype === 'float32') return { floats: new Float32Array(buffer), ints: new Int32Array(buffer) };
      const floats = new Float64Array(buffer);
      return { floats, ints: floats };
    },
  };
}
