import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readTar } from './tar.ts';

const archive = (form: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../test/golden/formats/${form}.tar`, import.meta.url)));
const refused = (file: Uint8Array, message: RegExp): void =>
  assert.throws(() => readTar(file, 'x.tar'), { name: 'FormatError', message });

/** The first header with a field changed and its checksum made to fit. */
function changed(at: number, text: string): Uint8Array {
  const bytes = archive('ustar');
  bytes.set(new TextEncoder().encode(text), at);
  const sum = bytes.subarray(0, 512).reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
  bytes.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return bytes;
}

describe('readTar', () => {
  it('refuses an archive cut off before its end', () => {
    for (const form of ['ustar', 'gnu', 'pax']) {
      const bytes = archive(form);
      const end = bytes.length - [...bytes].reverse().findIndex((byte) => byte !== 0);
      for (let length = 0; length < end; length += 129) {
        refused(bytes.slice(0, length), /^Cannot read tar 'x\.tar': .*, received (an archive of )?\d+$/);
      }
    }
  });
  it('refuses damage anywhere in a header', () => {
    for (let at = 0; at < 512; at++) {
      if (at === 155) continue; // follows the end of the checksum
      const bytes = archive('ustar');
      bytes[at] = (bytes[at] as number) ^ 1;
      refused(bytes, /checksum of the header/);
    }
  });
  it('refuses another format', () => {
    refused(
      new Uint8Array(1024).fill(65),
      /checksum of the header at byte 0 must be octal digits, received "AAAAAAAA"/,
    );
  });
  it('refuses a size that is no number, that is beyond the archive or beyond 8 GiB', () => {
    refused(changed(124, '0000000000x'), /size at byte 0 must be octal digits, received "0000000000x"/);
    refused(changed(124, '77777777777'), /"folder\/" must end at byte 8589935103, received an archive of 10240/);
    const large = changed(124, '\0');
    large[124] = 0x80;
    const sum = large.subarray(0, 512).reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
    large.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    assert.throws(() => readTar(large), { name: 'UnsupportedError' });
  });
  it('leaves out folders and links, and refuses sparse files', () => {
    assert.deepEqual([...readTar(changed(156, '2')).keys()][0], 'folder/a.bin');
    assert.throws(() => readTar(changed(156, 'S')), { name: 'UnsupportedError' });
  });
  it('refuses lines of a pax header that are none', () => {
    const bytes = archive('pax');
    const at = Buffer.from(bytes).indexOf('path=');
    bytes[at + 4] = 65;
    refused(bytes, /lines of the header at byte \d+ must be a length, a key and a value/);
  });
});
