import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OptionError } from './errors.ts';
import { Random, threefry2x32 } from './random.ts';

function moments(values: Float32Array): { mean: number; variance: number } {
  let mean = 0;
  for (const v of values) mean += v / values.length;
  let variance = 0;
  for (const v of values) variance += (v - mean) ** 2 / values.length;
  return { mean, variance };
}

/** Σ (found − expected)² / expected of whole numbers in equally likely bins. */
function chiSquare(values: Iterable<number>, bins: number): number {
  const counts = new Array<number>(bins).fill(0);
  let n = 0;
  for (const v of values) {
    counts[v] = (counts[v] as number) + 1;
    n++;
  }
  return counts.reduce((total, count) => total + (count - n / bins) ** 2 / (n / bins), 0);
}

describe('threefry2x32', () => {
  const cases = [
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ] as const;
  for (const [key, counter, expected] of cases) {
    it(`gives the known answer for key ${key.map((word) => word.toString(16))}`, () => {
      const out = new Uint32Array(2);
      threefry2x32(key[0], key[1], counter[0], counter[1], out);
      assert.deepEqual([...out], expected);
    });
  }
});

describe('Random streams', () => {
  it('same seed gives the same bits, another seed others', () => {
    const draw = (seed: number) =>
      Array.from(
        { length: 9 },
        (
          (random) => () =>
            random.uint32()
        )(new Random(seed)),
      );
    assert.deepEqual(draw(7), draw(7));
    assert.notDeepEqual(draw(7), draw(8));
    assert.notDeepEqual(draw(1), draw(1 + 2 ** 32));
  });
  it('starts with the known answer of key 0, 0', () => {
    const random = new Random(0);
    assert.deepEqual([random.uint32(), random.uint32()], [0x6b200159, 0x99ba4efe]);
  });
  it('uses a seed and its key alike', () => {
    const seed = 5 * 2 ** 32 + 3;
    assert.deepEqual(new Random(seed).key, [3, 5]);
    assert.deepEqual(new Random([3, 5]).uniform(5), new Random(seed).uniform(5));
  });
  it('continues from a saved state, at an even and an odd place', () => {
    for (const count of [4, 7]) {
      const random = new Random(11);
      random.uniform(count);
      const state = JSON.parse(JSON.stringify(random.state));
      const again = new Random(0);
      again.state = state;
      assert.deepEqual(again.normal(9), random.normal(9));
      assert.deepEqual(again.state, random.state);
    }
  });
  it('draws on beyond 2^32 blocks', () => {
    const random = new Random(3);
    random.state = { key: random.key, counter: 2 ** 33 - 1 };
    const [last, first] = [random.uint32(), random.uint32()];
    const out = new Uint32Array(2);
    threefry2x32(3, 0, 0xffffffff, 0, out);
    assert.equal(last, out[1]);
    threefry2x32(3, 0, 0, 1, out);
    assert.equal(first, out[0]);
  });
  it('split advances, fold does not, and all children differ', () => {
    const random = new Random(5);
    const before = random.state;
    const folded = [random.fold(0), random.fold(1), random.fold(2 ** 32)];
    assert.deepEqual(random.state, before);
    const children = [...folded, random.split(), random.split()];
    assert.notDeepEqual(random.state, before);
    assert.equal(new Set(children.map((child) => String(child.key))).size, 5);
    assert.deepEqual(random.fold(1).key, new Random(5).fold(1).key);
  });
  it('children are uncorrelated with each other and with the parent', () => {
    const random = new Random(99);
    const n = 20_000;
    const streams = [random.split(), random.split(), random.fold(0), random.fold(1), random];
    const drawn = streams.map((stream) => stream.normal(n));
    for (const [i, x] of drawn.entries()) {
      for (const y of drawn.slice(i + 1)) {
        let dot = 0;
        for (let k = 0; k < n; k++) dot += ((x[k] as number) * (y[k] as number)) / Math.sqrt(n);
        assert.ok(Math.abs(dot) < 4, `correlation of ${dot} sigmas`);
      }
    }
  });
});

describe('Random distributions', () => {
  const n = 100_000;
  it('uniform fills [low, high) evenly', () => {
    const values = new Random(1).uniform(n, -2, 3);
    const { mean, variance } = moments(values);
    assert.ok(values.every((v) => v >= -2 && v < 3));
    assert.ok(Math.abs(mean - 0.5) < 0.02, `mean ${mean}`);
    assert.ok(Math.abs(variance - 25 / 12) < 0.03, `variance ${variance}`);
    const chi = chiSquare(
      new Random(2).uniform(n).map((v) => Math.floor(v * 64)),
      64,
    );
    assert.ok(chi < 110, `chi-square ${chi} for 63 degrees`); // p about 2e-4
  });
  it('normal has its mean, variance, tails and kurtosis', () => {
    const values = new Random(3).normal(n, 5, 2);
    const { mean, variance } = moments(values);
    assert.ok(Math.abs(mean - 5) < 0.03, `mean ${mean}`);
    assert.ok(Math.abs(variance - 4) < 0.08, `variance ${variance}`);
    const fourth = values.reduce((total, v) => total + ((v - 5) / 2) ** 4 / n, 0);
    assert.ok(Math.abs(fourth - 3) < 0.12, `fourth moment ${fourth}`);
    const within = values.filter((v) => Math.abs(v - 5) < 2).length / n;
    assert.ok(Math.abs(within - 0.68269) < 0.006, `within one sigma ${within}`);
  });
  it('normal gives the same first values for any n', () => {
    assert.deepEqual(new Random(4).normal(7).slice(0, 5), new Random(4).normal(5));
  });
  it('truncatedNormal stays within two sigmas and has the variance of that', () => {
    const values = new Random(5).truncatedNormal(n, 1, 0.5);
    const { mean, variance } = moments(values);
    assert.ok(values.every((v) => v >= 0 && v <= 2));
    assert.ok(Math.abs(mean - 1) < 0.01, `mean ${mean}`);
    assert.ok(Math.abs(variance / 0.25 - 0.7737) < 0.01, `variance ${variance}`);
  });
  it('integers are equally likely, in any range', () => {
    assert.ok(chiSquare(new Random(6).integers(n, 0, 37), 37) < 73); // 36 degrees, p about 2e-4
    const wide = new Random(7).integers(1000, -(2 ** 31), 2 ** 31);
    assert.ok(wide.some((v) => v < -(2 ** 30)) && wide.some((v) => v > 2 ** 30));
    // Of a range of 3 · 2^30, a biased draw would give the first third half of all.
    const third = new Random(8).integers(n, -(2 ** 31), 2 ** 30).filter((v) => v < -(2 ** 30)).length / n;
    assert.ok(Math.abs(third - 1 / 3) < 0.01, `first third ${third}`);
    assert.deepEqual([...new Random(9).integers(3, 4, 5)], [4, 4, 4]);
  });
  it('permutation holds every number once, in any order alike', () => {
    const random = new Random(10);
    assert.deepEqual(
      [...random.permutation(1000)].sort((a, b) => a - b),
      [...Array(1000).keys()],
    );
    const orders = Array.from({ length: 24_000 }, () => {
      const [a, b, c] = random.permutation(4) as unknown as [number, number, number];
      return a * 6 + (b - (b > a ? 1 : 0)) * 2 + (c > 6 - a - b - c ? 1 : 0);
    });
    assert.ok(chiSquare(orders, 24) < 55); // 23 degrees, p about 2e-4
    assert.deepEqual([random.permutation(0).length, random.permutation(1)[0]], [0, 0]);
  });
});

describe('Random errors', () => {
  it('say what must hold and what came', () => {
    const message = (make: () => unknown, text: RegExp) =>
      assert.throws(make, (error) => error instanceof OptionError && text.test(error.message));
    message(
      () => new Random(-1),
      /^Cannot create Random 'seed': it must be a whole number from 0 to 2\^53 - 1, received -1$/,
    );
    message(() => new Random(0.5), /received 0\.5$/);
    message(() => new Random([1, 2 ** 32]), /'key'.*received 4294967296$/);
    message(() => new Random([1] as unknown as [number, number]), /two words, received 1$/);
    message(() => new Random(1).uniform(-1), /'n'.*received -1$/);
    message(() => new Random(1).integers(1, 3, 3), /'high'.*from 4 to 2147483648, received 3$/);
    message(() => new Random(1).fold(NaN), /'n'.*received NaN$/);
  });
});
