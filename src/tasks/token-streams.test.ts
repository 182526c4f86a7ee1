import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { countTokenBatches, tokenBatches } from './token-streams.ts';

describe('tokenBatches', () => {
  it('gives every token but the first as a target once, after the one before it, in streams that go on', () => {
    fc.assert(
      fc.property(
        fc.nat(120),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 9 }),
        (more, batchSize, window) => {
          const n = batchSize * window + 1 + more;
          const ids = Int32Array.from({ length: n }, (_, i) => 1000 + i);
          const batches = [...tokenBatches(ids, { batchSize, window })];
          assert.equal(batches.length, countTokenBatches(ids, { batchSize, window }));
          const seen: number[] = [];
          const last = new Array<number>(batchSize);
          for (const { input, target, mask } of batches) {
            const [rows, steps] = input.shape as [number, number];
            assert.deepEqual([rows, target.shape, mask?.shape ?? input.shape], [batchSize, input.shape, input.shape]);
            for (let at = 0; at < rows * steps; at++) {
              const row = Math.floor(at / steps);
              if (mask && mask.data[at] === 0) continue;
              assert.equal(target.data[at], input.data[at]! + 1);
              assert.equal(input.data[at], last[row] ?? input.data[at]);
              last[row] = target.data[at]!;
              seen.push(target.data[at]!);
            }
          }
          assert.deepEqual(
            seen.sort((a, b) => a - b),
            [...ids.subarray(1)],
          );
          assert.ok(batches.slice(0, -1).every(({ mask }) => mask === undefined));
        },
      ),
    );
  });
  it('refuses what is no batch', () => {
    const refused = (options: { batchSize: number; window: number }, message: string): void => {
      assert.throws(() => [...tokenBatches([1, 2, 3], options)], {
        name: 'OptionError',
        message: `Cannot make token batches: ${message}`,
      });
    };
    refused({ batchSize: 0, window: 1 }, 'batchSize must be a whole number from 1, received 0');
    refused({ batchSize: 1, window: 0 }, 'window must be a whole number from 1, received 0');
    refused({ batchSize: 1, window: 3 }, '1 streams in windows of 3 must have 4 tokens or more, received 3');
  });
});
