import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { toConfig } from '../../config.ts';
import { segmenterFromConfig } from '../segment/segmenter-from-config.ts';
import { BytePairs, type BytePairsConfig, type BytePairsOptions } from './byte-pairs.ts';
import { BYTE_CHARACTERS, fromBytes, toBytes } from './bytes.ts';

const text = 'the cat sat on the mat; the rat sat on the cat\n那只猫坐在垫子上，那只老鼠坐在猫身上。\n'.repeat(3);
const kinds: readonly BytePairsOptions[] = [
  { level: 'bytes', vocabularySize: 300 },
  { level: 'bytes', vocabularySize: 290, split: 'lines' },
  { level: 'characters', vocabularySize: 50 },
  { level: 'characters', vocabularySize: 60, split: 'lines', minFrequency: 3 },
];
const trained = kinds.map((options) => BytePairs.train(text, options));
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }), // code points that are no characters, and no halves
  fc.string({ unit: fc.constantFrom('t', 'h', 'e', ' ', '猫', '\n', '\ud83d', '\ude00', '\ufeff'), maxLength: 60 }),
  fc.constantFrom(text, `${text.slice(5, 90)}😀`),
);
const refuses = (run: () => unknown, message: string): void => {
  assert.throws(run, { name: 'OptionError', message });
};

describe('BytePairs', () => {
  it('loses nothing of any text, halves of surrogate pairs included', () => {
    fc.assert(
      fc.property(fc.constantFrom(...trained), anyText, (pairs, any) => {
        assert.equal(pairs.join(pairs.segment(any)), any);
      }),
      { numRuns: 300 },
    );
  });
  it('gives tokens of its own alone at the level of bytes', () => {
    const vocabulary = trained[0]!.vocabulary({ padToken: '<pad>', endToken: '</s>' });
    assert.deepEqual([vocabulary.padId, vocabulary.endId, vocabulary.size], [0, 1, trained[0]!.tokens.length + 2]);
    fc.assert(
      fc.property(anyText, (any) => {
        const tokens = trained[0]!.segment(any);
        assert.deepEqual(vocabulary.decode(vocabulary.encode(tokens)), tokens);
      }),
    );
  });
  it('joins pairs in the order in which they were learnt, the leftmost first, as one would by hand', () => {
    const byHand = (word: string, merges: BytePairsConfig['merges']): string[] => {
      const tokens = [...word];
      for (const [left, right] of merges) {
        for (let i = 0; i + 1 < tokens.length; i++) {
          if (tokens[i] === left && tokens[i + 1] === right) tokens.splice(i, 2, left + right);
        }
      }
      return tokens;
    };
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 12 }), { minLength: 1 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 40 }),
        (words, word) => {
          const pairs = BytePairs.train(words, { level: 'characters', vocabularySize: 30, minFrequency: 1 });
          // a token that two merges make can be joined before its time by hand
          const { merges } = pairs.config();
          if (new Set(merges.map((pair) => pair.join(''))).size < merges.length) return;
          assert.deepEqual(pairs.segment(word), byHand(word, merges));
        },
      ),
    );
  });
  it('learns the same from pieces as from the whole, and from counts that add up', () => {
    const options = kinds[2]!;
    const lines = text.split(/(?<=\n)/);
    assert.deepEqual(BytePairs.train(lines, options).config(), trained[2]!.config());
    assert.deepEqual(
      BytePairs.train(new Set(lines), { ...options, minFrequency: 1 }).tokens.slice(0, 40),
      trained[2]!.tokens.slice(0, 40),
    );
  });
  it('has as many tokens as it may, or as there are frequent pairs', () => {
    assert.deepEqual(
      trained.map(({ tokens }) => tokens.length),
      [300, 290, 50, 60],
    );
    const rare = BytePairs.train('abcdefg', { level: 'characters', vocabularySize: 50 });
    assert.equal(rare.tokens.length, 7);
    assert.equal(BytePairs.train('abcabc', { level: 'characters', vocabularySize: 50 }).tokens.at(-1), 'abc');
  });
  it('joins no words, and with lines no lines', () => {
    for (const pairs of [trained[0]!, trained[2]!]) {
      for (const token of pairs.tokens) assert.match(fromBytes(token).replace(/^ /, ''), /^([^\s]*|\s+)$/);
    }
    assert.ok(trained[3]!.tokens.some((token) => /\S .*\S/.test(token)));
    for (const token of trained[3]!.tokens) assert.match(token, /^[^\n]*\n?$/);
  });
  it('comes back from its config as plain JSON', async () => {
    for (const pairs of trained) {
      const again = await segmenterFromConfig(JSON.parse(JSON.stringify(toConfig(pairs as never))));
      assert.deepEqual(again.config(), pairs.config());
      assert.deepEqual(again.segment(text), pairs.segment(text));
    }
  });
  it('refuses what it cannot train on, and vocabularies without room', () => {
    const start = 'Cannot train BytePairs:';
    const train = (texts: string | string[], options: object): unknown =>
      BytePairs.train(texts, { level: 'characters', vocabularySize: 9, ...options });
    refuses(() => train('', {}), `${start} texts must hold a character, received none`);
    refuses(() => train([], {}), `${start} texts must hold a character, received none`);
    refuses(
      () => train('abcdefghij', {}),
      `${start} vocabularySize must be at least 10, the characters there are, received 9`,
    );
    refuses(
      () => train('a', { level: 'bytes', vocabularySize: 255 }),
      `${start} vocabularySize must be at least 256, the bytes there are, received 255`,
    );
    refuses(
      () => train('a', { level: undefined }),
      `${start} level must be one of bytes, characters, received undefined`,
    );
    refuses(() => train('a', { split: 'word' }), `${start} split must be one of words, lines, received 'word'`);
    refuses(() => train('a', { minFrequency: 0 }), `${start} minFrequency must be a whole number from 1, received 0`);
  });
  it('refuses a config that does not fit', () => {
    const start = 'Cannot create BytePairs:';
    const create = (config: object): unknown =>
      new BytePairs({ level: 'characters', split: 'words', alphabet: ['a', 'b'], merges: [], ...config });
    refuses(
      () => create({ alphabet: ['ab'] }),
      `${start} alphabet must be a list of single characters, each there once, received ['ab']`,
    );
    refuses(
      () => create({ alphabet: ['a', 'a'] }),
      `${start} alphabet must be a list of single characters, each there once, received ['a', 'a']`,
    );
    refuses(
      () => create({ merges: [['a', 'c']] }),
      `${start} a merge must be of two tokens that are there before it, received ['a', 'c']`,
    );
    refuses(
      () => create({ merges: ['ab'] }),
      `${start} a merge must be of two tokens that are there before it, received 'ab'`,
    );
    refuses(
      () =>
        create({
          merges: [
            ['a', 'b'],
            ['a', 'b'],
          ],
        }),
      `${start} a merge must be there once, received ['a', 'b']`,
    );
    refuses(() => create({ merges: 'a b' }), `${start} merges must be a list of pairs, received 'a b'`);
    refuses(
      () => create({ level: 'bytes' }),
      `${start} the alphabet of bytes must be the 256 characters that stand for them, received ['a', 'b']`,
    );
  });
});

describe('bytes as characters', () => {
  it('are those of UTF-8', () => {
    for (const each of ['a', 'é', '猫', '😀', '\ufeff', '\u0000', text]) {
      const bytes = [...toBytes(each)].map((character) => BYTE_CHARACTERS.indexOf(character));
      assert.deepEqual(bytes, [...new TextEncoder().encode(each)]);
      assert.equal(fromBytes(toBytes(each)), each);
    }
  });
  it('that are no text become U+FFFD, and what stands for no byte stays', () => {
    assert.equal(fromBytes(`a${toBytes('猫').slice(0, 2)}b`), 'a\ufffdb');
    assert.equal(fromBytes(`<s>${toBytes('猫')}猫`), '<s>猫猫');
  });
});
