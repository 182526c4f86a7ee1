import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { wasmStore } from '../../backend/wasm/store.ts';
import { canBeWide } from '../../backend/wasm/tune.ts';
import { drawTable } from './draw-table.ts';
import { huffmanPaths } from './huffman.ts';
import { bindKernel, loadKernel } from './kernel.ts';
import { CHUNK, layOut, type Net, PLAN, writeLayout } from './plan.ts';
import { referenceTrain, type WordViews } from './reference.ts';
import { trainSample } from './sample.ts';

interface Golden {
  readonly words: number;
  readonly size: number;
  readonly window: number;
  readonly negative: number;
  readonly rate: number;
  readonly start: number;
  readonly key: number;
  readonly ids: readonly number[];
  readonly counts: readonly number[];
  readonly paths: readonly (readonly number[])[];
  readonly first: readonly (readonly number[])[];
  readonly cases: readonly { readonly cbow: boolean; readonly hs: boolean; readonly weights: readonly number[][] }[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../../test/golden/word2vec.json', import.meta.url), 'utf8'),
) as Golden;

/** The input and the output rows after the golden ids. */
async function trained({ cbow, hs }: { cbow: boolean; hs: boolean }, strict: boolean): Promise<[number[], number[]]> {
  const { words, size, window } = golden;
  const negative = hs ? 0 : golden.negative;
  // each word as probable as any other
  const table = Uint32Array.from(Array.from({ length: words }, (_, word) => [2 ** 32 - 1, word, word]).flat());
  const paths = hs ? huffmanPaths(golden.counts) : undefined;
  const net: Net = { words, size, cbow, window, negative, keep: undefined, draws: hs ? undefined : table, paths };
  const layout = layOut(net, { threads: 1, chunks: 1, ids: golden.ids.length });
  const store = wasmStore();
  store.grow(layout.bytes);
  const { floats, ints } = store.views() as WordViews;
  writeLayout(ints, net, layout);
  const second = hs ? layout.inner : layout.output;
  const place = (address: number, word: number): number => address / 4 + word * layout.rowSize;
  const [input = [], output = [], inner = []] = golden.first;
  for (let word = 0; word < words; word++) {
    floats.set(input.slice(word * size, (word + 1) * size), place(layout.input, word));
    floats.set((hs ? inner : output).slice(word * size, (word + 1) * size), place(second, word));
  }
  const [chunk, ids, plan] = [layout.chunks[0] / 4, layout.ids[0], layout.plans[0]];
  ints.set(golden.ids, ids / 4);
  ints.set([ids, golden.ids.length], chunk + CHUNK.ids);
  ints.set([golden.start, golden.key], chunk + CHUNK.seed);
  floats[chunk + CHUNK.rate] = golden.rate;
  ints[plan / 4 + PLAN.count] = 1;
  bindKernel(await loadKernel({ strict, wide: true }), store)(plan, layout.desks[0] as number);
  const rows = (address: number): number[] =>
    Array.from({ length: words }, (_, word) => [
      ...floats.subarray(place(address, word), place(address, word) + size),
    ]).flat();
  return [rows(layout.input), rows(second)];
}

describe('the kernel of word2vec', () => {
  for (const strict of [true, false]) {
    for (const wide of canBeWide() ? [true, false] : [false]) {
      it(`passes its self-test, ${strict ? 'strict' : 'relaxed'}, ${wide ? 256 : 128} bits`, async () => {
        const { build, width, fallbacks } = await loadKernel({ strict, wide });
        assert.deepEqual(
          { build, width, fallbacks },
          {
            build: strict ? 'strict' : 'relaxed',
            width: wide ? 256 : 128,
            fallbacks: [],
          },
        );
      });
    }
  }
  it('has the bits of the reference, strict', async () => {
    const kernel = await loadKernel({ strict: true, wide: true });
    const [ours, wanted] = [wasmStore(), wasmStore()].map((one, i) =>
      trainSample(one, i === 0 ? () => bindKernel(kernel, one) : referenceTrain),
    ) as [Float32Array, Float32Array];
    assert.ok(ours.some((value) => value !== 0));
    assert.deepEqual([...new Int32Array(ours.buffer)], [...new Int32Array(wanted.buffer)]);
  });
  for (const { cbow, hs, weights } of golden.cases) {
    it(`learns as NumPy says: ${cbow ? 'CBOW' : 'skip-gram'}, ${hs ? 'hierarchical softmax' : 'negative sampling'}`, async () => {
      for (const strict of [true, false]) {
        const found = await trained({ cbow, hs }, strict);
        found.forEach((matrix, m) => {
          matrix.forEach((value, i) => {
            const wanted = (weights[m] as number[])[i] as number;
            assert.ok(Math.abs(value - wanted) < 1e-5, `${m}, ${i}: ${value} instead of ${wanted}`);
          });
        });
      }
    });
  }
});

describe('huffmanPaths', () => {
  it('has the codes of a tree made by a heap', () => {
    const { starts, nodes } = huffmanPaths(golden.counts);
    const found = golden.paths.map((_, word) => [...nodes.subarray(starts[word], starts[word + 1])]);
    assert.deepEqual(found, golden.paths);
  });
});

describe('drawTable', () => {
  it('draws every word by its weight', () => {
    const weights = Float64Array.from({ length: 50 }, (_, i) => (i === 0 ? 0 : 1 / i));
    const total = weights.reduce((a, b) => a + b);
    const found = new Float64Array(weights.length);
    const table = drawTable(weights);
    const places = table.length / 3;
    assert.equal(places, 49);
    for (let i = 0; i < places; i++) {
      const [threshold = 0, one = 0, other = 0] = table.subarray(3 * i, 3 * i + 3);
      const own = threshold === 2 ** 32 - 1 ? 1 : threshold / 2 ** 32;
      found[one] = (found[one] as number) + own / places;
      found[other] = (found[other] as number) + (1 - own) / places;
    }
    found.forEach((probability, word) => {
      assert.ok(Math.abs(probability - (weights[word] as number) / total) < 1e-8, `${word}`);
    });
  });
});
