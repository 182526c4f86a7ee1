import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Memory, type Store, type Views } from './memory.ts';

/** Ordinary bytes up to a small maximum; `refuse` makes the platform say no. */
function smallStore(maximumBytes: number, refuse = false): Store {
  let buffer = new ArrayBuffer(1024);
  return {
    elementBytes: 4,
    maximumBytes,
    bytes: () => buffer.byteLength,
    grow(bytes: number): void {
      if (refuse) throw new RangeError('no memory');
      const larger = new ArrayBuffer(bytes);
      new Uint8Array(larger).set(new Uint8Array(buffer));
      buffer = larger;
    },
    views: (): Views => ({ floats: new Float32Array(buffer), ints: new Int32Array(buffer) }),
  };
}

const numbers = (memory: Memory, address: number, n: number): number[] =>
  Array.from(memory.views().floats.subarray(address / 4, address / 4 + n));

describe('Memory', () => {
  it('hands a released block out again, filled with zeros', () => {
    const memory = new Memory(smallStore(1 << 20));
    const first = memory.allocate(100);
    memory.views().floats.fill(7, first / 4, first / 4 + 100);
    memory.release(first);
    memory.release(first);
    assert.equal(memory.usage().variables, 0);
    const again = memory.allocate(100);
    assert.equal(again, first);
    assert.notEqual(memory.allocate(100), first);
    assert.deepEqual(numbers(memory, again, 100), new Array(100).fill(0));
  });

  it('counts what is in use, its peak and the open scopes', () => {
    const memory = new Memory(smallStore(1 << 24));
    const before = memory.enter();
    memory.bump(16);
    const inner = memory.enter();
    memory.bump(1000);
    assert.deepEqual([memory.usage().tensors, memory.usage().scopes], [64 + 4032, 2]);
    memory.leave(inner);
    memory.leave(before);
    const { tensors, scopes, peak, variables } = memory.usage();
    assert.deepEqual([tensors, scopes, peak, variables], [0, 0, 64 + 4032, 0]);
  });

  it('gives scratch the same place until a larger one is asked for', () => {
    const memory = new Memory(smallStore(1 << 20));
    const place = memory.scratch(10);
    assert.equal(memory.scratch(5), place);
    assert.equal(memory.usage().variables, memory.usage().peak);
    memory.scratch(5000);
    assert.notEqual(memory.usage().variables, 0);
  });

  it('that is full says so before anything breaks, and what stands in it stays', () => {
    const memory = new Memory(smallStore(8192));
    const weights = memory.allocate(500);
    memory.views().floats.fill(3, weights / 4, weights / 4 + 500);
    const scratch = memory.scratch(10);
    const full = {
      name: 'ResourceError',
      message:
        'Cannot allocate 8192 bytes: memory in use must stay within 8192 bytes, received a request that makes it 10944',
      hint: 'Use a smaller batch or fewer units, or truncate long sequences.',
    };
    const before = memory.usage();
    assert.throws(() => memory.allocate(2000), full);
    assert.deepEqual(memory.usage(), before);
    assert.throws(() => memory.scratch(2000), full);
    const other = memory.allocate(10);
    assert.equal(other, scratch, 'the refused scratch gave its place back');
    assert.notEqual(memory.scratch(10), other);
    assert.deepEqual(numbers(memory, weights, 500), new Array(500).fill(3));
  });

  it('takes a small chunk for the arena where a large one does not fit', () => {
    const memory = new Memory(smallStore(1 << 19));
    const mark = memory.enter();
    memory.bump(10_000);
    assert.throws(() => memory.bump(1 << 20), { name: 'ResourceError' });
    memory.leave(mark);
    memory.enter();
    memory.bump(10_000);
    assert.equal(memory.usage().tensors, 40_000);
  });

  it('says where the platform refuses', () => {
    const memory = new Memory(smallStore(1 << 20, true));
    assert.throws(
      () => memory.allocate(1000),
      (error: Error & { hint?: string }) => {
        assert.equal(error.name, 'ResourceError');
        assert.equal(
          error.message,
          'Cannot allocate 4096 bytes: the platform must have 4160 bytes of memory to give, received a refusal',
        );
        assert.equal((error.cause as Error).message, 'no memory');
        return true;
      },
    );
    assert.equal(memory.usage().variables, 0);
  });
});
