import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { WordVectorLayout } from '../../formats/word-vector-file.ts';
import { readWordVectors, saveWordVectors, writeWordVectors } from './files.ts';
import { openWordVectors } from './open-word-vectors.ts';
import { WordVectors } from './word-vectors.ts';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'memcell-vectors-'));
});
after(() => rmSync(folder, { recursive: true }));

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const names = ['</s>', '宝玉', '黛玉', 'a', '1.5', '𠮷'];
const sample = (size = 3): WordVectors =>
  new WordVectors({
    words: names,
    vectors: Float32Array.from({ length: names.length * size }, (_, i) => Math.sin(i * 1.7) / (i % 5 || 1e-5)),
    size,
  });
const layouts: readonly WordVectorLayout[] = [
  { binary: true, variant: 'c', header: true },
  { binary: true, variant: 'gensim', header: true },
  { binary: false, variant: 'c', header: true },
  { binary: false, variant: 'gensim', header: true },
  { binary: false, variant: 'c', header: false },
  { binary: false, variant: 'gensim', header: false },
];
const read = (bytes: Uint8Array, { header }: { header: boolean }): WordVectors => readWordVectors(bytes, { header });
const refuses = (run: () => unknown, message: string | RegExp, hint?: string | RegExp): void => {
  assert.throws(run, (error: Error & { hint?: string }) => {
    assert.equal(error.name, 'FormatError', String(error));
    if (typeof message === 'string') assert.equal(error.message, `Cannot read word vectors: ${message}`);
    else assert.match(error.message, message);
    if (typeof hint === 'string') assert.equal(error.hint, hint);
    else if (hint !== undefined) assert.match(error.hint ?? '', hint);
    return true;
  });
};
/** Both ways of reading refuse it alike. */
const bothRefuse = (
  bytes: Uint8Array,
  message: string | RegExp,
  hint?: string | RegExp,
  options: object = {},
): void => {
  refuses(() => readWordVectors(bytes, options), message, hint);
  refuses(() => openWordVectors(bytes, options), message, hint);
};

describe('word vectors', () => {
  it('are written as the C tool and gensim write', () => {
    const vectors = new WordVectors({ words: ['a', '宝'], vectors: new Float32Array([1, -0.1, 1e-7, 2]), size: 2 });
    const written = (layout: WordVectorLayout): string => textOf(writeWordVectors(vectors, layout));
    assert.equal(written(layouts[2]!), '2 2\na 1.000000 -0.100000 \n宝 0.000000 2.000000 \n');
    assert.equal(written(layouts[3]!), '2 2\na 1.0 -0.1\n宝 1e-07 2.0\n');
    assert.equal(written(layouts[4]!), 'a 1.000000 -0.100000\n宝 0.000000 2.000000\n');
    const numbers = (...values: number[]): number[] => [...new Uint8Array(Float32Array.from(values).buffer)];
    assert.deepEqual(
      [...writeWordVectors(vectors, layouts[0]!)],
      [...bytesOf('2 2\na '), ...numbers(1, -0.1), 10, ...bytesOf('宝 '), ...numbers(1e-7, 2), 10],
    );
    assert.deepEqual(
      [...writeWordVectors(vectors, layouts[1]!)],
      [...bytesOf('2 2\na '), ...numbers(1, -0.1), ...bytesOf('宝 '), ...numbers(1e-7, 2)],
    );
  });
  for (const layout of layouts) {
    const title = `${layout.binary ? '.bin' : '.txt'} of ${layout.variant}${layout.header ? '' : ' without header'}`;
    it(`${title} is known again, and written again byte for byte`, () => {
      const bytes = writeWordVectors(sample(), layout);
      const back = read(bytes, layout);
      assert.deepEqual(back.layout, layout);
      assert.deepEqual(back.words, names);
      if (layout.binary || layout.variant === 'gensim') assert.deepEqual(back.vectors, sample().vectors);
      assert.deepEqual(writeWordVectors(back, { binary: layout.binary }), bytes);
    });
    it(`${title} has the same vectors and neighbours when it is opened`, () => {
      const bytes = writeWordVectors(sample(), layout);
      const [whole, open] = [read(bytes, layout), openWordVectors(bytes, { header: layout.header })];
      assert.deepEqual([open.count, open.size, open.layout], [whole.count, 3, layout]);
      for (const word of names) assert.deepEqual(open.get(word), whole.get(word));
      assert.deepEqual(open.nearest('宝玉'), whole.nearest('宝玉'));
      assert.deepEqual(writeWordVectors(open, layout), bytes);
    });
    it(`${title} cut anywhere is refused`, () => {
      const bytes = writeWordVectors(sample(), layout);
      const ends = new Set<number>();
      // a cut between two lines of a file without header leaves a whole file
      if (!layout.header) for (const [at, byte] of bytes.entries()) if (byte === 10) ends.add(at + 1);
      for (let end = 0; end < bytes.length; end++) {
        if (ends.has(end)) continue;
        assert.throws(() => read(bytes.slice(0, end), layout), { name: 'FormatError' }, `${end}`);
      }
    });
    it(`${title} with any byte changed is refused or read, never a crash`, () =>
      fc.assert(
        fc.property(fc.nat(), fc.nat(255), (place, value) => {
          const bytes = writeWordVectors(sample(), layout);
          bytes[place % bytes.length] = value;
          try {
            read(bytes, layout);
          } catch (error) {
            assert.equal((error as Error).name, 'FormatError', String(error));
          }
        }),
      ));
  }
  it('of any words and numbers come back from every layout', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[ \r\n]/.test(text));
    const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: -(2 ** 50), max: 2 ** 50 });
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 5 }),
        fc.array(float, { minLength: 5, maxLength: 30 }),
        fc.constantFrom(...layouts),
        (words, numbers, layout) => {
          const size = Math.floor(numbers.length / words.length);
          const vectors = Float32Array.from(numbers.slice(0, size * words.length));
          const bytes = writeWordVectors(new WordVectors({ words, vectors, size }), layout);
          const back = readWordVectors(bytes, { header: layout.header, binary: layout.binary });
          assert.deepEqual(back.words, words);
          assert.deepEqual(writeWordVectors(back, { binary: layout.binary, variant: layout.variant }), bytes);
        },
      ),
    );
  });
  it('limit reads the first rows only', () => {
    for (const layout of layouts) {
      const bytes = writeWordVectors(sample(), layout);
      for (const file of [readWordVectors, openWordVectors]) {
        const some = file(bytes, { limit: 2, header: layout.header });
        assert.deepEqual([some.count, some.word(1)], [2, '宝玉']);
        assert.equal(file(bytes, { limit: 100, header: layout.header }).count, names.length);
      }
    }
  });
  it('are read from text with line ends of Windows', () => {
    const text = textOf(writeWordVectors(sample(), layouts[3]!)).replaceAll('\n', '\r\n');
    assert.deepEqual(readWordVectors(bytesOf(text)).vectors, sample().vectors);
    assert.deepEqual(openWordVectors(bytesOf(text)).get('黛玉'), sample().get('黛玉'));
  });
  it('of fastText and GloVe are read', () => {
    assert.deepEqual(
      readWordVectors(bytesOf('2 3\nof 0.1 -2.5e-05 3 \n, 1 2 3 \n')).get('of')[1],
      Math.fround(-2.5e-5),
    );
    const glove = readWordVectors(bytesOf('the 0.418 0.24968\n, 0.013441 0.23682\n'), { header: false });
    assert.deepEqual([glove.words, glove.size], [['the', ','], 2]);
  });
  it('keep bytes that are no UTF-8 where asked', () => {
    for (const [file, layout] of [0, 1, 2, 3].map(
      (i) => [writeWordVectors(sample(), layouts[i]!), layouts[i]!] as const,
    )) {
      const at = file.findIndex((byte, i) => byte === 0xe5 && file[i + 3] === 0xe7) + 5; // the last byte of 宝玉
      const cut = Uint8Array.from([...file.slice(0, at), ...file.slice(at + 1)]);
      bothRefuse(cut, /^.*word of (row 2 of 6|line 3) must be UTF-8, received byte 0xe7 at \d+, after "宝"$/);
      const back = readWordVectors(cut, { unicodeErrors: 'surrogateescape' });
      assert.equal(back.words[1], '宝\udce7\udc8e');
      assert.deepEqual(writeWordVectors(back, { binary: layout.binary }), cut);
      assert.equal(readWordVectors(cut, { unicodeErrors: 'replace' }).words[1], '宝\ufffd');
      assert.equal(openWordVectors(cut, { unicodeErrors: 'ignore' }).word(1), '宝');
      assert.equal(openWordVectors(cut, { unicodeErrors: 'replace' }).index('宝\ufffd'), 1);
    }
  });
  it('that come twice are refused, or passed over', () => {
    const bytes = bytesOf('3 1\na 1\nb 2\na 3\n');
    bothRefuse(bytes, "word of line 4 must not have come before, received 'a'", /duplicates 'first'/);
    for (const file of [readWordVectors, openWordVectors]) {
      const kept = file(bytes, { duplicates: 'first' });
      assert.deepEqual([kept.count, [...kept.get('a')], [...kept.get('b')]], [2, [1], [2]]);
    }
  });
  it('larger than a piece are read and opened', () => {
    const [count, size] = [600, 450];
    const words = Array.from({ length: count }, (_, i) => `word${i}`);
    const numbers = Float32Array.from({ length: count * size }, (_, i) => ((i * 7919) % 10007) / 5003 - 1);
    const large = new WordVectors({ words, vectors: numbers, size });
    for (const layout of layouts) {
      const path = join(folder, layout.binary ? 'large.bin' : 'large.txt');
      saveWordVectors(large, path, layout);
      assert.deepEqual(new Uint8Array(readFileSync(path)), writeWordVectors(large, layout));
      const back = readWordVectors(path, { header: layout.header });
      if (layout.variant === 'gensim') assert.deepEqual(back.vectors, numbers);
      const open = openWordVectors(path, { header: layout.header });
      assert.deepEqual(open.nearest('word17'), back.nearest('word17'));
      assert.deepEqual(open.get('word599'), back.get('word599'));
      open.close();
    }
  });
});

describe('word vectors refuse', () => {
  it('what has no header', () => {
    const must = 'first line must be two whole numbers, words and length of a vector';
    bothRefuse(bytesOf('the 0.1 0.2\n'), `${must}, received "the 0.1 0.2"`, /header: false/);
    bothRefuse(bytesOf('hello\n'), `${must}, received "hello"`, /71291 200/);
    bothRefuse(bytesOf('3 -2\n'), `${must}, received "3 -2"`);
    bothRefuse(bytesOf('3 2'), `${must}, received "3 2"`);
    bothRefuse(
      Uint8Array.from({ length: 300 }, (_, i) => i),
      /first line must be two whole numbers/,
    );
    bothRefuse(new Uint8Array(0), 'file must not be empty, received 0 bytes');
  });
  it('a header that lies, before any memory is taken', () => {
    const rows = 'a 1.5 2.5\nb 1.5 2.5\n';
    const least = 'header must say at least 1 word, and vectors of 1 to 1000000 numbers';
    for (const header of ['0 2', '2 0', '2 1000001', '99999999999999999999 99999999999999999999']) {
      bothRefuse(bytesOf(`${header}\n${rows}`), `${least}, received "${header}"`);
    }
    bothRefuse(
      bytesOf(`900000000000 200\n${rows}`),
      'file must have at least 361800000000017 bytes for 900000000000 vectors of 200 numbers, as its header says, received 37',
      'The file may have been cut off while it was copied or downloaded.',
    );
    bothRefuse(bytesOf(`3 2\n${rows}`), 'file must have 3 rows, as its header says, received 2');
    bothRefuse(
      bytesOf(`1 2\n${rows}`),
      'file must end at byte 14, after 1 rows, as its header says, received 24 bytes',
    );
    bothRefuse(bytesOf(`2 1\n${rows}`), 'line 2 must have 1 numbers after its word, received more: "2.5"');
    bothRefuse(bytesOf(`2 3\n${rows}`), 'line 2 must have 3 numbers after its word, received 2');
  });
  it('binary rows that do not fit their header', () => {
    const bytes = writeWordVectors(sample(), layouts[0]!);
    const headed = (header: string, layout = layouts[0]!): Uint8Array => {
      const rows = writeWordVectors(sample(), layout).subarray(4);
      return Uint8Array.from([...bytesOf(`${header}\n`), ...rows]);
    };
    bothRefuse(headed('5 3'), /file must end at byte \d+, after 5 rows, as its header says, received \d+ bytes/);
    bothRefuse(headed('7 3'), 'row 7 of 7 must begin with a word at byte 112, received the end of the file');
    for (const size of [1, 2, 4]) for (const i of [0, 1]) bothRefuse(headed(`6 ${size}`, layouts[i]!), /must/);
    bothRefuse(bytes.slice(0, 60), /file must have at least 88 bytes .* received 60/);
    bothRefuse(bytes.slice(0, -5), /row 6 of 6 must be a word and 3 numbers at byte \d+, received the last \d+ bytes/);
    const mixed = Uint8Array.from(bytes);
    assert.equal(mixed[41], 10);
    mixed[41] = 65;
    bothRefuse(mixed, 'row 2 of 6 must end with a line end at byte 41, as the first does, received another byte');
  });
  it('numbers that are none', () => {
    bothRefuse(bytesOf('1 2\na 1 x\n'), 'line 2 must have a number at place 2 of 2, received "x"');
    bothRefuse(bytesOf('1 2\na 1 nan\n'), 'number 2 of line 2 must be finite, received NaN');
    bothRefuse(bytesOf('1 2\na 1e39 2\n'), 'number 1 of line 2 must be finite, received Infinity');
    bothRefuse(bytesOf('1 2\na  1 2\n'), /line 2 must have a number at place 1 of 2, received ""/);
    bothRefuse(bytesOf('2 2\na 1 2\n\nb 1 2\n'), 'line 3 must be a word and 2 numbers, received an empty line');
    bothRefuse(bytesOf('2 2\na 1 2\nb 1 25'), 'line 3 must be a word, 2 numbers and a line end, received "b 1 25"');
    const bytes = writeWordVectors(sample(), layouts[0]!);
    bytes.set(new Uint8Array(Float32Array.of(NaN).buffer), 9);
    bothRefuse(bytes, 'number 1 of row 1 of 6 must be finite, received NaN');
  });
  it('text given as binary, and binary as text', () => {
    const [binary, text] = [writeWordVectors(sample(), layouts[0]!), writeWordVectors(sample(), layouts[2]!)];
    bothRefuse(text, 'rows must be binary, as was asked for, received text', /found out/, { binary: true });
    bothRefuse(binary, 'rows must be text, as was asked for, received binary', /found out/, { binary: false });
    bothRefuse(binary, 'a binary file must have a header, received header: false', undefined, {
      binary: true,
      header: false,
    });
    bothRefuse(binary, /line 1 must be a word and its numbers/, undefined, { header: false });
    const changed = Uint8Array.from([...bytesOf('6 3\r\n'), ...binary.subarray(4)]);
    bothRefuse(changed, 'header must end with a line end alone, received CRLF', /copy it as binary/);
  });
  it('a file that is gone, and one that is closed', () => {
    assert.throws(() => readWordVectors(join(folder, 'none.bin')), {
      name: 'ResourceError',
      message: /file must exist/,
    });
    const path = join(folder, 'closed.bin');
    saveWordVectors(sample(), path);
    const open = openWordVectors(path);
    for (let i = 0; i < 2; i++) open.close();
    assert.throws(() => open.get('a'), { name: 'ResourceError' });
    assert.equal(open.has('a'), true);
  });
  it('a file that was shortened while it was open', () => {
    const path = join(folder, 'short.bin');
    saveWordVectors(sample(), path);
    const open = openWordVectors(path);
    writeFileSync(path, '6 3\n');
    assert.throws(() => open.get('a'), {
      name: 'FormatError',
      message: /row 4 of 6 must be there as when the file was opened/,
    });
    assert.throws(() => open.nearest([1, 2, 3]), { name: 'FormatError' });
    open.close();
  });
  it('to write words that no file can hold, and leaves nothing behind', () => {
    for (const word of ['', 'a b', 'a\nb', '\ud800']) {
      const vectors = new WordVectors({ words: [word], vectors: new Float32Array(2), size: 2 });
      const path = join(folder, 'never.bin');
      assert.throws(() => saveWordVectors(vectors, path), {
        name: 'OptionError',
        message: /neither blanks nor line ends/,
      });
      assert.ok(!readdirSync(folder).some((name) => name.includes('never') || name.endsWith('.tmp')));
    }
  });
  it('options that they have not, and names that say nothing', () => {
    assert.throws(
      () => saveWordVectors(sample(), join(folder, 'vectors')),
      /path must end in .bin, .txt or .vec, or binary be given/,
    );
    assert.throws(() => writeWordVectors(sample(), { header: false }), /a binary file must have a header/);
    assert.throws(() => readWordVectors(bytesOf('1 1\na 1\n'), { limit: 0 }), /limit must be a whole number from 1/);
    assert.throws(
      () => readWordVectors(bytesOf('1 1\na 1\n'), { unicodeErrors: 'keep' as never }),
      /unicodeErrors must be one of/,
    );
  });
});
