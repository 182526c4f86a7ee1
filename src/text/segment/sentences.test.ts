import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type SentencesOptions, sentences } from './sentences.ts';

/** The sentences are those that a bar stands between. */
function cuts(text: string, options: SentencesOptions = {}): void {
  assert.deepEqual(sentences(text.replaceAll('|', ''), options), text.split('|'));
}

describe('sentences', () => {
  it('loses nothing of any text, and makes none of blanks alone', () => {
    const part = fc.oneof(
      fc.constantFrom('.', '!', '?', '。', '！', '？', '…', '；', '”', '」', ')', '“', '(', ' ', '\n', '\r\n', '\n\n'),
      fc.constantFrom('Mr', 'No', 'A', 'e.g', '3', '14', 'he', 'She', '走了', '他说', '𠮷', '\ud842'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    const options = fc.record({ newlines: fc.boolean(), enders: fc.constantFrom('', '；…', ']^-\\') });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), options, (parts, options) => {
        const found = sentences(parts.join(''), options);
        assert.equal(found.join(''), parts.join(''));
        assert.ok(found.length === 1 || found.every((each) => each.trim() !== ''));
      }),
      { numRuns: 1000 },
    );
    assert.deepEqual(sentences(''), []);
  });
  it('ends at marks, behind closing quotes and brackets', () => {
    cuts('却说宝玉。|黛玉笑了！|真的？！|是');
    cuts('“你来！”|他说。|（完了。）|「はい。」|そう');
    cuts('He came. |She went! |“Why?” |(So.) |Yes');
    cuts('Wait... |What?! |No');
    cuts('走了.|她来!|我说. |好');
  });
  it('goes on where a quotation does', () => {
    cuts('“好！”，他说。|完');
    cuts('“Stop!” he said. |“Go.” (they went.) |“No?” asked Ann.');
    cuts('He waited... and went on.');
  });
  it('keeps numbers, initials, abbreviations and addresses together', () => {
    cuts('Mr. Lee and J. R. Ward paid $3.50 vs. 4.20 at example.com, e.g. No. 5, p. 12. |Then they left.');
    cuts('It costs 5. |7 is more. |Did you? |No. |He did.');
    cuts('They came at 5 p.m. and left. |Acme Inc. was there, etc. |The end');
    cuts('1. First. |Then 2. |It ends.\n|2. Second.');
  });
  it('ends at line ends, or at empty lines alone', () => {
    cuts('one\n|two\r\n\r\n|three');
    cuts('one\ntwo. |Three\n\n|four\r\n \r\n|five', { newlines: false });
    cuts('\n\n one.\n|two');
  });
  it('takes further marks and abbreviations', () => {
    cuts('来了；去了……好');
    cuts('来了；|去了……|好', { enders: '；…' });
    cuts('See Bd. |Nine', {});
    cuts('See Bd. Nine', { abbreviations: ['Bd.'] });
  });
  it('refuses wrong options', () => {
    const refused = (options: object, message: string): void =>
      assert.throws(() => sentences('', options), { name: 'OptionError', message: `Cannot cut sentences: ${message}` });
    refused({ enders: 'a' }, "enders must be a text of marks, received 'a'");
    refused({ abbreviations: 'Mr' }, "abbreviations must be a list of texts, received 'Mr'");
    refused({ newlines: 1 }, 'newlines must be true or false, received 1');
  });
});
