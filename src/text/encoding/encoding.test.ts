import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeText } from './decode-text.ts';
import { detectEncoding } from './detect-encoding.ts';
import type { Encoding } from './encodings.ts';
import { PieceDecoder } from './piece-decoder.ts';
import { type ReadTextPiecesOptions, readText, readTextPieces } from './read-text.ts';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'memcell-encoding-'));
});
after(() => rmSync(folder, { recursive: true }));

const file = (bytes: Uint8Array | string): string => {
  const path = join(folder, 'text.txt');
  writeFileSync(path, bytes);
  return path;
};
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, little: boolean): Uint8Array => {
  const bytes = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) bytes.setUint16(2 * i, text.charCodeAt(i), little);
  return new Uint8Array(bytes.buffer);
};
/** Characters of one, two and four bytes. */
const GB: Readonly<Record<string, readonly number[]>> = {
  a: [0x61],
  '0': [0x30],
  '\n': [0x0a],
  你: [0xc4, 0xe3],
  好: [0xba, 0xc3],
  丂: [0x81, 0x40],
  '。': [0xa1, 0xa3],
  㐀: [0x81, 0x39, 0xee, 0x39],
  '😀': [0x94, 0x39, 0xfc, 0x36],
};
const gb18030 = (text: string): Uint8Array => Uint8Array.from([...text].flatMap((each) => [...(GB[each] ?? [])]));
const refuses = (run: () => unknown, message: string, hint?: string): void => {
  assert.throws(run, (error: Error & { hint?: string }) => {
    assert.deepEqual([error.name, error.message], ['FormatError', message]);
    if (hint !== undefined) assert.equal(error.hint, hint);
    return true;
  });
};

describe('decodeText', () => {
  const anyText = fc.array(fc.constantFrom(...Object.keys(GB)), { maxLength: 200 }).map((all) => all.join(''));
  const ways: readonly (readonly [Encoding, (text: string) => Uint8Array])[] = [
    ['utf-8', utf8],
    ['utf-16le', (text) => utf16(text, true)],
    ['utf-16be', (text) => utf16(text, false)],
    ['gb18030', gb18030],
  ];
  for (const [encoding, encode] of ways) {
    it(`reads ${encoding}, as a whole and in pieces of any size`, () => {
      fc.assert(
        fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, size) => {
          const bytes = encode(text);
          assert.equal(decodeText(bytes, { encoding }), text);
          const decoder = new PieceDecoder(encoding, 0, assert.fail as never);
          let read = '';
          for (let at = 0; at < bytes.length; at += size) {
            const part = decoder.decode(bytes.subarray(at, at + size), false);
            assert.ok(part.isWellFormed());
            read += part;
          }
          assert.equal(read + decoder.decode(new Uint8Array(0), true), text);
        }),
      );
    });
  }
  it('says where a wrong byte is, however far', () => {
    const bytes = utf8(`${'你好\n'.repeat(40_000)}x`);
    const at = bytes.length;
    const wrong = Uint8Array.of(...[0xe4, 0xbd, 0x20, 0x0a]);
    const both = new Uint8Array([...bytes, ...wrong]);
    const message = `Cannot read text 'a.txt': bytes must be UTF-8, received 0xE4 at offset ${at} (line 40001)`;
    refuses(() => decodeText(both, { name: 'a.txt' }), message);
    refuses(
      () => decodeText(Uint8Array.of(0x61, 0, 0x0a, 0, 0, 0xdc), { encoding: 'utf-16le' }),
      'Cannot read text: bytes must be UTF-16LE, received 0xDC00 at offset 4 (line 2)',
      'Other encodings are named: utf-8, utf-16be, gb18030.',
    );
    refuses(
      () => decodeText(utf8('你好').subarray(0, 5), { encoding: 'utf-8' }),
      'Cannot read text: bytes must be UTF-8, received half a character at the end, offset 3 (line 1)',
    );
  });
  it('refuses binary data', () => {
    const binary = (place: string): string =>
      `Cannot read text: it must be text, received binary data: a byte 0 at ${place}`;
    refuses(() => decodeText(Uint8Array.of(0x89, 0x50, 0x0a, 0)), binary('offset 3 (line 2)'));
    refuses(() => decodeText(Uint8Array.of(0x61, 0), { encoding: 'gb18030' }), binary('offset 1 (line 1)'));
    refuses(() => decodeText(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0, 0)), binary('offset 4 (line 1)'));
  });
  it('refuses wrong options', () => {
    const refused = (run: () => unknown, message: string): void => assert.throws(run, { name: 'OptionError', message });
    refused(
      () => decodeText(utf8('a'), { encoding: 'latin1' as Encoding }),
      "Cannot decode text: encoding must be one of utf-8, utf-16le, utf-16be, gb18030, received 'latin1'",
    );
    refused(
      () => decodeText(utf8('a'), { encoding: 'gbk' as Encoding }),
      "Cannot decode text: encoding must be named by what holds it, received 'gbk'",
    );
    refused(() => decodeText('a' as never), "Cannot decode text: it must be given as bytes, received 'a'");
  });
});

describe('detectEncoding', () => {
  const found = (bytes: Uint8Array | readonly number[]): Encoding => detectEncoding(Uint8Array.from(bytes));
  it('knows marks, which are no part of the text', () => {
    const marked: readonly (readonly [Encoding, number[], Uint8Array])[] = [
      ['utf-8', [0xef, 0xbb, 0xbf], utf8('你好')],
      ['utf-16le', [0xff, 0xfe], utf16('你好', true)],
      ['utf-16be', [0xfe, 0xff], utf16('你好', false)],
      ['gb18030', [0x84, 0x31, 0x95, 0x33], gb18030('你好')],
    ];
    for (const [encoding, mark, text] of marked) {
      const bytes = Uint8Array.of(...mark, ...text);
      assert.equal(detectEncoding(bytes), encoding);
      assert.equal(decodeText(bytes), '你好');
      assert.equal(decodeText(bytes, { encoding }), '你好');
    }
    assert.equal(decodeText(utf8('\ufeffa\ufeff')), 'a\ufeff');
  });
  it('knows UTF-8 and GB18030 without a mark', () => {
    assert.equal(found([]), 'utf-8');
    assert.equal(found(utf8('plain')), 'utf-8');
    assert.equal(found(utf8('é')), 'utf-8');
    assert.equal(found(utf8('你好')), 'utf-8');
    assert.equal(found(gb18030('你好')), 'gb18030');
    assert.equal(found(gb18030('a你')), 'gb18030');
    assert.equal(decodeText(gb18030('你好。\na你好')), '你好。\na你好');
  });
  it('knows them where the first other character comes late', () => {
    const late = (tail: Uint8Array): Uint8Array => Uint8Array.of(...utf8('plain\n'.repeat(300)), ...tail);
    assert.equal(readText(file(late(gb18030('你好。')))).slice(-3), '你好。');
    assert.equal(readText(file(late(utf8('你好。')))).slice(-3), '你好。');
  });
  it('takes a text of wrong bytes for neither, nor one of another encoding', () => {
    const wrong = 'Cannot read text: bytes must be UTF-8, or GB18030 that reads like Chinese, received';
    refuses(() => found([0x63, 0x61, 0x66, 0xe9, 0x20]), `${wrong} 0xE9 at offset 3 (line 1)`); // Latin-1
    refuses(() => found([0x6e, 0x61, 0xef, 0x76, 0x65]), `${wrong} 0xEF at offset 2 (line 1)`);
    // Shift-JIS, EUC-JP and Big5
    refuses(() => found([0x0a, 0x82, 0xb1, 0x82, 0xf1, 0x82, 0xc9]), `${wrong} 0x82 at offset 1 (line 2)`);
    refuses(() => found([0xa4, 0xb3, 0xa4, 0xf3, 0xa4, 0xcb]), `${wrong} 0xA4 at offset 0 (line 1)`);
    refuses(() => found([0xa7, 0x41, 0xa6, 0x6e, 0xa1, 0x43]), `${wrong} 0xA7 at offset 0 (line 1)`);
  });
  it('takes UTF-8 with one wrong byte for UTF-8', () => {
    const bytes = Uint8Array.of(...utf8('却说宝玉黛玉出门'), 0xb0);
    assert.equal(detectEncoding(bytes), 'utf-8');
  });
});

describe('readTextPieces', () => {
  const pieces = (path: string, options: ReadTextPiecesOptions): string[] => [...readTextPieces(path, options)];
  it('ends pieces behind line ends where there are any', () => {
    const text = '床前明月光\n疑是地上霜\n\n举头望明月';
    assert.deepEqual(pieces(file(text), { bytes: 16 }), ['床前明月光\n', '疑是地上霜\n', '\n', '举头望明月']);
    assert.deepEqual(pieces(file(text), {}), ['床前明月光\n疑是地上霜\n\n', '举头望明月']);
  });
  it('never cuts a character, in a file of one line', () => {
    for (const [encoding, bytes] of [
      ['utf-8', utf8('😀'.repeat(100))],
      ['gb18030', gb18030('😀'.repeat(100))],
      ['utf-16be', utf16('😀'.repeat(100), false)],
    ] as const) {
      const read = pieces(file(bytes), { encoding, bytes: 17 });
      assert.equal(read.join(''), '😀'.repeat(100));
      assert.ok(read.length > 10 && read.every((piece) => piece.isWellFormed() && piece.length <= 20));
    }
  });
  it('says where a wrong byte is, in the file', () => {
    const path = file(Uint8Array.of(...utf8('你好\n'.repeat(20)), 0xff));
    refuses(
      () => pieces(path, { bytes: 16 }),
      `Cannot read text '${path}': bytes must be UTF-8, received 0xFF at offset 140 (line 21)`,
    );
  });
  it('refuses an empty file, a missing one, and no file at all', () => {
    const empty = file('');
    for (const read of [() => readText(empty), () => pieces(empty, {})]) {
      refuses(read, `Cannot read text '${empty}': it must hold text, received an empty file`);
    }
    const marked = file(Uint8Array.of(0xef, 0xbb, 0xbf));
    for (const read of [() => readText(marked), () => pieces(marked, {})]) {
      refuses(read, `Cannot read text '${marked}': it must hold text, received an empty file`);
    }
    assert.throws(() => pieces(join(folder, 'none.txt'), {}), { name: 'ResourceError' });
    assert.throws(() => readTextPieces(empty, { bytes: 3 }), {
      message: 'Cannot read text: bytes must be a whole number from 16 to 268435456, received 3',
    });
  });
  it('closes the file of a reader that leaves early', () => {
    for (const piece of readTextPieces(file('a\nb\nc\n'.repeat(20)), { bytes: 16 })) {
      assert.match(piece, /^a/);
      break;
    }
  });
});
