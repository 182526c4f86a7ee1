import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeWord, encodeWord, MalformedWord, type UnicodeErrors } from './word-bytes.ts';

const cut = Uint8Array.of(0xe5, 0xae, 0x9d, 0xe7, 0x8e); // 宝 and two bytes of 玉

describe('decodeWord', () => {
  it('does with wrong bytes what Python does', () => {
    const decoded = (['replace', 'ignore', 'surrogateescape'] as const).map((errors) => decodeWord(cut, errors));
    assert.deepEqual(decoded, ['宝\ufffd', '宝', '宝\udce7\udc8e']);
    assert.throws(
      () => decodeWord(cut, 'strict'),
      (error) => error instanceof MalformedWord && error.at === 3,
    );
    assert.equal(decodeWord(Uint8Array.of(0x61, 0xc0, 0x80, 0xff, 0x62), 'ignore'), 'ab');
  });
  it('keeps a byte order mark', () =>
    assert.equal(decodeWord(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'strict').length, 2));
  it('surrogateescape gives every bytes again', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        const again = encodeWord(decodeWord(bytes, 'surrogateescape'));
        assert.deepEqual(again, new Uint8Array(bytes));
      }),
    ));
  it('gives text again, whatever is made of wrong bytes', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = new TextEncoder().encode(text);
        for (const errors of ['strict', 'replace', 'ignore', 'surrogateescape'] satisfies UnicodeErrors[]) {
          assert.equal(decodeWord(bytes, errors), text);
        }
      }),
    ));
});

describe('encodeWord', () => {
  it('has no bytes for other lone surrogates', () =>
    assert.deepEqual([encodeWord('a\ud800'), encodeWord('\udc7f')], [undefined, undefined]));
});
