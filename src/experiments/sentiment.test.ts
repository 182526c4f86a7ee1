import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Random } from '../random.ts';
import type { TextSample } from '../tasks/text-samples.ts';
import type { RunContext } from './experiment.ts';
import { type ReviewLanguageName, writeReviews } from './review-grammar.ts';
import { sentiment } from './sentiment.ts';
import { splitSamples } from './split-samples.ts';
import { classify } from './tasks/classify.ts';

const root = mkdtempSync(join(tmpdir(), 'memcell-sentiment-'));
after(() => rmSync(root, { recursive: true }));
const quiet: RunContext = { callbacks: [] };

describe('writeReviews', () => {
  for (const language of ['english', 'chinese'] as const satisfies readonly ReviewLanguageName[]) {
    const reviews = writeReviews({ count: 1200, language });
    it(`makes ${language} ones, half of them positive, no two alike, the same each time`, () => {
      assert.equal(new Set(reviews.map(({ text }) => text)).size, 1200);
      assert.equal(reviews.filter(({ label }) => label === 'positive').length, 600);
      assert.deepEqual(writeReviews({ count: 1200, language }), reviews);
      assert.notDeepEqual(writeReviews({ count: 1200, language, seed: 1 }), reviews);
      assert.ok(reviews.every(({ text }) => !text.includes('$')));
    });
  }
  it('has moods that follow from denials and from which opinion counts', () => {
    const good = /good|great|lovely|excellent|pleasant|wonderful|fine|superb/;
    const denials = /\b(not|never|nobody|cannot)\b/gi;
    const moodOf = (opinion: string): string =>
      good.test(opinion) === ((opinion.match(denials) ?? []).length % 2 === 0) ? 'positive' : 'negative';
    const asides = /(We |There were |It was our |A friend )[^.]*\./g;
    let contrasts = 0;
    for (const { text, label } of writeReviews({ count: 500, language: 'english' })) {
      const judgement = text.replace(asides, '').trim();
      const [granted, other] = judgement.match(/^(?:Although|Even if) (.*), (.*)$/)?.slice(1) ?? [];
      const [counts] =
        judgement.match(/(?<=, but |; and yet ).*$/) ?? judgement.match(/^.*(?=, although|, even if)/) ?? [];
      if (granted !== undefined || counts !== undefined) contrasts++;
      const first = judgement.split(/, and |; | and /)[0] as string;
      assert.equal(moodOf(other ?? counts ?? first), label, text);
    }
    assert.ok(contrasts > 100 && contrasts < 200, String(contrasts));
  });
});

describe('splitSamples', () => {
  const samples: TextSample[] = Array.from({ length: 60 }, (_, i) => ({
    text: `t${i % 40}`,
    label: i % 4 === 0 ? 'a' : 'b',
  }));
  it('holds out a share of each class, and no text of both sides', () => {
    const { train, test } = splitSamples(samples, 0.25, new Random(1));
    assert.equal(train.length + test.length, 60);
    const learnt = new Set(train.map(({ text }) => text));
    assert.ok(test.every(({ text }) => !learnt.has(text)));
    const texts = (label: string): number =>
      new Set(test.filter((one) => one.label === label).map(({ text }) => text)).size;
    assert.deepEqual([texts('a'), texts('b')], [3, 8]);
    assert.deepEqual(splitSamples(samples, 0.25, new Random(1)), { train, test });
  });
  it('leaves a text on both sides, and refuses a class that has but one', () => {
    const few = ['x', 'y', 'z', 'w'].map((text, i) => ({ text, label: i < 2 ? 'a' : 'b' }));
    for (const share of [0.01, 0.9]) {
      assert.deepEqual(
        splitSamples(few, share, new Random(0))
          .test.map(({ label }) => label)
          .sort(),
        ['a', 'b'],
      );
    }
    const twice = [...few, { text: 'same', label: 'c' }, { text: 'same', label: 'c' }];
    assert.throws(() => splitSamples(twice, 0.5, new Random(0)), {
      name: 'OptionError',
      message: "Cannot split texts: each class must have two different ones or more, received 1 of 'c'",
    });
  });
});

describe('sentiment', () => {
  it('learns from few reviews, and says what came out', async () => {
    const { score, steps, figures, files, summary, prose } = await sentiment.run(
      { preset: 'small', seed: 1, steps: 12 },
      quiet,
    );
    assert.equal(steps, 12);
    assert.deepEqual(Object.keys(score), ['accuracy', 'baselineAccuracy', 'of']);
    assert.equal(score.of, 384);
    assert.deepEqual(Object.keys(figures ?? {}), ['accuracy', 'words', 'confusion', 'per-class', 'baselines']);
    assert.deepEqual(Object.keys(files ?? {}), ['text.json', 'answers.csv']);
    assert.match(
      summary[0] as string,
      /^\d+\.\d % of the 384 held-out texts are right after 12 steps in [\d.]+ s of training\.$/,
    );
    const lines = [...prose!()].join('').trim().split('\n');
    assert.equal(lines.length, 10);
    assert.match(lines[1] as string, /^ {4}(positive|negative) \d+\.\d %: \S+ [+−]\d+\.\d, /);
  });
});

describe('classify', () => {
  const path = join(root, 'reviews.csv');
  const reviews = writeReviews({ count: 60, language: 'english' });
  writeFileSync(path, `mood;review\n${reviews.map(({ text, label }) => `${label};"${text}"\n`).join('')}`);
  const chosen = { text: path, 'text-column': 'review', 'label-column': 'mood' };
  it('takes a table with columns of other names', async () => {
    const sentences: string[] = [];
    const more = { cell: 'gru', bidirectional: 'yes', units: '4', epochs: '2', 'held-out': '0.5' };
    const { score, model, steps } = await classify.run(
      { preset: 'default', seed: 1, chosen: { ...chosen, ...more } },
      { callbacks: [], tell: (sentence) => sentences.push(sentence) },
    );
    assert.deepEqual([score.of, steps], [30, 2]);
    assert.equal(sentences[0], '30 texts to learn from, 30 held out.');
    assert.ok(model.layers.some(({ className }) => className === 'Bidirectional'));
  });
  it('says what is wrong with a file', async () => {
    const refuses = async (content: string | Uint8Array, message: RegExp): Promise<void> => {
      const file = join(root, 'wrong.csv');
      writeFileSync(file, content);
      await assert.rejects(classify.run({ preset: 'default', seed: 1, chosen: { text: file } }, quiet), { message });
    };
    await refuses('', /wrong\.csv'.*received .*(empty|none|nothing|0 bytes)/);
    await refuses('text,label\na,b\n,c\n', /line 3 must have a text in column 1, received an empty field$/);
    await refuses('text,label\na,x\nb,x\n', /there must be two classes or more, received 'x' alone$/);
    const few = join(root, 'few.csv');
    writeFileSync(few, 'text,label\ngood a,x\ngood b,x\nbad a,y\nbad b,y\n');
    assert.equal(
      (await classify.run({ preset: 'default', seed: 1, chosen: { text: few, epochs: '1', 'min-count': '1' } }, quiet))
        .score.of,
      2,
    );
    await refuses('text,label\na,x\nb,x\nc,y\n', /each class must have two texts or more, received one of 'y'$/);
    await refuses(Uint8Array.of(0x74, 0xff, 0xfe, 0), /wrong\.csv/);
  });
});
