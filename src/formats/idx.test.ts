import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readIdx } from './idx.ts';

const bytes = (...numbers: number[]): Uint8Array => Uint8Array.from(numbers);
const refused = (file: Uint8Array, message: string, rank?: number): void =>
  assert.throws(() => readIdx(file, { name: 'x', rank }), {
    name: 'FormatError',
    message: `Cannot read idx 'x': ${message}`,
  });

describe('readIdx refuses', () => {
  const good = bytes(0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 3, 7, 8, 9);
  it('a file cut off anywhere', () => {
    assert.deepEqual(readIdx(good).shape, [1, 3]);
    for (let length = 0; length < good.length; length++) {
      assert.throws(() => readIdx(good.slice(0, length)), { name: 'FormatError' }, `${length} bytes`);
    }
    refused(good.slice(0, 3), 'file must be at least 4 bytes, received 3');
    refused(good.slice(0, 11), 'header must be 12 bytes, received 11');
    refused(good.slice(0, 14), 'data of uint8 and shape [1, 3] must be 3 bytes, received 2');
  });
  it('a wrong magic number', () => {
    refused(bytes(31, 139, 8, 0), 'magic number must start with two zero bytes, received [31,139,8,0]');
    refused(bytes(0, 0, 10, 1), 'type in the magic number must be one of 8, 9, 11, 12, 13, 14, received 10');
  });
  it('another number of dimensions than it is to have', () => {
    assert.equal(readIdx(good, { rank: 2 }).data.length, 3);
    refused(good, 'magic number must say 1 dimension, received 2', 1);
    refused(good, 'magic number must say 3 dimensions, received 2', 3);
  });
  it('bytes that the header does not count', () => {
    refused(bytes(...good, 1), 'data of uint8 and shape [1, 3] must be 3 bytes, received 4');
  });
  it('dimensions far beyond the file, before it takes memory for them', () => {
    const most = [255, 255, 255, 255];
    refused(
      bytes(0, 0, 14, 3, ...most, ...most, ...most),
      `data of float64 and shape [4294967295, 4294967295, 4294967295] must be ${4294967295 ** 3 * 8} bytes, received 0`,
    );
    refused(bytes(0, 0, 8, 255), 'header must be 1024 bytes, received 4');
  });
});
