import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FormatError, MemcellError, UnsupportedError } from '../errors.ts';
import { readNpy, writeNpy } from './npy.ts';
import type { NumberArray } from './number-array.ts';

const cutOff = 'The file may have been cut off while it was copied or downloaded.';
const numbers = "Save it as numbers: np.save(path, array.astype('float32')).";

/** A version-1 file with this header and as many bytes of data. */
function file(header: string, size = 0): Uint8Array {
  const bytes = new Uint8Array(10 + header.length + size);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  for (let i = 0; i < header.length; i++) bytes[10 + i] = header.charCodeAt(i);
  return bytes;
}

const literal = (descr: string, shape: string, fortran = 'False'): string =>
  `{'descr': ${descr}, 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;

function refuses(
  bytes: Uint8Array,
  kind: typeof FormatError | typeof UnsupportedError,
  message: string,
  hint?: string,
): void {
  assert.throws(
    () => readNpy(bytes, 'x.npy'),
    (error) => {
      assert.ok(error instanceof kind, String(error));
      assert.equal(error.message, `Cannot read npy 'x.npy': ${message}`);
      assert.equal(error.hint, hint);
      return true;
    },
  );
}

describe('readNpy reads headers that others write', () => {
  for (const header of [
    '{"shape":(2,),"fortran_order":False,"descr":"<f4"}',
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2L,), }          \n",
    "{'descr': '=f4', 'fortran_order': True, 'shape': (2 , ) }",
  ]) {
    it(header.trim(), () => assert.deepEqual(readNpy(file(header, 8)).data, new Float32Array(2)));
  }
});

describe('readNpy refuses', () => {
  it('another format', () => {
    refuses(new Uint8Array(3), FormatError, 'file must be at least 12 bytes, received 3', cutOff);
    refuses(
      new TextEncoder().encode('a,b\n1,2\n3,4\n5,6\n'),
      FormatError,
      'file must start with "\\u0093NUMPY", received "a,b\\n1,"',
      'It has another format.',
    );
    const next = file(literal("'<f4'", '(2,)'), 8);
    next[6] = 4;
    refuses(next, UnsupportedError, 'version must be 1, 2 or 3, received 4');
  });
  it('a header that is none', () => {
    const long = file(literal("'<f4'", '(2,)')).subarray(0, 40);
    refuses(long, FormatError, 'header must be at most 30 bytes in this file, received 58', cutOff);
    refuses(file('print(1)  \n'), FormatError, 'header must be a Python dictionary, received "print(1)"');
    refuses(file('(1, 2, 3)\n'), FormatError, 'header must be a Python dictionary, received "(1, 2, 3)"');
  });
  it('arrays that hold no numbers', () => {
    const must = 'dtype must be of floats of 2 to 8 bytes, integers or booleans';
    refuses(file(literal("'|O'", '(2,)'), 20), UnsupportedError, `${must}, received "|O"`, numbers);
    refuses(file(literal("'<U5'", '(2,)'), 40), UnsupportedError, `${must}, received "<U5"`, numbers);
    refuses(file(literal("'<c8'", '(2,)'), 16), UnsupportedError, `${must}, received "<c8"`, numbers);
    refuses(
      file(literal("[('a', '<f4'), ('b', '<i4')]", '(2,)'), 16),
      UnsupportedError,
      `${must}, received [["a","<f4"],["b","<i4"]]`,
      numbers,
    );
    refuses(file("{'shape': (2,)}  "), UnsupportedError, `${must}, received nothing`, numbers);
  });
  it('a shape or an order that is none', () => {
    refuses(file(literal("'<f4'", '(-2,)')), FormatError, 'shape must be whole numbers from 0, received [-2]');
    refuses(file(literal("'<f4'", '2')), FormatError, 'shape must be whole numbers from 0, received 2');
    refuses(file(literal("'<f4'", '(2,)', '1'), 8), FormatError, 'fortran_order must be True or False, received 1');
  });
  it('data of another length', () => {
    const must = 'data of dtype <f4 and shape [2, 3] must be 24 bytes';
    refuses(file(literal("'<f4'", '(2, 3)'), 23), FormatError, `${must}, received 23`, cutOff);
    refuses(file(literal("'<f4'", '(2, 3)'), 48), FormatError, `${must}, received 48`);
  });
  it('a file cut off at any byte', () => {
    const whole = writeNpy({ shape: [3], data: new Float32Array(3) });
    for (let length = 0; length < whole.length; length++) {
      assert.throws(() => readNpy(whole.subarray(0, length)), MemcellError, `cut off at ${length}`);
    }
  });
  it('any damaged byte with an error of its own, or reads on', () => {
    const whole = writeNpy({ shape: [3], data: new Float32Array(3) });
    for (let at = 0; at < whole.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const bytes = whole.slice();
        bytes[at] = (bytes[at] as number) ^ (1 << bit);
        try {
          readNpy(bytes);
        } catch (error) {
          assert.ok(error instanceof MemcellError, `bit ${bit} of byte ${at}: ${error}`);
        }
      }
    }
  });
});

describe('writeNpy', () => {
  const kinds = [Float32Array, Float64Array, Int32Array, Int16Array, Int8Array, Uint32Array, Uint16Array, Uint8Array];
  const arrays = fc
    .tuple(fc.constantFrom(...kinds), fc.array(fc.integer(), { maxLength: 24 }))
    .map(([kind, values]): NumberArray => kind.from(values));

  it('gives what readNpy gives back', () =>
    fc.assert(
      fc.property(arrays, fc.constantFrom(1, 2, 3), fc.nat({ max: 9 }), (data, width, shift) => {
        const shape = data.length % width === 0 ? [data.length / width, 1, width] : [data.length];
        const written = writeNpy({ shape, data });
        const shifted = new Uint8Array(written.length + shift);
        shifted.set(written, shift);
        const read = readNpy(shifted.subarray(shift));
        assert.deepEqual([read.shape, read.data], [shape, data]);
      }),
    ));
  it('refuses a shape that does not hold its data', () =>
    assert.throws(() => writeNpy({ shape: [2, 3], data: new Float32Array(5) }), {
      name: 'ShapeError',
      message: 'Cannot write npy: shape [2, 3] must hold 5 numbers, received 6',
    }));
});
