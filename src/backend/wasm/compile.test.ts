import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bytesOf } from './compile.ts';

describe('bytesOf', () => {
  const wanted = Uint8Array.from({ length: 256 }, (_, i) => i);
  const hex = Array.from(wanted, (byte) => byte.toString(16).padStart(2, '0')).join('');
  /** Runs it where these globals are missing. */
  const without = (missing: readonly (readonly [object, string])[]): Uint8Array => {
    const kept = missing.map(([owner, name]) => [owner, name, Object.getOwnPropertyDescriptor(owner, name)] as const);
    for (const [owner, name] of missing) Reflect.defineProperty(owner, name, { value: undefined, configurable: true });
    try {
      return bytesOf(hex);
    } finally {
      for (const [owner, name, before] of kept) {
        Reflect.deleteProperty(owner, name);
        if (before) Object.defineProperty(owner, name, before);
      }
    }
  };

  it('is right by every way that a runtime may have', () => {
    for (const missing of [
      [],
      [[Uint8Array, 'fromHex']],
      [
        [Uint8Array, 'fromHex'],
        [globalThis, 'Buffer'],
      ],
    ] as const) {
      assert.deepEqual([...without(missing)], [...wanted]);
    }
  });
});
