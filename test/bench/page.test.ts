import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  aloneSection,
  browserSection,
  fastestNative,
  type KeptWorkload,
  sameWorkSection,
  targetsSection,
  timesSection,
  verdict,
  warmUpSection,
} from '../../bench/page.ts';
import { gemmSection, overheadSection, scalingSection, shareSection } from '../../bench/page-parts.ts';
import { figure, list, measuredBy, ratio, table } from '../../bench/page-text.ts';

const origin = {
  cpu: 'AMD EPYC',
  cores: 2,
  node: 'v26.10.0',
  date: '2026-11-21T20:00:00.000Z',
  command: 'npm run bench',
};
const row = (
  workload: KeptWorkload['workload'],
  peer: string,
  milliseconds: number,
  rest: Partial<KeptWorkload> = {},
): KeptWorkload => ({
  ...{ workload, threads: 1, peer, version: '1.0', milliseconds, quartiles: [milliseconds, milliseconds], best: 1 },
  ...{ steps: 10, start: 500, first: 20, steady: 100, steadySteps: 7, losses: [0.5, 0.25], lossGap: 1e-6 },
  ...{ ratio: 10 / milliseconds, ratioQuartiles: [1, 1] },
  ...origin,
  ...rest,
});
const rows = [
  row('B', 'memcell', 10, { lossGap: 0 }),
  row('B', 'PyTorch', 20),
  row('B', 'JAX', 8),
  row('B', 'TensorFlow.js wasm', 1000),
  row('B', 'brain.js', 5000, { lossGap: null }),
];

describe('figures', () => {
  it('have three digits and no exponent', () => {
    const values = [0.011523, 0.33, 1.6249, 24.61, 999.6, 1092.4, 1234567, 0];
    assert.deepEqual(values.map(figure), ['0.0115', '0.330', '1.62', '24.6', '1,000', '1,092', '1,234,567', '0']);
    assert.equal(figure(undefined), '–');
  });
  it('ratios below 0.1 have three digits behind the point', () =>
    assert.deepEqual([0.0213, 0.5, 1.256].map(ratio), ['0.021', '0.50', '1.26']));
  it('lists and tables', () => {
    assert.deepEqual([list([]), list(['a']), list(['a', 'b', 'c'])], ['', 'a', 'a, b and c']);
    assert.equal(table(['a', 'b'], [['1', '2']]), '| a | b |\n| --- | ---: |\n| 1 | 2 |');
    assert.equal(table(['a'], []), 'Not measured yet.');
  });
  it('the origin names machine, days and commands once', () => {
    const later = { ...origin, date: '2026-11-22T01:00:00.000Z' };
    assert.equal(
      measuredBy([origin, later, origin]),
      'AMD EPYC, 2 cores, Node 26.10.0; 2026-11-21 to 2026-11-22; `npm run bench`',
    );
    assert.equal(measuredBy([]), '');
  });
});

describe('fastestNative', () => {
  it('is the native peer with the least time', () => assert.equal(fastestNative(rows)?.peer, 'JAX'));
  it('is nobody where none was measured', () => assert.equal(fastestNative(rows.slice(3)), undefined));
});

it('verdict holds a ratio against its target', () => {
  const at = (value: number): KeptWorkload => row('B', 'JAX', 1, { ratio: value });
  assert.equal(verdict(at(1.4), 1.4, true), '**1.40** of JAX, at most 1.4: reached');
  assert.equal(verdict(at(1.41), 1.4), '**1.41**, at most 1.4: not reached');
  assert.equal(verdict(at(0.02), undefined), '**0.020**');
  assert.equal(verdict(undefined, 1), '–');
});

describe('sections', () => {
  it('ratios: the fastest native peer against the target, the others against theirs', () => {
    const text = targetsSection(rows);
    assert.ok(
      text.includes(
        '| B LSTM(128), [128, 28, 28] | **1.25** of JAX, at most 1.4: reached | – | **0.010**, at most 0.03: reached | – |',
      ),
      text,
    );
  });
  it('times: a column for each peer, in one order', () => {
    const text = timesSection(rows);
    assert.ok(text.includes('|  | memcell | PyTorch | JAX | TensorFlow.js wasm | brain.js |'), text);
    assert.ok(
      text.includes('| B | **10.0** (10.0 to 10.0) | 20.0 (0.50) | 8.00 (1.25) | 1,000 (0.010) | 5,000 (0.002) |'),
      text,
    );
    assert.ok(!text.includes('Two threads'));
  });
  it('the same work: the largest differences, without those whose work is another', () => {
    const text = sameWorkSection(rows);
    assert.ok(text.includes('| B | 0.500 | 0.250 | 2 | PyTorch 1e-6, JAX 1e-6, TensorFlow.js wasm 1e-6 |'), text);
  });
  it('warming up: also where steps were never steady', () => {
    const text = warmUpSection([row('B', 'PyTorch', 20, { steady: null, steadySteps: null }), row('A', 'memcell', 1)]);
    assert.ok(text.includes('| A | memcell | 500 | 20.0 | 100 (7 steps) |'), text);
    assert.ok(text.includes('| B | PyTorch | 500 | 20.0 | not while measured |'), text);
  });
  it('threads: the gain of two', () => {
    const text = aloneSection([
      row('D', 'memcell', 100, { rate: 90, peak: 100 }),
      row('D', 'memcell', 60, { threads: 2 }),
      row('S', 'memcell', 0.01),
    ]);
    assert.ok(text.includes('1.67, at least 1.8: not reached | 90.0 |'), text);
    assert.ok(text.includes('| S | 0.0100 (0.0100 to 0.0100) | – | – | – |'), text);
  });
  it('browser: Chromium as a multiple of Node wide', () => {
    const text = browserSection([
      row('A', 'memcell', 10),
      row('A', 'memcell narrow', 15),
      row('A', 'memcell in Chromium', 18, { version: '156, relaxed 128-bit' }),
    ]);
    assert.ok(text.includes('| A | 1 | 10.0 | 15.0 | 18.0 | **1.80**, at most 2: reached | 1.20 |'), text);
    assert.ok(text.includes('Chromium 156,'), text);
  });
  it('the share of the peak, and the kernels that take most', () => {
    const kernels = [{ key: 'lstmForward 64·64·512', milliseconds: 40, gflop: 4 }];
    const figures = { milliseconds: 100, gflop: 9, rate: 90, peak: 100, share: 0.9, steps: 5, inKernels: 80, kernels };
    const text = shareSection([{ workload: 'D', ...figures, threads: 1, ...origin }]);
    assert.ok(
      text.includes('| D | 100 | 9.00 | 90.0 | 100 | **90 %**, at least 88 %: reached | lstmForward 50 % |'),
      text,
    );
  });
  it('outside the kernels: the target of A', () => {
    const figures = { step: 300, kernels: 271, overhead: 29, calls: 60, bytes: 1200 };
    const text = overheadSection([{ workload: 'A', ...figures, threads: 1, ...origin }]);
    assert.ok(text.includes('| A | 300 | 271 | 60 | **29.0**, below 30: reached | 1,200 |'), text);
  });
  it('products: two threads beside one', () => {
    const gemm = { size: '[1, 2]×[2, 3]', rate: 90, best: 95, withPacking: 80, peak: 100, bestPeak: 100, ...origin };
    const text = gemmSection([
      { ...gemm, threads: 1 },
      { ...gemm, threads: 2, rate: 170 },
    ]);
    assert.ok(text.includes('| [1, 2]×[2, 3] | 90.0 | 90 % | 80.0 | 170 |'), text);
  });
  it('scaling: the exponents of time and memory', () => {
    const point = (value: number) =>
      ({ layer: 'LSTM', over: 'T', value, milliseconds: 2 * value, bytes: 1e6 * value }) as const;
    const text = scalingSection([8, 16].map((value) => ({ ...point(value), quartiles: [1, 1] as const, ...origin })));
    assert.ok(text.includes('| LSTM over T | 8: 16.0, 16: 32.0 | 1.00 | 1 |'), text);
    assert.ok(text.includes('| LSTM over T | 8: 8.00, 16: 16.0 | 1.00 | 1 |'), text);
  });
  it('nothing measured is said', () => assert.ok(targetsSection([]).includes('Not measured yet.')));
});
