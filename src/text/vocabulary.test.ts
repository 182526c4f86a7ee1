import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Vocabulary } from './vocabulary.ts';

const words = 'to be or not to be'.split(' ');
const specials = { padToken: '<pad>', unknownToken: '<unk>', startToken: '<s>', endToken: '</s>' } as const;
const refuses = (run: () => unknown, message: string): void => {
  assert.throws(run, { name: 'OptionError', message });
};

describe('Vocabulary', () => {
  it('puts special tokens first, then frequent ones, then by code units', () => {
    const { tokens, counts, padId, unknownId, startId, endId } = Vocabulary.from(words, specials);
    assert.deepEqual(tokens, ['<pad>', '<unk>', '<s>', '</s>', 'be', 'to', 'not', 'or']);
    assert.deepEqual(counts, [0, 0, 0, 0, 2, 2, 1, 1]);
    assert.deepEqual([padId, unknownId, startId, endId], [0, 1, 2, 3]);
  });
  it('leaves rare tokens out, and counts them as unknown', () => {
    const { tokens, counts } = Vocabulary.from(words, { minCount: 2, unknownToken: '?' });
    assert.deepEqual(
      [tokens, counts],
      [
        ['?', 'be', 'to'],
        [2, 2, 2],
      ],
    );
    assert.deepEqual(Vocabulary.from(words, { maxSize: 2, unknownToken: '?' }).counts, [4, 2]);
  });
  it('encodes and decodes, and comes back from its config', () => {
    const vocabulary = Vocabulary.from(words, specials);
    const again = new Vocabulary(JSON.parse(JSON.stringify(vocabulary.config())));
    assert.deepEqual(again.decode(again.encode(['be', 'so'])), ['be', '<unk>']);
    assert.deepEqual(again.config(), vocabulary.config());
    assert.equal(again.has('so'), false);
  });
  it('refuses unknown tokens and ids', () => {
    const vocabulary = Vocabulary.from(words);
    refuses(() => vocabulary.id('so'), "Cannot find token: it must be in the vocabulary of 4, received 'so'");
    refuses(() => vocabulary.token(4), 'Cannot find token: id must be from 0 to 3, received 4');
  });
  it('refuses a text without frequent tokens, and tokens that clash', () => {
    refuses(
      () => Vocabulary.from(words, { minCount: 3 }),
      'Cannot make vocabulary: at least one token must come 3 times or more, received 4 different tokens, the most frequent 2 times',
    );
    refuses(
      () => Vocabulary.from(words, { padToken: 'be' }),
      "Cannot make vocabulary: special tokens must not be in the text, received 'be'",
    );
    refuses(
      () => new Vocabulary({ tokens: ['a', 'a'], counts: [1, 1] }),
      "Cannot make vocabulary: every token must be there once, received 'a' twice",
    );
  });
});
