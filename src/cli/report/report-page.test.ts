import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Experiment, RunResult } from '../../experiments/experiment.ts';
import { Dense } from '../../layers/dense.ts';
import { Input } from '../../layers/input.ts';
import { Sequential } from '../../models/sequential.ts';
import type { Report } from './report.ts';
import { reportPage } from './report-page.ts';

const wild = '<script>alert("&\'")</script>\u001b[31m';
const preset = { description: `does ${wild}`, options: { units: 20, loss: wild } };
const experiment: Experiment = {
  name: 'test',
  title: `learns ${wild}`,
  presets: { default: preset, published: preset },
  scoreMeaning: 'exactShare: share of all',
  published: { score: { exactShare: 0.99 }, text: 'the source says so' },
  run: () => Promise.reject(new Error('not run')),
};
const model = new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })], { name: 'small', seed: 1 });
const result: RunResult = {
  score: {},
  model,
  steps: 1000,
  seconds: 1,
  summary: ['All is right.', 'name       1    2', 'SimpleRNN 10   20', 'This is a sentence.'],
};
const report: Report = {
  choice: { experiment, preset: 'default', seed: 1, steps: 1000, chosen: {}, strict: true, tensorboard: false },
  info: {
    experiment: 'test',
    preset: 'default',
    seed: 1,
    options: { ...preset.options, strict: true },
    versions: { memcell: '0.1.0' },
    engine: { build: 'strict', fallbacks: [] },
    began: new Date(2026, 10, 21, 9, 3).toISOString(),
  },
  end: {
    event: 'end',
    experiment: 'test',
    preset: 'default',
    seed: 1,
    steps: 1000,
    score: { exactShare: 1, outputs: [0.5, 1e-9], norms: { LSTM: { 1: 2.5 }, GRU: { 1: 3 } } },
    published: { exactShare: 0.99 },
    seconds: 65,
  },
  result,
  notes: [{ event: 'note', text: `sample ${wild}`, seconds: 2 }],
  figures: [
    {
      kind: 'lines',
      title: wild,
      x: { label: 'step' },
      y: { label: 'loss' },
      series: [{ name: wild, x: [1], y: [2] }],
    },
  ],
  files: [{ name: 'plots/a b.svg', bytes: 1500 }],
};
const page = reportPage(report);
const text = page.replaceAll(/<style>.*?<\/style>|<[^>]*>/gs, ' ').replaceAll(/\s+/g, ' ');

describe('reportPage', () => {
  it('tells the result beside the published one, options, versions, files and the command', () => {
    for (const part of [
      'test learns &lt;script&gt;',
      'ended 1,000 steps 1:05 seed 1 begun 2026-11-21 09:03',
      'exactShare 1 0.9900',
      'outputs 0.5000, 1.00e-9 –',
      'norms 1 LSTM 2.500 GRU 3',
      'exactShare: share of all.',
      'Published: the source says so.',
      'units 20',
      'strict yes',
      'memcell 0.1.0',
      'plots/a b.svg 1.50 kB',
      'memcell run test --seed 1 --steps 1000 --strict',
      'dense (Dense)',
    ]) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    assert.ok(page.includes('href="plots/a%20b.svg"'));
  });
  it('escapes every text, and needs no script and nothing from elsewhere', () => {
    assert.ok(!page.includes('\u001b'));
    assert.ok(!/<script|\bon\w+=|javascript:/.test(page));
    const addresses = [...page.matchAll(/\b(?:src|href|action|url)\b\s*[=(]\s*["']?([^"')\s>]+)/g)].map(([, to]) => to);
    assert.deepEqual(
      addresses.filter((to) => !to?.startsWith('#') && !to?.startsWith('data:')),
      ['plots/a%20b.svg'],
    );
    assert.ok(page.includes("default-src 'none'".replaceAll("'", '&#39;')));
    assert.ok(page.includes('prefers-color-scheme:dark'));
  });
  it('gives every picture ids of its own', () => {
    const ids = [...page.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
    assert.ok(ids.length >= 6);
    assert.equal(new Set(ids).size, ids.length);
  });
  it('keeps lines in columns as they are, and sentences as sentences', () => {
    assert.ok(page.includes('<pre tabindex="0">name       1    2\nSimpleRNN 10   20</pre>'));
    assert.ok(page.includes('<p>This is a sentence.</p>'));
  });
  it('says that a run was interrupted, and where its score is not held beside another', () => {
    const end = { ...report.end, stopped: 'interrupt' as const };
    const other = reportPage({ ...report, end, result: { ...result, incomparable: 'generated data' } });
    assert.ok(
      other.includes('>interrupted<') && other.includes('Not held beside the published score: generated data.'),
    );
    assert.ok(!other.includes('0.9900'));
  });
  it('folds what it told where there was much', () => {
    const [note] = report.notes;
    assert.ok(note !== undefined && !page.includes('<details>'));
    const many = reportPage({ ...report, notes: Array.from({ length: 30 }, () => note) });
    assert.ok(many.includes('<details><summary>30 sentences</summary>'));
  });
});
