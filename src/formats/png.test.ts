import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unzlibSync } from 'fflate';
import { crc32 } from './crc32.ts';
import { readPng, writePng } from './png.ts';

/** Chunks by type, in order, with their checksums looked at. */
function chunks(bytes: Uint8Array): [string, Uint8Array][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const found: [string, Uint8Array][] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    assert.equal(view.getUint32(at + 8 + length), crc32(body));
    found.push([String.fromCharCode(...body.subarray(0, 4)), body.subarray(4)]);
    at += length + 12;
  }
  return found;
}

describe('writePng', () => {
  for (const [channels, pixels] of [
    [1, [0, 255, 7, 8, 9, 10]],
    [3, Array.from({ length: 18 }, (_, i) => i * 14)],
    [4, Array.from({ length: 24 }, (_, i) => i * 10)],
  ] as const) {
    it(`writes pixels of ${channels} channels line by line`, () => {
      const bytes = writePng({ width: 3, height: 2, channels, pixels });
      assert.deepEqual([...bytes.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
      const [header, data, end] = chunks(bytes);
      assert.deepEqual(header, [
        'IHDR',
        Uint8Array.of(0, 0, 0, 3, 0, 0, 0, 2, 8, channels === 1 ? 0 : channels === 3 ? 2 : 6, 0, 0, 0),
      ]);
      assert.deepEqual(end, ['IEND', new Uint8Array()]);
      const row = 3 * channels;
      assert.deepEqual(
        [...unzlibSync((data as [string, Uint8Array])[1])],
        [...[0, ...pixels.slice(0, row)], ...[0, ...pixels.slice(row)]],
      );
    });
  }
});

describe('readPng', () => {
  for (const channels of [1, 3, 4] as const) {
    it(`gives back what was written, ${channels} channels`, () => {
      const image = {
        width: 3,
        height: 2,
        channels,
        pixels: Uint8Array.from({ length: 6 * channels }, (_, i) => i * 10),
      };
      assert.deepEqual(readPng(writePng(image)), image);
    });
  }
  it('refuses a file cut off or damaged anywhere', () => {
    const pixels = Uint8Array.from({ length: 18 }, (_, i) => i * 9);
    const bytes = writePng({ width: 3, height: 2, channels: 3, pixels });
    const refused = (file: Uint8Array, what: string): void =>
      assert.throws(
        () => readPng(file),
        (error: Error) => /^(Format|Unsupported)Error$/.test(error.name) && /^Cannot read PNG: /.test(error.message),
        what,
      );
    for (let at = 0; at < bytes.length; at++) {
      refused(bytes.slice(0, at), `${at} bytes`);
      // the rest of the signature, the header's length and what follows the data are passed over
      if ((at < 4 || at >= 12) && at < bytes.length - 12) {
        refused(
          bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)),
          `byte ${at}`,
        );
      }
    }
  });
  it('refuses what it does not know', () => {
    const bytes = writePng({ width: 3, height: 2, channels: 1, pixels: new Uint8Array(6) });
    assert.throws(() => readPng(new Uint8Array(80)), {
      name: 'FormatError',
      message: 'Cannot read PNG: file must begin as PNG does, received another beginning',
    });
    assert.throws(() => readPng(bytes.map((byte, i) => (i === 24 ? 16 : byte))), {
      name: 'UnsupportedError',
      message: 'Cannot read PNG: pixels must be grey, RGB or RGBA of 8 bits, received kind 4096',
    });
  });
});
