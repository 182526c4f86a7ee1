import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCifar } from './cifar.ts';

const RECORD = 3073;
const refused = (file: Uint8Array, message: string): void =>
  assert.throws(() => readCifar(file, 'x.bin'), {
    name: 'FormatError',
    message: `Cannot read cifar 'x.bin': ${message}`,
  });

describe('readCifar', () => {
  it('puts the colours of a pixel side by side', () => {
    const file = new Uint8Array(2 * RECORD);
    file[RECORD] = 3;
    file[RECORD + 1 + 33] = 10; // red of row 1, column 1
    file[RECORD + 1 + 1024 + 33] = 20;
    file[RECORD + 1 + 2048 + 33] = 30;
    const { images, labels } = readCifar(file);
    assert.deepEqual([...labels], [0, 3]);
    assert.deepEqual([...images.subarray(3072 + 33 * 3, 3072 + 34 * 3)], [10, 20, 30]);
    assert.equal(
      images.reduce((sum, n) => sum + n, 0),
      60,
    );
  });
  it('refuses a length that is no whole number of images', () => {
    for (const length of [0, 1, RECORD - 1, RECORD + 1, 2 * RECORD - 1]) {
      refused(new Uint8Array(length), `length must be a multiple of 3073 bytes above 0, received ${length}`);
    }
  });
  it('refuses a class that there is not', () => {
    const file = new Uint8Array(3 * RECORD);
    file[2 * RECORD] = 10;
    refused(file, 'class of image 2 must be from 0 to 9, received 10');
  });
});
