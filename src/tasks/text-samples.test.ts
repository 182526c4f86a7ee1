import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FormatError, OptionError } from '../errors.ts';
import { type ReadTextSamplesOptions, readTextSamples } from './text-samples.ts';

const pairs = (source: string, options?: ReadTextSamplesOptions): string[][] =>
  readTextSamples(source, options).map(({ text, label }) => [text, label]);

describe('readTextSamples', () => {
  it('finds the columns by the names text and label, wherever they stand', () => {
    assert.deepEqual(pairs('id,Label,TEXT\r\n7,yes,"a ""b"", c"\r\n\r\n8,no, d \r\n'), [
      ['a "b", c', 'yes'],
      ['d', 'no'],
    ]);
  });
  it('takes other names, and numbers where no line has names', () => {
    const wanted = [['fine', '1']];
    assert.deepEqual(pairs('review;stars\nfine;1', { textColumn: 'review', labelColumn: 'Stars' }), wanted);
    assert.deepEqual(pairs('1,x,fine', { textColumn: 3, labelColumn: 1 }), wanted);
    assert.deepEqual(pairs('1|fine', { textColumn: 2, labelColumn: 1, separator: '|' }), wanted);
  });
  it('keeps lines within quotes, and a byte order mark out of names', () => {
    assert.deepEqual(pairs('\ufefftext,label\n"two\nlines",x\n'), [['two\nlines', 'x']]);
  });
  it('reads label TAB text from .tsv, where quotes are signs', () => {
    const source = 'yes\t"so" good\nno\t"bad\n';
    assert.deepEqual(pairs(source, { name: 'x.tsv' }), [
      ['"so" good', 'yes'],
      ['"bad', 'no'],
    ]);
    assert.deepEqual(pairs('text\tlabel\nfine\tyes\n', { name: 'x.TSV' }), [['fine', 'yes']]);
  });
  const hint =
    'Say which columns hold the texts and the classes: by name, or by number from 1 where no line has names.';
  for (const [source, options, problem, more] of [
    ['', {}, 'there must be a line, received an empty file'],
    ['\n \n', {}, 'there must be a line, received an empty file'],
    ['text,label\n', {}, 'there must be a line below the names of the columns, received none'],
    ['text,label\na,b\n\nc\n', {}, 'line 4 must have 2 fields like the first, received 1'],
    [
      'text,label\na, b,c\n',
      {},
      'line 2 must have 2 fields like the first, received 3',
      'A text that holds the delimiter stands in quotes: "well, good".',
    ],
    ['text,label\n"a\nb",c\n  ,c\n', {}, 'line 4 must have a text in column 1, received an empty field'],
    ['text,label\na,""\n', {}, 'line 2 must have a class in column 2, received an empty field'],
    ['text,label\n"a,b\n', {}, 'line 2 column 1 must end with a quote, received the end of the file'],
    ['good,yes\nbad,no\n', {}, "line 1 must name a column 'text', received 'good', 'yes'", hint],
    ['review,label\n', { textColumn: 'text' }, "line 1 must name a column 'text', received 'review', 'label'", hint],
    ['yes\tgood\n', { name: 'x.csv' }, "line 1 must name a column 'text', received 'yes', 'good'", hint],
  ] as const) {
    it(`refuses ${JSON.stringify(source)}`, () =>
      assert.throws(
        () => readTextSamples(source, options),
        (error) => {
          assert.ok(error instanceof FormatError, String(error));
          assert.match(error.message, /^Cannot read (csv|texts)( 'x.csv')?: /);
          assert.equal(error.message.replace(/^.*?: /, ''), problem);
          assert.equal(error.hint, more);
          return true;
        },
      ));
  }
  for (const [options, problem] of [
    [{ textColumn: 3, labelColumn: 1 }, 'textColumn must be a whole number from 1 to 2, received 3'],
    [{ textColumn: 1 }, "both columns must be given by name or both by number, received 1 and 'label'"],
    [{ textColumn: 'a', labelColumn: 'a' }, 'text and class must be two columns, received column 1 for both'],
    [{ separator: ', ' }, "separator must be one character, no quote and no line end, received ', '"],
    [{ separator: '"' }, `separator must be one character, no quote and no line end, received '"'`],
  ] as const) {
    it(`refuses ${JSON.stringify(options)}`, () =>
      assert.throws(
        () => readTextSamples('a,b\nc,d\n', options),
        (error) => error instanceof OptionError && error.message === `Cannot read texts: ${problem}`,
      ));
  }
});
