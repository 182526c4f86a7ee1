// exp, log, tanh and sigmoid of the compiled kernels over the whole range of float32: every 10,007th bit pattern, or
// with MEMCELL_SWEEP=full every one (a quarter of an hour).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { float32 } from '../../src/backend/reference/math.ts';
import { KernelArena, type Tested } from '../support/kernel-arena.ts';

const STRIDE = process.env.MEMCELL_SWEEP === 'full' ? 1 : 10_007;
const CHUNK = 1 << 16;

type Name = 'exp' | 'log' | 'tanh' | 'sigmoid';

const truth: Readonly<Record<Name, (x: number) => number>> = {
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);
/** The last place of a float32 by its exponent field. */
const places = Float64Array.from({ length: 255 }, (_, exponent) => 2 ** (Math.max(exponent, 1) - 150));

/** Error in units of the last place of the exact value; 0 where both are NaN or the same infinity. */
function ulps(y: number, exact: number): number {
  if (y === exact) return 0;
  float[0] = exact;
  const nearest = float[0];
  if (y === nearest || (Number.isNaN(nearest) && Number.isNaN(y))) return 0;
  const exponent = ((word[0] as number) >>> 23) & 255;
  return exponent === 255 ? Infinity : Math.abs(y - exact) / (places[exponent] as number);
}

function absolute(y: number, exact: number): number {
  return y === exact || (Number.isNaN(y) && Number.isNaN(exact)) ? 0 : Math.abs(y - exact);
}

/** Calls `see` with the inputs and results of one kernel, chunk by chunk. */
function sweep(arena: KernelArena, table: Tested, name: Name, see: (x: number, y: number) => void): void {
  arena.clear();
  const x = arena.room(CHUNK);
  const y = arena.room(CHUNK);
  const { floats, ints } = arena.views;
  for (let first = 0; first < 2 ** 32; first += CHUNK * STRIDE) {
    const n = Math.min(CHUNK, Math.ceil((2 ** 32 - first) / STRIDE));
    for (let i = 0; i < n; i++) ints[x / 4 + i] = first + i * STRIDE;
    table.kernels[name](n, x, y);
    for (let i = 0; i < n; i++) see(floats[x / 4 + i] as number, floats[y / 4 + i] as number);
  }
}

const arena = new KernelArena(1 << 18, 0);

for (const build of ['strict', 'relaxed'] as const) {
  // the first instance of a build; that the others agree with it to the bit is the kernels' contract
  const table = arena.tables.find((tested) => tested.build === build) as Tested;
  describe(`${build} kernels over the whole range of float32`, () => {
    for (const [name, most, unit, error] of [
      ['exp', 2, 'ulp', ulps],
      ['log', 2, 'ulp', ulps],
      ['tanh', 2, 'ulp', ulps],
      ['sigmoid', 1e-7, 'absolute', absolute],
    ] as const) {
      it(`${name} is within ${most} ${unit}`, (context) => {
        let worst = 0;
        let at = 0;
        const exact = truth[name];
        sweep(arena, table, name, (x, y) => {
          const e = error(y, exact(x));
          if (!(e <= worst)) [worst, at] = [e, x];
        });
        context.diagnostic(`worst ${worst} ${unit} at ${at}`);
        assert.ok(worst <= most, `${worst} at ${at}`);
      });
    }
  });
}

describe('strict kernels', () => {
  const table = arena.tables.find(({ build }) => build === 'strict') as Tested;
  for (const name of ['exp', 'log', 'tanh', 'sigmoid'] as const) {
    it(`${name} has the bits of the reference`, () => {
      let differing = 0;
      sweep(arena, table, name, (x, y) => {
        if (!Object.is(y, float32[name](x))) differing++;
      });
      assert.equal(differing, 0);
    });
  }
});
