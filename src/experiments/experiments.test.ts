// Every experiment at a tiny size, and with MEMCELL_FULL=1 at full size, held against the scores of docs/experiments.md.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toConfig } from '../config.ts';
import { findDataSet } from '../data/index.ts';
import type { Figure, LinesFigure } from '../plots/figure.ts';
import type { PresetName, RunResult, Score } from './experiment.ts';
import { experiments } from './index.ts';
import { sineCosine } from './sine-cosine.ts';
import { recurrence, vanishing } from './vanishing.ts';

/** Steps of the tiny size. */
const TINY = 3;
const keys: Readonly<Record<string, readonly string[]>> = {
  adder: ['exactShare', 'of'],
  'rnn-from-scratch': ['exactShare', 'of'],
  'sine-cosine': ['cost'],
  'list-fit': ['loss'],
  'next-prime': ['loss'],
  'lstm-by-hand': ['outputs'],
  vanishing: ['gradientNorm'],
  'keras-adder': ['accuracy', 'exactShare', 'of'],
  'mnist-rows': ['testAccuracy', 'perClass', 'of'],
  'cifar-cnn': ['testAccuracy', 'perClass', 'of'],
  translate: ['exactShare', 'bleu', 'of'],
  'char-lm': ['bitsPerCharacter'],
  sentiment: ['accuracy', 'baselineAccuracy', 'of'],
  novel: 'loss cosine right of perplexity baselinePerplexity characterPerplexity characterBaselinePerplexity'.split(
    ' ',
  ),
  'novel published': ['loss', 'cosine', 'right', 'of'],
};
/** What is chosen, so that the tests are the same on every machine. */
const chosen: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'mnist-rows': { data: 'drawn' },
  'cifar-cnn': { data: 'drawn' },
  translate: { data: 'generated' },
  'char-lm': { text: 'generated' },
  novel: { data: 'generated', by: 'words' },
};
/** Counting its score takes longer than all the others together: keras-adder.test.ts does it once. */
const slow: readonly string[] = ['keras-adder'];

describe('every experiment', () => {
  for (const [name, experiment] of Object.entries(experiments)) {
    it(`${name} says what it is`, () => {
      assert.equal(experiment.name, name);
      const { title, scoreMeaning, presets, published } = experiment;
      const described = Object.values(presets).map(({ description }) => description);
      assert.ok('default' in presets);
      assert.ok([title, scoreMeaning, ...described, published?.text ?? title].every((text) => text));
      for (const key of Object.keys(published?.score ?? {})) assert.ok(keys[name]?.includes(key), key);
    });
    for (const preset of slow.includes(name) ? [] : Object.keys(experiment.presets)) {
      it(`${name} runs ${TINY} steps of preset ${preset}, the same for the same seed`, async () => {
        const run = (): Promise<RunResult> => {
          const request = { preset, seed: 1, steps: TINY, chosen: chosen[name] };
          return experiment.run(request, { callbacks: [] });
        };
        const [first, second] = [await run(), await run()];
        assert.equal(first.steps, TINY);
        assert.deepEqual(Object.keys(first.score), keys[`${name} ${preset}`] ?? keys[name]);
        assert.deepEqual(first.score, second.score);
        assert.ok(first.summary.length > 0);
        const { figures = {} } = first;
        assert.ok(Object.keys(figures).length > 0, 'a picture');
        assert.deepEqual(JSON.parse(JSON.stringify(figures)), figures, 'which JSON keeps');
        const weights = ({ model }: RunResult): unknown => model.weights.map((weight) => weight.data);
        assert.deepEqual(weights(first), weights(second));
        assert.deepEqual(toConfig(first.model), toConfig(second.model));
      });
    }
  }
});

describe('sine-cosine', () => {
  it('draws as it goes, which changes nothing', async () => {
    const figures: Figure[] = [];
    const request = { preset: 'default', seed: 1, steps: 7 } as const;
    const drawn = await sineCosine.run(request, { callbacks: [], draw: (figure) => figures.push(figure) });
    const alone = await sineCosine.run(request, { callbacks: [] });
    assert.equal(figures.length, 1);
    assert.deepEqual(drawn.score, alone.score);
    assert.deepEqual(drawn.figures, alone.figures);
    const [target, prediction] = (drawn.figures?.waves as LinesFigure | undefined)?.series ?? [];
    assert.equal(target?.x[0], (7 * 20) / (10 * Math.PI));
    assert.equal(target?.x.length, 1000);
    assert.notDeepEqual(prediction?.y, target?.y);
  });
});

describe('vanishing', () => {
  const first = async (preset: PresetName): Promise<number[]> => {
    const { score, model } = await vanishing.run({ preset, seed: 1, steps: 6 }, { callbacks: [] });
    assert.equal(model.layers[0]?.className, 'GRU');
    const { SimpleRNN, LSTM, GRU } = score.gradientNorm as Readonly<Record<string, Readonly<Record<number, number>>>>;
    return [SimpleRNN, LSTM, GRU].map((norms) => norms?.[1] as number);
  };
  it('has the gradients of PyTorch: almost nothing is left at the first of a hundred steps', async () => {
    const [rnn = NaN, lstm = NaN, gru = NaN] = await first('published');
    assert.ok(rnn > 1e-16 && rnn < 1e-12, String(rnn));
    assert.ok(lstm > 1e-8 && lstm < 1e-6, String(lstm));
    assert.ok(gru > 1e-18 && gru < 1e-15, String(gru));
  });
  it('keeps them where the beginning remembers', async () => {
    for (const norm of await first('default')) assert.ok(norm > 0.01 && norm < 10, String(norm));
  });
  it('draws the gradient through time before and after training, clipped and not', async () => {
    const { figures = {}, summary } = await vanishing.run({ preset: 'default', seed: 1, steps: 6 }, { callbacks: [] });
    const [before, after] = ['gradients', 'afterwards'].map((name) => figures[name]);
    assert.ok(before?.kind === 'lines' && after?.kind === 'lines');
    assert.deepEqual([before.y.scale, after.y.scale], ['log', 'log']);
    assert.deepEqual(
      before.series.map(({ y }) => y.length),
      [100, 100, 100],
    );
    const names = ['SimpleRNN, clipped', 'LSTM', 'LSTM, clipped', 'GRU', 'GRU, clipped'];
    assert.deepEqual(
      after.series.map(({ name }) => name).filter((name) => name !== 'SimpleRNN'), // no longer finite after a step
      names,
    );
    assert.ok(after.series.every(({ y }) => y.every(Number.isFinite)));
    assert.equal(summary.at(-7), 'training           steps max loss   step 1 step 100');
    assert.match(summary.at(-1) ?? '', /^GRU, clipped +1 +[\d.]+e[+-]\d+ +[\d.]+e[+-]\d+ +[\d.]+e[+-]\d+$/);
    assert.ok(summary.slice(-7).every((line) => line.length <= 80));
  });
  it('has the recurrence of the source', () => {
    assert.ok(Math.abs(recurrence(0.99) / 4.360732061682e-5 - 1) < 1e-4);
    assert.ok(Math.abs(recurrence(1.01) / 20751.63924536 - 1) < 1e-4);
  });
});

const full = process.env.MEMCELL_FULL === '1';
type Bound = readonly [
  name: string,
  preset: PresetName,
  holds: (score: Score) => boolean,
  chosen?: Readonly<Record<string, string>>,
];
const tested = (set: string, real: readonly [number, number], drawn: readonly [number, number]): Bound[2] => {
  const [low, high] = findDataSet(set) === undefined ? drawn : real; // MEMCELL_DATA, or the user's cache
  return ({ testAccuracy }) => Number(testAccuracy) >= low && Number(testAccuracy) <= high;
};
const sevenRemembered = ({ outputs }: Score): boolean =>
  (outputs as readonly number[]).map(Math.round).join() === '0,0,0,7,0';
const bounds: readonly Bound[] = [
  ['lstm-by-hand', 'published', sevenRemembered],
  ['lstm-by-hand', 'default', sevenRemembered],
  [
    'sentiment',
    'default',
    ({ accuracy, baselineAccuracy }) => Number(accuracy) > 0.99 && Number(baselineAccuracy) < 0.75,
  ],
  ['sine-cosine', 'published', ({ cost }) => Number(cost) < 1],
  ['sine-cosine', 'default', ({ cost }) => Number(cost) < 0.02],
  ['list-fit', 'published', ({ loss }) => Number(loss) < 0.087],
  ['list-fit', 'default', ({ loss }) => Number(loss) < 1e-6],
  ['next-prime', 'published', ({ loss }) => Number(loss) > 1e-8 && Number(loss) < 2.2e-6],
  ['next-prime', 'default', ({ loss }) => Number(loss) < 2e-8],
  ['rnn-from-scratch', 'published', ({ exactShare }) => exactShare === 1],
  ['rnn-from-scratch', 'default', ({ exactShare }) => exactShare === 1],
  ['keras-adder', 'default', ({ exactShare }) => exactShare === 1],
  ['keras-adder', 'default', ({ exactShare }) => exactShare === 1, { order: 'lsb' }],
  ['mnist-rows', 'published', tested('mnist', [0.9536, 0.9642], [0.93, 0.98])],
  ['mnist-rows', 'default', tested('mnist', [0.985, 1], [0.97, 1])],
  ['cifar-cnn', 'published', tested('cifar10-small', [0.417, 0.508], [0.45, 0.65])],
  ['cifar-cnn', 'default', tested('cifar10-small', [0.52, 1], [0.85, 1])],
  ['translate', 'default', ({ exactShare }) => Number(exactShare) >= 0.99, { data: 'generated' }],
];

describe('at full size, with seeds 1 to 10,', { skip: full ? false : 'takes a while: MEMCELL_FULL=1' }, () => {
  it('sine-cosine ends below 0.02 with preset default', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { score } = await sineCosine.run({ preset: 'default', seed }, { callbacks: [] });
      assert.ok(Number(score.cost) < 0.02, `seed ${seed}: ${score.cost}`);
    }
  });
});

describe('at full size, with seed 1,', { skip: full ? false : 'takes minutes: MEMCELL_FULL=1' }, () => {
  for (const [name, preset, holds, chosen = {}] of bounds) {
    it(`${[name, ...Object.values(chosen)].join(' ')} reaches its score with preset ${preset}`, async () => {
      const result = await experiments[name]?.run({ preset, seed: 1, chosen }, { callbacks: [] });
      assert.ok(result && holds(result.score), JSON.stringify(result?.score));
    });
  }
});
