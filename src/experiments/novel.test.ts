import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readWordVectors } from '../text/index.ts';
import type { PresetName, RunResult } from './experiment.ts';
import { novel } from './novel.ts';

const folder = mkdtempSync(join(tmpdir(), 'memcell-novel-'));
after(() => rmSync(folder, { recursive: true }));

const told: string[] = [];
const short = (preset: PresetName, steps: number, chosen: Record<string, string> = {}): Promise<RunResult> =>
  novel.run(
    { preset, seed: 1, steps, chosen: { data: 'generated', by: 'words', ...chosen } },
    { callbacks: [], tell: (sentence) => told.push(sentence) },
  );

describe('novel', () => {
  it('published: ten windows, one by one, and the vectors', async () => {
    const { score, summary, figures, files, steps, incomparable } = await short('published', 8);
    assert.deepEqual(Object.keys(score), ['loss', 'cosine', 'right', 'of']);
    assert.equal(steps, 8);
    assert.equal(summary.filter((line) => line.startsWith('window ')).length, 10);
    assert.ok(summary.some((line) => line.startsWith('nearest to ')));
    assert.ok(told.includes('Text: a generated novel of 24 chapters.'), told.join('\n'));
    assert.deepEqual([figures?.windows?.kind, figures?.map?.kind], ['bars', 'points']);
    assert.equal(incomparable, 'a generated novel');
    const vectors = readWordVectors(files?.['vectors.bin'] ?? new Uint8Array());
    assert.deepEqual([vectors.size, vectors.word(0)], [200, '</s>']);
  });
  it('default: perplexity beside n-grams, over words and over characters; it writes on', async () => {
    const { score, summary, files, figures, model, prose, steps } = await short('default', 9);
    const keys = ['loss', 'cosine', 'right', 'of', 'perplexity', 'baselinePerplexity'];
    assert.deepEqual(Object.keys(score), [...keys, 'characterPerplexity', 'characterBaselinePerplexity']);
    for (const value of Object.values(score)) assert.ok(Number.isFinite(value), JSON.stringify(score));
    assert.equal(steps, 9);
    assert.ok(summary.includes('Held out: every tenth of 24 chapters.'));
    assert.deepEqual(Object.keys(files ?? {}).sort(), ['text.json', 'vectors.bin']);
    assert.equal(figures?.perplexity?.kind, 'lines');
    const { vocabulary } = JSON.parse(new TextDecoder().decode(files?.['text.json'])).info;
    assert.deepEqual(model.outputShape, [null, null, vocabulary.tokens.length]);
    const text = [...(prose?.() ?? [])].join('');
    assert.equal(text.match(/^— words, /gm)?.length, 5);
    assert.equal(text.match(/^— characters, /gm)?.length, 5);
    assert.doesNotMatch(text, /<unk>/);
    assert.equal([...(prose?.() ?? [])].join(''), text); // what is drawn follows from the seed
  });
  it('takes any text; over characters there is one model', async () => {
    const text = join(folder, 'tale.txt');
    const line = (i: number): string => `Once upon a time there was a mouse, and the mouse had ${i % 7} friends.`;
    writeFileSync(text, Array.from({ length: 120 }, (_, i) => line(i)).join('\n'));
    const { score, summary } = await short('default', 6, { text, by: 'characters' });
    assert.ok(!('characterPerplexity' in score));
    assert.ok(summary.includes('Held out: the last 12 of 120 paragraphs.'));
  });
  it('refuses a text that is too short', async () => {
    const text = join(folder, 'short.txt');
    writeFileSync(text, 'word\n');
    const message = 'Cannot run novel: text must have 30 words or more, received 1';
    for (const preset of ['default', 'published'] as const) {
      await assert.rejects(short(preset, 6, { text }), { name: 'FormatError', message });
    }
    writeFileSync(text, 'all words come once: '.concat(Array.from({ length: 60 }, (_, i) => `word${i}x`).join('. ')));
    await assert.rejects(short('published', 6, { text, by: 'latin' }), /must/);
  });
});
