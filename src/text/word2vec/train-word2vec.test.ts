import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Random } from '../../random.ts';
import { WordVectors } from '../vectors/word-vectors.ts';
import { Vocabulary } from '../vocabulary.ts';
import { type TrainedWords, trainWord2vec, type Word2vecOptions } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'memcell-word2vec-'));
after(() => rmSync(folder, { recursive: true }));

/** Sentences of one topic each: words of a topic stand together, words of two never do. */
function topics(count: number, words = 8): string[][] {
  const random = new Random(5);
  return Array.from({ length: count }, (_, i) =>
    [...random.integers(9, 0, words)].map((word) => `${'abc'[i % 3]}${word}`),
  );
}
const sentences = topics(900);
const text = sentences.map((words) => `${words.join(' ')}\n`).join('');
const small: Word2vecOptions = { size: 16, sample: 0, iter: 3 };
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const vectorsOf = ({ vocabulary, vectors, size }: TrainedWords): WordVectors =>
  new WordVectors({ words: vocabulary.tokens, vectors, size });

/** Of the nearest words of each, the share that is of its topic. */
function ownTopic(trained: TrainedWords): number {
  const space = vectorsOf(trained);
  const words = trained.vocabulary.tokens.slice(1);
  const shares = words.map((word) => {
    const near = space.nearest(word, { count: 5 }).filter((one) => one.word[0] === word[0]);
    return near.length / 5;
  });
  return shares.reduce((a, b) => a + b) / words.length;
}

describe('trainWord2vec', () => {
  it('counts words in the order of the C tool', async () => {
    const { vocabulary } = await trainWord2vec(
      [
        ['b', 'a'],
        ['c', 'a', 'b', 'rare'],
        ['a', 'c'],
      ],
      { minCount: 2, size: 2 },
    );
    assert.deepEqual(vocabulary.tokens, ['</s>', 'a', 'b', 'c']);
    assert.deepEqual(vocabulary.counts, [3, 3, 2, 2]);
  });
  for (const [name, options] of [
    ['CBOW, negative sampling', {}],
    ['skip-gram, negative sampling', { cbow: false }],
    ['CBOW, hierarchical softmax', { hs: true, negative: 0 }],
    ['skip-gram, both', { cbow: false, hs: true }],
    ['CBOW on two threads', { threads: 2 }],
  ] as const) {
    it(`puts words of one topic together: ${name}`, async () => {
      const trained = await trainWord2vec(sentences, { size: 16, sample: 0, iter: 12, window: 3, ...options });
      assert.ok(ownTopic(trained) > 0.9, `${ownTopic(trained)}`);
    });
  }
  it('gives the same bits for the same seed, for a file as for its sentences, and others for another seed', async () => {
    const [one, two, three] = [
      await trainWord2vec(sentences, { ...small, seed: 3 }),
      await trainWord2vec(file('topics.txt', text), { ...small, seed: 3 }),
      await trainWord2vec(sentences, { ...small, seed: 4 }),
    ] as const;
    assert.deepEqual(two.vocabulary.config(), one.vocabulary.config());
    assert.deepEqual([...two.vectors], [...one.vectors]);
    assert.notDeepEqual([...three.vectors], [...one.vectors]);
    assert.equal(one.words, 3 * (900 * 9 + 900));
  });
  it('reads what other systems write: a byte order mark, carriage returns, no last line end', async () => {
    const other = await trainWord2vec(file('windows.txt', `\ufeff${text.trimEnd().replaceAll('\n', '\r\n')}`), small);
    const own = await trainWord2vec(file('unix.txt', text), small);
    assert.deepEqual(other.vocabulary.config(), own.vocabulary.config());
    assert.deepEqual([...other.vectors], [...own.vectors]);
  });
  it('tells how far it is, and ends when asked', async () => {
    const abort = new AbortController();
    const shares: number[] = [];
    const stopped = await trainWord2vec(sentences, {
      ...small,
      iter: 100_000,
      signal: abort.signal,
      onProgress({ words, totalWords, alpha, epoch, wordsPerSecond }) {
        assert.ok(alpha > 0 && alpha <= 0.05 && epoch >= 1 && wordsPerSecond > 0);
        shares.push(words / totalWords);
        if (shares.length === 2) abort.abort();
      },
    });
    assert.equal(stopped.stopped, 'signal');
    assert.ok((shares[1] as number) > (shares[0] as number));
    assert.ok(stopped.vectors.every(Number.isFinite));
  });
  it('takes a vocabulary that is known', async () => {
    const vocabulary = new Vocabulary({ tokens: ['a1', 'a0', 'b0'], counts: [5, 10, 7] });
    const { vocabulary: used, words } = await trainWord2vec(sentences, { ...small, iter: 1, vocabulary });
    assert.deepEqual(used.tokens, ['</s>', 'a0', 'b0', 'a1']);
    assert.ok(words > 900 && words < 900 + 9 * 900);
    const other = new Vocabulary({ tokens: ['x', 'y'], counts: [5, 10] });
    await assert.rejects(trainWord2vec(sentences, { ...small, vocabulary: other }), {
      message: 'Cannot train word2vec: the text must have words of the vocabulary, received none',
    });
  });
});

describe('trainWord2vec refuses', () => {
  const refuses = (
    name: string,
    corpus: () => string | string[][],
    options: Word2vecOptions,
    message: string | RegExp,
  ) => it(name, () => assert.rejects(trainWord2vec(corpus(), options), { message }));
  const few =
    'Cannot train word2vec: the text must have at least two different words that come 5 times or more, received';
  refuses('an empty file', () => file('empty.txt', ''), {}, `${few} no word`);
  refuses('one word', () => file('one.txt', 'a a a a a a'), {}, `${few} 1 different, the most frequent 6 times`);
  refuses('words that are too rare', () => [['a', 'b', 'c', 'a']], {}, `${few} 3 different, the most frequent 2 times`);
  const path = join(folder, 'wrong.txt');
  refuses(
    'a binary file',
    () => file('wrong.txt', Uint8Array.of(97, 32, 98, 0, 99)),
    {},
    `Cannot train word2vec: file '${path}' must be a text file, received a zero byte at byte 3`,
  );
  refuses(
    'what is not UTF-8',
    () => file('wrong.txt', Uint8Array.of(97, 32, 0xe5, 0xad, 98)),
    {},
    `Cannot train word2vec: file '${path}' must be UTF-8, received 0x62 at byte 4`,
  );
  refuses(
    'a word without an end',
    () => file('wrong.txt', `a ${'b'.repeat(3_000_000)}`),
    {},
    `Cannot train word2vec: file '${path}' must have words of at most 1000 bytes, received a longer one at byte 2`,
  );
  refuses(
    'weights beyond memory',
    () => sentences,
    { size: 100_000_000 },
    /^Cannot train word2vec: weights must fit into /,
  );
  refuses('nothing to learn', () => sentences, { negative: 0 }, /^Cannot train word2vec: negative must be at least 1 /);
  refuses('a wild learning rate', () => sentences, { alpha: 1e30 }, /^Cannot train word2vec: weights must be finite /);
  refuses('what is no corpus', () => 5 as unknown as string, {}, /^Cannot train word2vec: corpus must be the path of /);
  refuses(
    'an option of the C tool that there is not',
    () => sentences,
    { classes: 5 } as Word2vecOptions,
    'Cannot train word2vec: classes is not supported and must be left out, received 5',
  );
  it('sentences that cannot be gone through twice', async () => {
    const once = (function* () {
      yield* sentences;
    })();
    await assert.rejects(trainWord2vec(once, small), { message: /^Cannot train word2vec: the text must be the same / });
  });
});
