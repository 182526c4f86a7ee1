import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { numberAt, shortestFloat, sixDecimals } from './float-text.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): number => numberAt(bytesOf(text), 0, text.length);
const anyFloat = fc.float({ noNaN: true, noDefaultInfinity: true });

describe('sixDecimals', () => {
  it('writes what printf %lf writes', () => {
    // as glibc prints them
    const cases: readonly (readonly [value: number, text: string])[] = [
      [0, '0.000000'],
      [-0, '-0.000000'],
      [-1e-9, '-0.000000'],
      [0.0078125, '0.007812'], // a half goes to the even digit
      [-0.0234375, '-0.023438'],
      [3.0078125, '3.007812'],
      [1 / 3, '0.333333'],
      [16777216, '16777216.000000'],
      [1e21, '1000000000000000000000.000000'],
      [Math.fround(3.4e38), '339999995214436424907732413799364296704.000000'],
    ];
    for (const [value, text] of cases) assert.equal(sixDecimals(value), text);
  });
});

describe('shortestFloat', () => {
  it('writes what NumPy writes', () => {
    const cases: readonly (readonly [value: number, text: string])[] = [
      [0, '0.0'],
      [-0, '-0.0'],
      [1, '1.0'],
      [-0.5, '-0.5'],
      [0.1, '0.1'],
      [1e-4, '1e-04'], // the float32 is a little less
      [0.00012345678, '0.00012345678'],
      [9.999e-5, '9.999e-05'],
      [1e-45, '1e-45'],
      [999999.9, '999999.9'],
      [1e6, '1e+06'],
      [16777216, '1.6777216e+07'],
      [1e16, '1e+16'],
      [3.4028235e38, '3.4028235e+38'],
      [123456.789, '123456.79'],
    ];
    for (const [value, text] of cases) assert.equal(shortestFloat(Math.fround(value)), text);
  });
  it('gives the same float32 again', () =>
    fc.assert(fc.property(anyFloat, (value) => Object.is(Math.fround(read(shortestFloat(value))), value))));
});

describe('numberAt', () => {
  it('reads what Number reads, to the bit', () =>
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(15), (value, digits) => {
        for (const text of [String(value), value.toFixed(digits), value.toExponential(digits)]) {
          assert.ok(Object.is(read(text), Number(text)), text);
        }
      }),
    ));
  it('takes what other tools write, and nothing else', () => {
    assert.deepEqual(['1.', '.5', '-.5', '+2', '1e5', '-1E-05'].map(read), [1, 0.5, -0.5, 2, 1e5, -1e-5]);
    for (const text of ['', '-', '.', '-.', '1.2.3', '1-2', 'x', '0x10', 'nan', 'inf', '1e', '1 ', '١']) {
      assert.ok(Number.isNaN(read(text)), text);
    }
  });
});
