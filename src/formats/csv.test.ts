import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FormatError } from '../errors.ts';
import { readCsv, writeCsv } from './csv.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const rows = (text: string, delimiter = ','): number[][] => {
  const { shape, data } = readCsv(encode(text), { delimiter });
  return Array.from({ length: shape[0] }, (_, i) => Array.from(data.subarray(i * shape[1], (i + 1) * shape[1])));
};

describe('readCsv', () => {
  it('takes any line end, with or without a last one', () => {
    for (const text of ['1,2\n3,4', '1,2\r\n3,4\r\n', '1,2\r3,4\r', '1,2\n3,4\n\n\n']) {
      assert.deepEqual(rows(text), [
        [1, 2],
        [3, 4],
      ]);
    }
  });
  it('takes quotes, spaces, a byte order mark, and every form of number', () => {
    assert.deepEqual(rows('\ufeff"1", 2 ,"-.5e-3"\n'), [[1, 2, -0.0005]]);
    assert.deepEqual(rows('1.,+2,1E5,nan,-inf,Infinity'), [[1, 2, 1e5, NaN, -Infinity, Infinity]]);
    assert.deepEqual(rows('1;2\t3'.replace('\t', ';'), ';'), [[1, 2, 3]]);
    assert.deepEqual(rows('1\t2', '\t'), [[1, 2]]);
    assert.deepEqual(rows('5'), [[5]]);
  });
  it('takes the first row as a header if none of it is a number', () => {
    assert.deepEqual(readCsv(encode('a,"b ""x"", c"\n1,2')).header, ['a', 'b "x", c']);
    assert.deepEqual(readCsv(encode(',b\n1,2')).header, ['', 'b']);
    assert.equal(readCsv(encode('1,2')).header, undefined);
  });
  for (const [text, problem, hint] of [
    ['', 'file must have at least one row, received none'],
    ['\n\n', 'file must have at least one row, received none'],
    ['a,b\n', "file must have at least one row of numbers, received one row that begins with 'a'"],
    ['1,2\n3,x\n', "line 2 column 2 must be a number, received 'x'"],
    ['a,b\n1,\n', 'line 2 column 2 must be a number, received an empty field'],
    ['1,x\n', "line 1 column 2 must be a number, received 'x'"],
    ['1,2\n\n3,4\n', 'line 2 must have 2 fields like the first, received 1'],
    ['1,2\n3,4,5\n', 'line 2 must have 2 fields like the first, received 3'],
    ['a,b\n"1\n",2\n3,0x10\n', "line 4 column 2 must be a number, received '0x10'"],
    ['1,"2\n3,4', 'line 1 column 2 must end with a quote, received the end of the file'],
    ['1,"2"3\n', "line 1 column 2 must have a delimiter behind its quote, received '3'"],
    ['x\n"1,5"\n', "line 2 column 1 must be a number, received '1,5'", 'Decimals have a point.'],
    [
      '1;2\n3;4\n5',
      "line 2 column 1 must be a number, received '3;4'",
      'The fields seem to be separated by another character than the one that was asked for.',
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, () =>
      assert.throws(
        () => readCsv(encode(text), { name: 'x.csv' }),
        (error) => {
          assert.ok(error instanceof FormatError, String(error));
          assert.equal(error.message, `Cannot read csv 'x.csv': ${problem}`);
          assert.equal(error.hint, hint);
          return true;
        },
      ));
  }
  it('refuses a delimiter that numbers have', () =>
    assert.throws(() => readCsv(encode('1'), { delimiter: '.' }), {
      name: 'OptionError',
      message:
        "Cannot read csv: delimiter must be one character, and none that numbers, quotes or lines have, received '.'",
    }));
});

describe('writeCsv', () => {
  const delimiters = fc.constantFrom(',', ';', '\t', '|', ']', '^', '\\');
  const table = <T extends Float32Array | Float64Array>(
    numbers: fc.Arbitrary<number>,
    kind: { from(x: number[]): T },
  ) =>
    fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
      .chain(([height, width]) =>
        fc
          .array(numbers, { minLength: height * width, maxLength: height * width })
          .map((values) => ({ shape: [height, width] as const, data: kind.from(values) })),
      );

  it('gives what readCsv gives back, float64 and float32', () =>
    fc.assert(
      fc.property(table(fc.double(), Float64Array), table(fc.float(), Float32Array), delimiters, (a, b, delimiter) => {
        for (const { shape, data } of [a, b]) {
          const read = readCsv(encode(writeCsv({ shape, data }, { delimiter })), { delimiter });
          assert.deepEqual(read.shape, shape);
          // 0 and −0 are written alike
          const plain = (x: Iterable<number>): number[] => Array.from(x, (n) => n + 0);
          assert.deepEqual(plain(data instanceof Float32Array ? Float32Array.from(read.data) : read.data), plain(data));
        }
      }),
    ));
  it('gives back any header', () =>
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), delimiters, (names, delimiter) => {
        const header = names.map((name) => `x${name}x`);
        const block = { shape: [1, names.length], data: new Float64Array(names.length) };
        const read = readCsv(encode(writeCsv(block, { header, delimiter })), { delimiter });
        assert.deepEqual(read.header, header);
      }),
    ));
  it('writes float32 with few digits', () => {
    const data = new Float32Array([0.1, 1 / 3, 16777216, 1e-30, -2.5, NaN]);
    assert.equal(writeCsv({ shape: [2, 3], data }), '0.1,0.33333334,16777216\n1e-30,-2.5,NaN\n');
  });
  it('refuses other shapes', () => {
    const data = new Float32Array(6);
    assert.throws(() => writeCsv({ shape: [6], data }), {
      name: 'ShapeError',
      message: 'Cannot write csv: shape must be [rows, columns] for 6 numbers, received [6]',
    });
    assert.throws(() => writeCsv({ shape: [2, 3], data }, { header: ['a'] }), {
      message: 'Cannot write csv: header must have 3 names, received 1',
    });
  });
});
