// Sweeps of exp, tanh, sigmoid and log of one build over the whole range of float32: every 10,007th bit pattern, or with
// MEMCELL_FULL=1 every one (every 101st for log), a few minutes a build.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { float32 } from '../../src/backend/reference/math.ts';
import { KernelArena, type Tested } from './kernel-arena.ts';

const full = process.env.MEMCELL_FULL === '1';
const SPARSE = full ? 101 : 10_007;
const DENSE = full ? 1 : 10_007;
const CHUNK = 1 << 15;

type Name = 'exp' | 'log' | 'tanh' | 'sigmoid';
type See = (x: Float32Array, y: Float32Array) => void;

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** Error in units of the last place of the exact value; 0 where both are NaN or the same infinity. */
function ulps(y: number, exact: number): number {
  if (y === exact) return 0;
  float[0] = exact;
  const nearest = float[0];
  if (y === nearest || (Number.isNaN(nearest) && Number.isNaN(y))) return 0;
  const exponent = ((word[0] as number) >>> 23) & 255;
  return exponent === 255 ? Infinity : Math.abs(y - exact) / 2 ** (Math.max(exponent, 1) - 150);
}

/** A relative error below this is below 2 ulp wherever in its binade a number lies. */
const SURE = 2 ** -23;

/** Keeps the worst error in ulp of what it sees; `known` gives exact values that need no computation. */
const worstOf = (exact: (x: number) => number, known: (x: number) => number | undefined) => {
  let worst = 0;
  let at = 0;
  const see: See = (xs, ys) => {
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as number;
      const y = ys[i] as number;
      const wanted = known(x) ?? exact(x);
      if (Math.abs(y - wanted) <= Math.abs(wanted) * SURE && Math.abs(wanted) > 1e-37) continue;
      const e = ulps(y, wanted);
      if (!(e <= worst)) [worst, at] = [e, x];
    }
  };
  return { see, worst: (): [number, number] => [worst, at] };
};

const inUlps: Readonly<Record<'exp' | 'log' | 'tanh', () => ReturnType<typeof worstOf>>> = {
  exp: () => worstOf(Math.exp, (x) => (x > 89 ? Infinity : x < -104 ? 0 : Math.abs(x) < 2 ** -26 ? 1 : undefined)),
  log: () => worstOf(Math.log, () => undefined),
  tanh: () => worstOf(Math.tanh, (x) => (x > 10 ? 1 : x < -10 ? -1 : Math.abs(x) < 2 ** -14 ? x : undefined)),
};

/** Calls `see` with the inputs and results of one kernel, chunk by chunk. */
function sweep(arena: KernelArena, table: Tested, name: Name, stride: number, see: See): void {
  arena.clear();
  const x = arena.room(CHUNK);
  const y = arena.room(CHUNK);
  const { floats, ints } = arena.views;
  for (let first = 0; first < 2 ** 32; first += CHUNK * stride) {
    const n = Math.min(CHUNK, Math.ceil((2 ** 32 - first) / stride));
    for (let i = 0; i < n; i++) ints[x / 4 + i] = first + i * stride;
    table.kernels[name](n, x, y);
    const part = (at: number): Float32Array => floats.subarray(at / 4, at / 4 + n) as Float32Array;
    see(part(x), part(y));
  }
}

const arena = new KernelArena(1 << 18, 0);

/** Tests of one build against the exact functions. */
export function describeSweep(build: 'strict' | 'relaxed'): void {
  // the first instance of a build; that the others agree with it to the bit is the kernels' contract
  const table = arena.tables.find((tested) => tested.build === build) as Tested;
  describe(`${build} kernels over the whole range of float32`, () => {
    for (const [name, stride] of [
      ['exp', DENSE],
      ['tanh', DENSE],
      ['log', SPARSE],
    ] as const) {
      it(`${name} is within 2 ulp`, (context) => {
        const { see, worst } = inUlps[name]();
        sweep(arena, table, name, stride, see);
        const [most, at] = worst();
        context.diagnostic(`worst above 1 ulp: ${most} at ${at}`);
        assert.ok(most <= 2, `${most} ulp at ${at}`);
      });
    }
    it('sigmoid is within 1e-7', (context) => {
      let worst = 0;
      let at = 0;
      sweep(arena, table, 'sigmoid', DENSE, (xs, ys) => {
        for (let i = 0; i < xs.length; i++) {
          const x = xs[i] as number;
          const y = ys[i] as number;
          const exact = x > 30 ? 1 : x < -30 ? 0 : Math.abs(x) < 2 ** -26 ? 0.5 : 1 / (1 + Math.exp(-x));
          const e = Math.abs(y - exact);
          if (e <= worst || (Number.isNaN(x) && Number.isNaN(y))) continue;
          [worst, at] = [e, x];
        }
      });
      context.diagnostic(`worst ${worst} at ${at}`);
      assert.ok(worst <= 1e-7, `${worst} at ${at}`);
    });
  });
}

/** Tests that the strict build has the reference's bits. */
export function describeBits(): void {
  describe('strict kernels', () => {
    const table = arena.tables.find(({ build }) => build === 'strict') as Tested;
    for (const name of ['exp', 'log', 'tanh', 'sigmoid'] as const) {
      it(`${name} has the bits of the reference`, () => {
        let differing = 0;
        sweep(arena, table, name, full ? 1009 : 10_007, (xs, ys) => {
          for (let i = 0; i < xs.length; i++) if (!Object.is(ys[i], float32[name](xs[i] as number))) differing++;
        });
        assert.equal(differing, 0);
      });
    }
  });
}
