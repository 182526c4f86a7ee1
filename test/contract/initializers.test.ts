// Every initializer of the index: reproducible, finite, of the size asked for, with Keras 3's moments and bounds.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ConfigEntry, toConfig } from '../../src/config.ts';
import {
  type InitializerName,
  initializer,
  initializerFromConfig,
  initializers,
} from '../../src/initializers/index.ts';
import { Random } from '../../src/random.ts';
import { loadGolden } from '../golden/load.ts';

/** Deviation and largest size of the values for a weight [D, U]; the deviation of U(−a, a) is a / √3. */
interface Expected {
  readonly mean?: number;
  readonly deviation: number;
  readonly bound: number;
}

const D = 300;
const U = 100;
const uniform = (variance: number): Expected => ({ deviation: Math.sqrt(variance), bound: Math.sqrt(3 * variance) });
/** Cut at two standard deviations of the normal variable, whose deviation after the cut is 0.8796 of that before. */
const truncated = (variance: number): Expected => ({
  deviation: Math.sqrt(variance),
  bound: (2 * Math.sqrt(variance)) / 0.8796256610342398,
});

/** Keras 3's defaults. */
const expected: Readonly<Record<InitializerName, Expected>> = {
  zeros: { deviation: 0, bound: 0 },
  ones: { mean: 1, deviation: 0, bound: 1 },
  constant: { deviation: 0, bound: 0 },
  randomUniform: { deviation: 0.05 / Math.sqrt(3), bound: 0.05 },
  randomNormal: { deviation: 0.05, bound: 0.05 * 6 },
  truncatedNormal: { deviation: 0.05 * 0.8796256610342398, bound: 0.1 },
  varianceScaling: truncated(1 / D),
  glorotUniform: uniform(2 / (D + U)),
  glorotNormal: truncated(2 / (D + U)),
  heUniform: uniform(2 / D),
  heNormal: truncated(2 / D),
  lecunUniform: uniform(1 / D),
  lecunNormal: truncated(1 / D),
  orthogonal: { deviation: Math.sqrt(1 / D), bound: 1 }, // |column|² = 1 over D rows
  identity: { mean: 1 / D, deviation: Math.sqrt((1 / D) * (1 - 1 / D)), bound: 1 },
};

for (const name of Object.keys(initializers) as InitializerName[]) {
  describe(`initializer '${name}'`, () => {
    const own = initializer(name);
    const draw = (seed: number): Float32Array => own.initialize([D, U], new Random(seed));

    it('fills the weight with finite numbers', () => {
      const values = draw(1);
      assert.ok(values instanceof Float32Array);
      assert.equal(values.length, D * U);
      assert.ok(values.every(Number.isFinite));
      assert.equal(own.initialize([0, 3], new Random(1)).length, 0);
    });
    it('gives the same bits for the same seed, and others for another where it is random', () => {
      assert.deepEqual(draw(1), draw(1));
      if (/zeros|ones|constant|identity/.test(name)) return;
      assert.notDeepEqual(draw(1), draw(2));
    });
    it('has Keras’s mean, deviation and bounds', () => {
      const { mean = 0, deviation, bound } = expected[name];
      const values = draw(7);
      const average = values.reduce((sum, x) => sum + x, 0) / values.length;
      const variance = values.reduce((sum, x) => sum + (x - average) ** 2, 0) / values.length;
      assert.ok(Math.abs(average - mean) <= 4 * (deviation / Math.sqrt(D * U)), `mean ${average}`);
      assert.ok(Math.abs(Math.sqrt(variance) - deviation) <= 0.02 * deviation, `deviation ${Math.sqrt(variance)}`);
      const largest = Math.max(...values.map(Math.abs));
      assert.ok(largest <= bound * (1 + 1e-6), `largest ${largest}`);
      if (/Uniform|truncated|glorot|he|lecun|varianceScaling/.test(name)) assert.ok(largest > 0.98 * bound);
    });
    it('goes through its config and back', () => {
      const entry = JSON.parse(JSON.stringify(toConfig(own)));
      const again = initializerFromConfig(entry);
      assert.deepEqual(again.config(), own.config());
      assert.equal(again.className, own.className);
      assert.deepEqual(again.initialize([4, 3], new Random(5)), own.initialize([4, 3], new Random(5)));
    });
    it('refuses options it does not have, a seed among them', () => {
      const Class = initializers[name];
      assert.throws(() => new Class({ gian: 1 } as never), { name: 'OptionError' });
      assert.throws(() => new Class({ seed: 1 } as never), {
        name: 'UnsupportedError',
        message: `Cannot create ${own.className}: seed is not supported and must be left out, received 1`,
      });
    });
  });
}

describe('initializer options', () => {
  it('are used', () => {
    const draw = (className: string, config: Record<string, unknown>): number[] => [
      ...initializerFromConfig({ className, config }).initialize([50, 50], new Random(2)),
    ];
    const between = (values: number[], low: number, high: number): void =>
      assert.ok(values.every((x) => x >= low && x <= high) && Math.min(...values) < low + 0.1 * (high - low));
    between(draw('RandomUniform', { minval: 2, maxval: 3 }), 2, 3);
    between(draw('TruncatedNormal', { mean: 5, stddev: 1 }), 3, 7);
    between(draw('VarianceScaling', { scale: 150, mode: 'fanOut', distribution: 'uniform' }), -3, 3);
    const normal = draw('VarianceScaling', { scale: 50, mode: 'fanAvg', distribution: 'untruncatedNormal' });
    assert.ok(Math.max(...normal) > 2.5);
    assert.deepEqual(new Set(draw('Constant', { value: 7 })), new Set([7]));
  });
  it('out of their range are refused', () => {
    const refuse = (className: string, config: Record<string, unknown>, message: string): void =>
      assert.throws(() => initializerFromConfig({ className, config }), { name: 'OptionError', message });
    refuse('Constant', { value: '1' }, "Cannot create Constant: value must be a finite number, received '1'");
    refuse(
      'RandomUniform',
      { minval: 1, maxval: 0 },
      'Cannot create RandomUniform: maxval must be a finite number from 1, received 0',
    );
    refuse(
      'RandomNormal',
      { stddev: -1 },
      'Cannot create RandomNormal: stddev must be a finite number from 0, received -1',
    );
    refuse(
      'VarianceScaling',
      { scale: 0 },
      'Cannot create VarianceScaling: scale must be a finite number above 0, received 0',
    );
    refuse(
      'VarianceScaling',
      { mode: 'fan_in' },
      "Cannot create VarianceScaling: mode must be one of fanIn, fanOut, fanAvg, received 'fan_in'",
    );
  });
});

/** The rule of an initializer, which a sample drawn by Keras obeys as well. */
interface Case {
  readonly initializer: ConfigEntry;
  readonly shape: readonly number[];
  readonly standardDeviation: number;
  /** Largest distance from the mean. */
  readonly limit?: number;
  readonly mean?: number;
  /** Which side's vectors are orthogonal, each of this squared length. */
  readonly orthonormal?: 'rows' | 'columns';
  readonly squaredLength?: number;
}

describe('initializers of Keras', () => {
  for (const c of loadGolden<Case>('initializers-keras').cases) {
    it(`${c.initializer.className} ${JSON.stringify(c.initializer.config)} [${c.shape}]`, () => {
      const values = initializerFromConfig(c.initializer).initialize(c.shape, new Random(9));
      if (c.orthonormal === undefined) checkMoments(values, c);
      else checkOrthogonal(values, c);
    });
  }
});

function checkMoments(values: Float32Array, { mean = 0, standardDeviation, limit = Infinity }: Case): void {
  const error = standardDeviation / Math.sqrt(values.length);
  const average = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - average) ** 2, 0) / values.length;
  assert.ok(Math.abs(average - mean) < 5 * error, `mean ${average}`);
  assert.ok(Math.abs(Math.sqrt(variance) - standardDeviation) < 5 * error, `deviation ${Math.sqrt(variance)}`);
  const furthest = Math.max(...values.map((x) => Math.abs(x - mean)));
  assert.ok(furthest <= limit * (1 + 1e-6) && furthest > 0.98 * limit, `furthest ${furthest}`);
}

function checkOrthogonal(values: Float32Array, { shape, orthonormal, squaredLength = 1 }: Case): void {
  const columns = shape.at(-1) as number;
  const rows = values.length / columns;
  assert.equal(orthonormal, rows >= columns ? 'columns' : 'rows');
  const [count, length] = rows >= columns ? [columns, rows] : [rows, columns];
  const at = (k: number, i: number): number => values[rows >= columns ? i * columns + k : k * columns + i] as number;
  for (let k = 0; k < count; k++) {
    for (let j = 0; j < count; j++) {
      let product = 0;
      for (let i = 0; i < length; i++) product += at(k, i) * at(j, i);
      assert.ok(Math.abs(product - (k === j ? squaredLength : 0)) < 1e-5 * squaredLength, `${k}, ${j}: ${product}`);
    }
  }
}
