// Every experiment at a tiny size, and with MEMCELL_FULL=1 at full size, held against the scores of docs/experiments.md.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toConfig } from '../config.ts';
import type { PresetName, RunResult, Score } from './experiment.ts';
import { experiments } from './index.ts';

const presets: readonly PresetName[] = ['default', 'published'];
/** Steps of the tiny size. */
const TINY = 3;
const keys: Readonly<Record<string, readonly string[]>> = {
  adder: ['exactShare', 'of'],
  'rnn-from-scratch': ['exactShare', 'of'],
  'sine-cosine': ['cost'],
  'list-fit': ['loss'],
  'next-prime': ['loss'],
  'lstm-by-hand': ['outputs'],
};

describe('every experiment', () => {
  for (const [name, experiment] of Object.entries(experiments)) {
    it(`${name} says what it is`, () => {
      assert.equal(experiment.name, name);
      const texts = [experiment.title, experiment.scoreMeaning, experiment.published.text];
      assert.ok([...texts, ...presets.map((preset) => experiment.presets[preset].description)].every((text) => text));
      for (const key of Object.keys(experiment.published.score)) assert.ok(keys[name]?.includes(key), key);
    });
    for (const preset of presets) {
      it(`${name} runs ${TINY} steps of preset ${preset}, the same for the same seed`, async () => {
        const run = (): Promise<RunResult> => experiment.run({ preset, seed: 1, steps: TINY }, { callbacks: [] });
        const [first, second] = [await run(), await run()];
        assert.equal(first.steps, TINY);
        assert.deepEqual(Object.keys(first.score), keys[name]);
        assert.deepEqual(first.score, second.score);
        assert.ok(first.summary.length > 0);
        const weights = ({ model }: RunResult): unknown => model.weights.map((weight) => [...weight.data]);
        assert.deepEqual(weights(first), weights(second));
        assert.deepEqual(toConfig(first.model), toConfig(second.model));
      });
    }
  }
});

const full = process.env.MEMCELL_FULL === '1';
type Bound = readonly [name: string, preset: PresetName, holds: (score: Score) => boolean];
const bounds: readonly Bound[] = [
  ['sine-cosine', 'published', ({ cost }) => Number(cost) < 1],
  ['sine-cosine', 'default', ({ cost }) => Number(cost) < 0.02],
  ['list-fit', 'published', ({ loss }) => Number(loss) < 0.087],
  ['list-fit', 'default', ({ loss }) => Number(loss) < 1e-6],
  ['next-prime', 'published', ({ loss }) => Number(loss) > 1e-8 && Number(loss) < 2.2e-6],
  ['next-prime', 'default', ({ loss }) => Number(loss) < 2e-8],
  ['rnn-from-scratch', 'published', ({ exactShare }) => exactShare === 1],
  ['rnn-from-scratch', 'default', ({ exactShare }) => exactShare === 1],
];

describe('at full size, with seed 1,', { skip: full ? false : 'takes a minute: MEMCELL_FULL=1' }, () => {
  for (const [name, preset, holds] of bounds) {
    it(`${name} reaches its score with preset ${preset}`, async () => {
      const result = await experiments[name]?.run({ preset, seed: 1 }, { callbacks: [] });
      assert.ok(result && holds(result.score), JSON.stringify(result?.score));
    });
  }
});
