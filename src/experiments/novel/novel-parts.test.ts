import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Characters, WordVectors } from '../../text/index.ts';
import { bestNGrams } from './foretell.ts';
import { holdOut, isHeading } from './held-out.ts';
import { lessonOf, streamsOf } from './lesson.ts';
import { Losses } from './losses.ts';
import { learnNextWord, scoreOf, tellGuesses } from './next-word.ts';
import { segmenterFor, takeNovel } from './novel-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'memcell-novel-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('takeNovel', () => {
  it('cleans the lines of a file', async () => {
    const text = file('clean.txt', '\ufeff第一回  甲　乙\r\n\r\n\t  　　话说\u00a0 有人。  \r丙');
    const { lines, incomparable } = await takeNovel({ text }, 4);
    assert.deepEqual(lines, ['第一回 甲 乙', '话说 有人。', '丙']);
    assert.equal(incomparable, 'a text of your own');
  });
  it('generates as many chapters as it is asked for', async () => {
    const { lines } = await takeNovel({ data: 'generated' }, 12);
    assert.equal(lines.filter(isHeading).length, 12);
  });
  it('refuses what is no text', async () => {
    const refused = async (content: string | Uint8Array, message: RegExp): Promise<void> => {
      await assert.rejects(takeNovel({ text: file('refused.txt', content) }, 4), { name: 'FormatError', message });
    };
    await refused('', /refused\.txt'/);
    await refused(' \n\u3000\r\n', /it must have text in it, received blanks$/);
    await refused(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe), /refused\.txt'/);
    await assert.rejects(takeNovel({ text: join(folder, 'none.txt') }, 4), { name: 'ResourceError' });
  });
});

describe('segmenterFor', () => {
  it('goes by the script, or by what is asked for', async () => {
    const of = async (by: string, line: string): Promise<string> =>
      (await segmenterFor(by, [line])).segmenter.className;
    assert.equal(await of('auto', 'It was the best of times.'), 'LatinWords');
    assert.equal(await of('auto', '吾輩は猫である。名前はまだ無い。'), 'Words');
    assert.match(await of('auto', '话说林黛玉进了 the 大观园。'), /^(Jieba|Words)$/);
    assert.equal(await of('words', '话说'), 'Words');
    assert.equal(await of('characters', 'abc'), 'Characters');
  });
});

describe('holdOut', () => {
  const chapter = (heading: string): string[] => [heading, 'a', 'b'];
  it('takes every tenth chapter', () => {
    const lines = ['title', ...Array.from({ length: 21 }, (_, i) => chapter(`第${i + 1}回 x`)).flat()];
    const { train, heldOut } = holdOut(lines);
    assert.deepEqual(
      heldOut.map((i) => lines[i]).filter((line) => isHeading(line ?? '')),
      ['第10回 x', '第20回 x'],
    );
    assert.equal(heldOut.length, 6);
    assert.deepEqual(
      [...train, ...heldOut].sort((a, b) => a - b),
      lines.map((_, i) => i),
    );
  });
  it('takes the last tenth of the lines where there are no chapters', () => {
    const lines = Array.from({ length: 40 }, (_, i) => `第四回中 ${i}`);
    assert.deepEqual(holdOut(lines).heldOut, [36, 37, 38, 39]);
    assert.deepEqual(holdOut(['only']), { ...holdOut(['only']), train: [], heldOut: [0] });
  });
  it('knows headings', () => {
    for (const line of ['第一百二十回 甄', '第3章 x', '第两千回', 'Chapter 12', 'CHAPTER IV. Down', 'III. x']) {
      assert.ok(isHeading(line), line);
    }
    for (const line of ['第四回中既将', '回 x', 'chapters', 'It was', 'in Chapter 3'])
      assert.ok(!isHeading(line), line);
  });
});

describe('lessonOf', () => {
  it('encodes lines with their ends, and counts what is not known', () => {
    const lines = (text: string): string[][] => text.split('/').map((line) => [...line]);
    const lesson = lessonOf(new Characters(), [lines('aab/ab'), lines('abc')], 1);
    assert.deepEqual(lesson.vocabulary.decode(lesson.train).join(''), 'aab\nab\n');
    assert.deepEqual(lesson.vocabulary.decode(lesson.heldOut), ['a', 'b', '<unk>', '\n']);
    assert.equal(lesson.unknown, 0.25);
    assert.equal(streamsOf(lesson, { batchSize: 8, window: 3 }), 2);
    assert.throws(() => streamsOf(lesson, { batchSize: 8, window: 7 }), {
      name: 'FormatError',
      message: 'Cannot run novel: text must have 8 tokens to learn from and 2 held out, received 7 and 4',
    });
  });
});

describe('Losses', () => {
  it('finds single losses again in the means since an epoch began', () => {
    const losses = new Losses(3);
    const single = [6, 4, 2, 9, 7];
    const means = [6, 5, 4, 9, 8];
    for (const [i, mean] of means.entries()) {
      losses.add(i + 1, mean);
      if (i !== 2) assert.equal(losses.take(), i === 3 ? (single[2]! + single[3]!) / 2 : single[i]);
    }
  });
});

describe('bestNGrams', () => {
  it('takes the order that foretells best', () => {
    const of = (text: string): Int32Array => Int32Array.from(text, (c) => c.charCodeAt(0) - 97);
    const { order, baseline } = bestNGrams({
      train: of('abac'.repeat(50)),
      heldOut: of('abacabac'),
      vocabularySize: 3,
    });
    assert.equal(order, 3);
    assert.ok(baseline < 1.2, `${baseline}`);
  });
});

describe('learnNextWord', () => {
  const names = Array.from({ length: 12 }, (_, i) => `w${i}`);
  const matrix = Float32Array.from({ length: 12 * 12 }, (_, i) => (i % 13 === 0 ? 1 : 0));
  const vectors = new WordVectors({ words: names, vectors: matrix, size: 12 });
  const words = Array.from({ length: 40 }, (_, i) => (i % 5 === 4 ? 'unknown' : `w${(i * 7) % 12}`));
  const plan = { units: 16, learningRate: 0.5, steps: 400, scale: 3, seed: 1 };
  it('learns ten windows by heart, words without a vector passed over', async () => {
    const next = await learnNextWord(vectors, words, plan, { callbacks: [] });
    const known = words.filter((word) => word !== 'unknown');
    assert.deepEqual(
      next.guesses.map(({ expected }) => expected),
      known.slice(20, 30),
    );
    const { right, of, cosine, loss } = scoreOf(next);
    assert.deepEqual([right, of], [10, 10]);
    assert.ok(cosine > 0.95 && loss < 0.02, `${cosine} ${loss}`);
    assert.match(tellGuesses(next)[0] ?? '', /^window {2}1: w\d+ was to come, said; cosine (0\.9|1)/);
    assert.equal(next.steps, 400);
  });
  it('refuses a text that is too short', async () => {
    await assert.rejects(learnNextWord(vectors, words.slice(0, 36), plan, { callbacks: [] }), {
      name: 'FormatError',
      message:
        'Cannot run novel: text must have 30 words that word2vec knows, for 10 windows of 20 and what follows, received 29',
    });
  });
});
