import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { countTokens, mergeCounts } from './count-tokens.ts';
import { Vocabulary } from './vocabulary.ts';
import { loadVocabulary, saveVocabulary } from './vocabulary-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'memcell-vocabulary-'));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const specials = { padToken: '<pad>', unknownToken: '<unk>', startToken: '<s>', endToken: '</s>' } as const;
const vocabulary = Vocabulary.from('宝玉 黛玉 宝玉 x x x'.split(' '), specials);
const refuses = (name: string, content: string | Uint8Array, message: string, errorName = 'FormatError'): void => {
  writeFileSync(at(name), content);
  assert.throws(() => loadVocabulary(at(name)), {
    name: errorName,
    message: `Cannot load vocabulary '${at(name)}': ${message}`,
  });
};

describe('vocabulary files', () => {
  it('of JSON keep everything', () => {
    const blanks = Vocabulary.from(['a b', '', '\n', '\ud800'], specials);
    for (const each of [vocabulary, blanks]) {
      saveVocabulary(each, at('a.json'));
      assert.deepEqual(loadVocabulary(at('a.json')).config(), each.config());
    }
  });
  it('of text are lines of token and count, as the C tool writes them', () => {
    saveVocabulary(vocabulary, at('a.txt'));
    const text = readFileSync(at('a.txt'), 'utf8');
    assert.equal(text, '<pad> 0\n<unk> 0\n<s> 0\n</s> 0\nx 3\n宝玉 2\n黛玉 1\n');
    assert.deepEqual(loadVocabulary(at('a.txt'), specials).config(), vocabulary.config());
    assert.equal(loadVocabulary(at('a.txt')).unknownId, undefined);
    writeFileSync(at('b.txt'), '\ufeff</s> 0\r\nthe\t12\r\n');
    assert.deepEqual(loadVocabulary(at('b.txt')).config(), { tokens: ['</s>', 'the'], counts: [0, 12] });
  });
  it('refuses tokens that a line cannot hold, and leaves what was there', () => {
    saveVocabulary(vocabulary, at('kept.txt'));
    for (const token of ['a b', '', 'a\n', '\u3000', '\ud800']) {
      assert.throws(() => saveVocabulary(Vocabulary.from([token]), at('kept.txt')), {
        name: 'OptionError',
        message: `Cannot save vocabulary '${at('kept.txt')}': tokens of a text must be without blanks, received ${JSON.stringify(token)}`,
        hint: 'A path that ends in .json takes any tokens.',
      });
    }
    assert.match(readFileSync(at('kept.txt'), 'utf8'), /^<pad> 0\n/);
  });
  it('refuses damaged files, with the line', () => {
    refuses('c.txt', '', 'the file must have a line, received an empty file');
    refuses('c.txt', 'a 1\nb\n', "line 2 must be a token, a blank and a count, received 'b'");
    refuses('c.txt', 'a 1\n\nb 2\n', "line 2 must be a token, a blank and a count, received ''");
    refuses('c.txt', 'a -1\n', "line 1 must be a token, a blank and a count, received 'a -1'");
    refuses('c.txt', 'a 1.5\n', "line 1 must be a token, a blank and a count, received 'a 1.5'");
    refuses('c.txt', `a ${2 ** 53}\n`, "line 1 must be a token, a blank and a count, received 'a 9007199254740992'");
    refuses('c.txt', 'a 3\nb 2\na 1\n', "every token must be there once, received 'a' again in line 3");
    refuses('c.txt', Uint8Array.of(0x61, 0x20, 0xff), 'the file must be UTF-8, received other bytes');
    refuses('c.json', '{"tokens": ["a"', 'the file must be a vocabulary, received no JSON');
    refuses(
      'c.json',
      '{"tokens": ["a"]}',
      "the file must be a vocabulary, received tokens and counts must be lists of one length, received ['a'] and undefined",
    );
    refuses('c.json', '[]', 'the file must be a vocabulary, received options must be an object, received []');
  });
  it('refuses special tokens that are not there, or that JSON says itself', () => {
    saveVocabulary(vocabulary, at('d.json'));
    assert.throws(() => loadVocabulary(at('d.json'), { padToken: 'x' }), {
      message: `Cannot load vocabulary '${at('d.json')}': special tokens must be those of the file, received ['padToken']`,
    });
    saveVocabulary(vocabulary, at('d.txt'));
    assert.throws(() => loadVocabulary(at('d.txt'), { padToken: 'y' }), {
      name: 'OptionError',
      message: "Cannot make vocabulary: padToken must be among the tokens, received 'y'",
    });
    assert.throws(() => loadVocabulary(at('none.txt')), { name: 'ResourceError' });
  });
});

describe('counts', () => {
  it('of pieces add up, in one map or in several', () => {
    const pieces = [['a', 'b'], [], ['b', 'c', 'b']];
    const one = new Map<string, number>();
    for (const piece of pieces) assert.equal(countTokens(piece, one), one);
    assert.deepEqual(one, countTokens(pieces.flat()));
    assert.deepEqual(mergeCounts(...pieces.map((piece) => countTokens(piece))), one);
    assert.equal(one.get('b'), 3);
    assert.throws(() => mergeCounts({ a: 1 } as never), {
      name: 'OptionError',
      message: 'Cannot merge counts: each part must be a Map of tokens, received an object',
    });
  });
});
