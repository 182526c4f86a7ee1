import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { zipSync } from 'fflate';
import { readZip, writeZip } from './zip.ts';

const text = new TextEncoder().encode('a text that repeats, a text that repeats, a text that repeats');

describe('readZip', () => {
  it('reads stored and deflated members', async () => {
    const members = new Map([
      ['a.txt', text],
      ['folder/b', new Uint8Array(0)],
    ]);
    assert.deepEqual(await readZip(await writeZip(members)), members);
    assert.deepEqual(await readZip(zipSync(Object.fromEntries(members), { level: 9 })), members);
  });

  it('refuses files cut off or damaged anywhere, and says no bytes that are not theirs', async () => {
    for (const bytes of [await writeZip(new Map([['a', text]])), zipSync({ a: text }, { level: 9 })]) {
      for (let length = 0; length < bytes.length; length++) {
        await assert.rejects(readZip(bytes.slice(0, length)), { name: 'FormatError' }, `${length} bytes`);
      }
      for (let i = 31; i < 31 + 20; i++) {
        const damaged = Uint8Array.from(bytes);
        damaged[i] = (damaged[i] as number) ^ 4;
        await assert.rejects(readZip(damaged, 'x.zip'), {
          name: 'FormatError',
          message: /^Cannot read zip 'x\.zip': /,
        });
      }
    }
  });

  it('refuses sizes that the bytes have not, before it takes memory for them', async () => {
    const bytes = zipSync({ a: text }, { level: 9 });
    const at = new DataView(bytes.buffer).getUint32(bytes.length - 6, true); // the list
    new DataView(bytes.buffer).setUint32(at + 24, 2 ** 31, true);
    await assert.rejects(readZip(bytes), { name: 'UnsupportedError' });
    new DataView(bytes.buffer).setUint32(at + 24, 2 ** 31 - 1, true);
    await assert.rejects(readZip(bytes), {
      name: 'FormatError',
      message: /'a' must have at most \d+ bytes for its data, received 2147483647$/,
    });
  });
});
