import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { gunzip, isGzip } from './gzip.ts';

const text = new TextEncoder().encode('a text that repeats, a text that repeats, a text that repeats');
const packed = new Uint8Array(gzipSync(text));
const refused = (file: Uint8Array, message: RegExp | string): Promise<void> =>
  assert.rejects(gunzip(file, 'x.gz'), { name: 'FormatError', message });

describe('gunzip', () => {
  it('gives back what zlib packed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), fc.integer({ min: 0, max: 9 }), async (bytes, level) => {
        assert.deepEqual(await gunzip(new Uint8Array(gzipSync(bytes, { level }))), bytes);
      }),
    );
  });
  it('tells gzip from other bytes', () => {
    assert.equal(isGzip(packed), true);
    assert.equal(isGzip(text), false);
    assert.equal(isGzip(new Uint8Array(0)), false);
  });
  it('refuses a file cut off anywhere', async () => {
    for (let length = 0; length < packed.length; length++) {
      await refused(packed.slice(0, length), /^Cannot read gzip 'x\.gz': .*, received /);
    }
  });
  it('refuses damage anywhere behind the header, or gives the bytes all the same where it changes none', async () => {
    let refusals = 0;
    for (let at = 10; at < packed.length; at++) {
      const damaged = Uint8Array.from(packed);
      damaged[at] = (damaged[at] as number) ^ 4;
      const result = await gunzip(damaged, 'x.gz').catch((error: Error) => error);
      if (result instanceof Uint8Array) assert.deepEqual(result, text);
      else {
        refusals++;
        assert.equal(result.name, 'FormatError');
        assert.match(result.message, /^Cannot read gzip 'x\.gz': /);
      }
    }
    assert.ok(refusals >= packed.length - 12, `${refusals} of ${packed.length}`);
  });
  it('refuses what follows its end, another member too', async () => {
    await refused(Uint8Array.from([...packed, 0]), /size of the content|checksum|content must have|deflated/);
    const other = gzipSync(text.subarray(1));
    await refused(Uint8Array.from([...packed, ...other]), /checksum|content must have/);
  });
  it('refuses another format and other ways of packing', async () => {
    await refused(text, "Cannot read gzip 'x.gz': file must start with the bytes [31, 139], received [97,32]");
    const other = Uint8Array.from(packed);
    other[2] = 7;
    await assert.rejects(gunzip(other), { name: 'UnsupportedError' });
    const flags = Uint8Array.from(packed);
    flags[3] = 8; // says that a name follows, which has no end before the data's
    await refused(flags.fill(1, 10), /header must end before the data/);
  });
  it('refuses a size that the data cannot have, before it takes memory for it', async () => {
    const large = Uint8Array.from(packed);
    new DataView(large.buffer).setUint32(large.length - 4, 2 ** 32 - 1, true);
    await refused(large, /size of the content must be at most \d+ bytes for its data, received 4294967295/);
  });
});
