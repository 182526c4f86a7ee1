import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as constants from './math.ts';
import { type Float32Math, float32, float32Math, type MultiplyAdd, madd } from './math.ts';

/** Every 10,007th float32; every one is tried with the compiled kernels (test/contract/), which have the same bits. */
const STRIDE = 10_007;

/** One rounding, but for rare double ones: what a fused multiply-add may give. */
const fused: MultiplyAdd = (a, b, c) => Math.fround(a * b + c);

const truth: Float32Math = {
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** Error of a float32 y in units of the last place of the exact value; 0 where both are NaN or the same infinity. */
function ulps(y: number, exact: number): number {
  float[0] = exact;
  const nearest = float[0];
  if (Object.is(y, nearest) || y === exact) return 0;
  if (Number.isNaN(nearest) || Number.isNaN(y)) return Infinity;
  const exponent = ((word[0] as number) >>> 23) & 255;
  if (exponent === 255) return Infinity;
  const above = Math.abs(nearest) > Math.abs(exact) && ((word[0] as number) & 0x7fffff) === 0 ? 1 : 0;
  return Math.abs(y - exact) / places[Math.max(exponent - above, 1)]!;
}

/** The last place of a float32 by its exponent field. */
const places = Array.from({ length: 255 }, (_, exponent) => 2 ** (exponent - 150));

function sweep(f: (x: number) => number, error: (y: number, x: number) => number): { worst: number; at: number } {
  let worst = 0;
  let at = 0;
  const input = new Float32Array(1);
  const pattern = new Uint32Array(input.buffer);
  for (let bits = 0; bits < 2 ** 32; bits += STRIDE) {
    pattern[0] = bits;
    const x = input[0] as number;
    const e = error(f(x), x);
    if (e > worst) {
      worst = e;
      at = x;
    }
  }
  return { worst, at };
}

for (const [name, multiplyAdd] of [
  ['strict', madd],
  ['fused', fused],
] as const) {
  const math = float32Math(multiplyAdd);
  describe(`${name} float32 math over the whole range`, () => {
    for (const [key, most] of [
      ['exp', 1.05],
      ['log', 1],
      ['tanh', 2],
    ] as const) {
      it(`${key} is within ${most} ulp`, () => {
        const { worst, at } = sweep(math[key], (y, x) => ulps(y, truth[key](x)));
        assert.ok(worst <= most, `${worst} ulp at ${at}`);
      });
    }
    it('sigmoid is within 1e-7', () => {
      const { worst, at } = sweep(math.sigmoid, (y, x) => {
        const exact = truth.sigmoid(x);
        return Number.isNaN(y) ? (Number.isNaN(exact) ? 0 : Infinity) : Math.abs(y - exact);
      });
      assert.ok(worst <= 1e-7, `${worst} at ${at}`);
    });
    it('never leaves the range of sigmoid and tanh', () => {
      const beyond = (low: number) => (y: number) => (y > 1 || y < low ? 1 : 0);
      assert.equal(sweep(math.sigmoid, beyond(0)).worst, 0);
      assert.equal(sweep(math.tanh, beyond(-1)).worst, 0);
    });
    it('gives the exact values at the edges', () => {
      const { exp, log, sigmoid, tanh } = math;
      assert.deepEqual([exp(-Infinity), exp(0), exp(-0), exp(Infinity)], [0, 1, 1, Infinity]);
      assert.deepEqual([exp(-103), exp(-104), exp(88.7), exp(88.8)].map(ends), [2 ** -149, 0, 1, Infinity]);
      assert.deepEqual([log(0), log(-0), log(1), log(Infinity)], [-Infinity, -Infinity, 0, Infinity]);
      assert.deepEqual([log(-1), log(-Infinity), log(-(2 ** -149))], [NaN, NaN, NaN]);
      assert.deepEqual([sigmoid(0), sigmoid(-0), sigmoid(Infinity)], [0.5, 0.5, 1]);
      assert.ok(sigmoid(-Infinity) < 1e-37 && sigmoid(-Infinity) > 0);
      assert.deepEqual([tanh(-Infinity), tanh(-0), tanh(0), tanh(Infinity)], [-1, -0, 0, 1]);
      assert.deepEqual([tanh(2 ** -149), tanh(-(2 ** -40))], [2 ** -149, -(2 ** -40)]);
    });
    it('passes every NaN on', () => {
      const kinds = [0x7fc00000, 0xffc00000, 0x7f800001, 0x7fffffff, 0xffffffff, 0x7fc00155];
      for (const key of ['exp', 'log', 'sigmoid', 'tanh'] as const) {
        for (const bits of kinds) {
          word[0] = bits;
          assert.ok(Number.isNaN(math[key](float[0])), `${key} of NaN ${bits.toString(16)}`);
        }
      }
    });
  });
}

/** 1 for any finite number from 1 up. */
function ends(y: number): number {
  return y >= 1 && y < Infinity ? 1 : y;
}

describe('float32 math', () => {
  it('has float32 constants only', () => {
    for (const [name, value] of Object.entries(constants)) {
      if (typeof value === 'number' && !name.endsWith('_BITS')) assert.equal(Math.fround(value), value, name);
    }
  });
  it('is odd in tanh and monotone between neighbours of sigmoid to its error', () => {
    for (let x = -12; x < 12; x += 0.0137) {
      assert.equal(float32.tanh(Math.fround(-x)), -float32.tanh(Math.fround(x)));
      assert.ok(float32.sigmoid(Math.fround(x + 0.001)) >= float32.sigmoid(Math.fround(x)) - 1e-7);
    }
  });
});
