import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cos, cosAndSin, exp, log, pow, sin, tanh } from './math.ts';
import { Random } from './random.ts';

/** Unit of the last place of a double. */
function place(x: number): number {
  if (x === 0) return 2 ** -1074;
  let exponent = Math.floor(Math.log2(Math.abs(x)));
  if (2 ** exponent > Math.abs(x)) exponent--;
  return Math.max(2 ** Math.max(exponent - 52, -1074), 2 ** -1074);
}

/** Compares with the engine's own function, which may be off by about 1 ulp itself. */
function near(actual: number, engine: number, most: number, what: string): void {
  if (Object.is(actual, engine)) return;
  const error = Math.abs(actual - engine) / place(engine);
  assert.ok(error <= most, `${what}: ${actual}, the engine says ${engine}: ${error} ulp`);
}

const random = new Random(20260101);
const between = (low: number, high: number): number => low + ((high - low) * random.uint32()) / 2 ** 32;

function check(
  f: (x: number) => number,
  engine: (x: number) => number,
  next: () => number,
  most = 2,
  count = 20_000,
): void {
  for (let i = 0; i < count; i++) {
    const x = next();
    near(f(x), engine(x), most, `at ${x}`);
  }
}

describe('exp', () => {
  it('follows the engine over the whole range', () => check(exp, Math.exp, () => between(-746, 711)));
  it('follows the engine near 0', () => check(exp, Math.exp, () => between(-1, 1) * 2 ** between(-60, 0)));
  it('has the limits', () =>
    assert.deepEqual(
      [exp(-Infinity), exp(-746), exp(0), exp(710), exp(Infinity), exp(NaN)],
      [0, 0, 1, Infinity, Infinity, NaN],
    ));
});

describe('log', () => {
  it('follows the engine over the whole range', () => check(log, Math.log, () => 2 ** between(-1074, 1024)));
  it('follows the engine near 1', () => check(log, Math.log, () => 1 + between(-1, 1) * 2 ** between(-52, -1)));
  it('has the limits', () =>
    assert.deepEqual(
      [log(0), log(-0), log(1), log(Infinity), log(-1), log(NaN)],
      [-Infinity, -Infinity, 0, Infinity, NaN, NaN],
    ));
});

describe('tanh', () => {
  it('follows the engine', () => check(tanh, Math.tanh, () => between(-1, 1) * 2 ** between(-60, 5), 3));
  it('has the limits', () =>
    assert.deepEqual([tanh(-Infinity), tanh(-0), tanh(0), tanh(25), tanh(NaN)], [-1, -0, 0, 1, NaN]));
});

describe('sin and cos', () => {
  for (const [name, f, engine] of [
    ['sin', sin, Math.sin],
    ['cos', cos, Math.cos],
  ] as const) {
    it(`${name} follows the engine`, () => {
      check(f, engine, () => between(-10, 10));
      check(f, engine, () => between(-(2 ** 19), 2 ** 19));
      check(f, engine, () => between(-1, 1) * 2 ** between(19, 1023), 2, 300);
    });
    it(`${name} stays exact near multiples of a quarter turn`, () => {
      for (const x of [1, 2, 3, 4, 11, 355, 103993, 1e6].map((k) => (k * Math.PI) / 2))
        near(f(x), engine(x), 2, `${x}`);
      near(f(6381956970095103 * 2 ** 797), engine(6381956970095103 * 2 ** 797), 2, 'the worst case of a double');
    });
  }
  it('has the limits', () => {
    assert.deepEqual([sin(-0), sin(0), sin(Infinity), sin(NaN)], [-0, 0, NaN, NaN]);
    assert.deepEqual([cos(0), cos(-Infinity), cos(NaN)], [1, NaN, NaN]);
    assert.deepEqual([sin(1e-310), sin(-1e-30)], [1e-310, -1e-30]);
    for (const x of [-0, 0, 0.5, -1, 2, 3, 6.283185307179586, -1000.25, 2 ** 19, NaN]) {
      assert.deepEqual(cosAndSin(x), [cos(x), sin(x)]);
    }
  });
});

describe('pow', () => {
  it('follows the engine over the whole range of results', () => {
    for (let i = 0; i < 20_000; i++) {
      const x = 2 ** between(-40, 40);
      const y = between(-744, 709) / Math.log(x);
      near(pow(x, y), x ** y, 2, `${x} ** ${y}`);
    }
  });
  it('follows the engine for decay rates', () => {
    for (let i = 0; i < 20_000; i++) {
      const x = 1 - 2 ** between(-12, -2);
      const y = random.integers(1, 0, 20_000)[0] as number;
      near(pow(x, y), x ** y, 2, `${x} ** ${y}`);
    }
  });
  it('treats special values as ** does', () => {
    const values = [0, 1, 2, 0.5, 3, 1e300, 1e-310, 2 ** 53, Infinity].flatMap((x) => [x, -x]);
    for (const x of [...values, NaN]) {
      for (const y of [...values, NaN]) near(pow(x, y), x ** y, 2, `${x} ** ${y}`);
    }
  });
});
