import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FormatError, MemcellError, ShapeError, UnsupportedError } from '../errors.ts';
import type { NumberBlock } from './number-array.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const cutOff = 'The file may have been cut off while it was copied or downloaded.';

/** A file with this header and as many bytes of data. */
function file(header: unknown, size = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const w = (change: object): object => ({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...change } });

function refuses(bytes: Uint8Array, message: string, hint?: string): void {
  assert.throws(
    () => readSafetensors(bytes, 'm.safetensors'),
    (error) => {
      assert.ok(error instanceof FormatError);
      assert.equal(error.message, `Cannot read safetensors 'm.safetensors': ${message}`);
      assert.equal(error.hint, hint);
      return true;
    },
  );
}

describe('readSafetensors refuses', () => {
  it('a file without a header', () => {
    refuses(new Uint8Array(5), 'file must be at least 8 bytes, received 5', cutOff);
    const foreign = new TextEncoder().encode('{"this is": "another file"}');
    refuses(
      foreign,
      'header must be at most 19 bytes in this file, received 7575181469798376059',
      `${cutOff} Or it has another format.`,
    );
  });
  it('a header that is no JSON object', () => {
    const hint = 'The file is damaged or has another format.';
    refuses(file('{"a":'), 'header must be JSON in UTF-8, received other bytes', hint);
    refuses(file(''), 'header must be JSON in UTF-8, received other bytes', hint);
    const latin = file('{"a":1}');
    latin[10] = 0xe4;
    refuses(latin, 'header must be JSON in UTF-8, received other bytes', hint);
    refuses(file([1, 2]), 'header must be a JSON object, received [1,2]');
    refuses(file('null'), 'header must be a JSON object, received null');
  });
  it('metadata other than strings', () => {
    refuses(file({ __metadata__: 'x' }), '__metadata__ must be a JSON object, received "x"');
    refuses(file({ __metadata__: { epoch: 3 } }), "__metadata__ 'epoch' must be a string, received 3");
  });
  it('an entry that is none', () => {
    refuses(file({ w: [0, 8] }), "tensor 'w' must be a JSON object, received [0,8]");
    refuses(file(w({ dtype: undefined })), "dtype of tensor 'w' must be a string, received nothing");
    refuses(file(w({ dtype: 32 })), "dtype of tensor 'w' must be a string, received 32");
  });
  it('shapes that are none', () => {
    refuses(file(w({ shape: undefined })), "shape of tensor 'w' must be whole numbers from 0, received nothing");
    refuses(file(w({ shape: 2 })), "shape of tensor 'w' must be whole numbers from 0, received 2");
    refuses(file(w({ shape: [2, -1] })), "shape of tensor 'w' must be whole numbers from 0, received [2,-1]");
    refuses(file(w({ shape: [0.5] })), "shape of tensor 'w' must be whole numbers from 0, received [0.5]");
    refuses(file(w({ shape: ['2'] })), `shape of tensor 'w' must be whole numbers from 0, received ["2"]`);
  });
  it('places that are none', () => {
    const must = "data_offsets of tensor 'w' must be two whole numbers from 0";
    refuses(file(w({ data_offsets: undefined })), `${must}, received nothing`);
    refuses(file(w({ data_offsets: [8] })), `${must}, received [8]`);
    refuses(file(w({ data_offsets: [-8, 0] })), `${must}, received [-8,0]`);
    refuses(file(w({ data_offsets: [0, 1e300] })), `${must}, received [0,1e+300]`);
  });
  it('bytes that do not fit the shape', () => {
    const fits = "tensor 'w' of dtype F32 and shape [2] must take 8 bytes";
    refuses(file(w({ data_offsets: [0, 12] }), 12), `${fits}, received 12`);
    refuses(file(w({ data_offsets: [8, 0] }), 8), `${fits}, received -8`);
    refuses(
      file(w({ shape: [2 ** 40, 2 ** 40] }), 8),
      "tensor 'w' of dtype F32 and shape [1099511627776, 1099511627776] must take 4.835703278458517e+24 bytes, received 8",
    );
  });
  it('holes and overlaps', () => {
    const v = { dtype: 'I32', shape: [1], data_offsets: [0, 4] };
    refuses(
      file({ ...w({ data_offsets: [8, 16] }), v }, 16),
      "tensor 'w' must begin at byte 4 of the data, received 8, which leaves a hole",
    );
    refuses(
      file({ ...w({ data_offsets: [0, 8] }), v }, 8),
      "tensor 'w' must begin at byte 4 of the data, received 0, which leaves an overlap",
    );
    refuses(
      file(w({ data_offsets: [4, 12] }), 12),
      "tensor 'w' must begin at byte 0 of the data, received 4, which leaves a hole",
    );
  });
  it('data of another length', () => {
    refuses(file(w({}), 7), 'data must be 8 bytes, as its header says, received 7', cutOff);
    refuses(file(w({}), 9), 'data must be 8 bytes, as its header says, received 9');
  });
  it('a dtype it does not know, as unsupported', () =>
    assert.throws(
      () => readSafetensors(file(w({ dtype: 'F8_E4M3' }), 8)),
      (error) => {
        assert.ok(error instanceof UnsupportedError);
        const known = 'U64, I64, F64, F32, U32, I32, BF16, F16, U16, I16, I8, U8, BOOL';
        const sentence = `dtype of tensor 'w' must be one of ${known}, received F8_E4M3`;
        assert.equal(error.message, `Cannot read safetensors: ${sentence}`);
        return true;
      },
    ));
  it('a file cut off at any byte', () => {
    const whole = writeSafetensors(new Map([['w', { shape: [3], data: new Float32Array(3) }]]), { a: 'b' });
    for (let length = 0; length < whole.length; length++) {
      assert.throws(() => readSafetensors(whole.subarray(0, length)), FormatError, `cut off at ${length}`);
    }
  });
  it('any damaged byte with an error of its own, or reads on', () => {
    const whole = writeSafetensors(new Map([['w', { shape: [3], data: new Float32Array(3) }]]), { a: 'b' });
    for (let at = 0; at < whole.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const bytes = whole.slice();
        bytes[at] = (bytes[at] as number) ^ (1 << bit);
        try {
          readSafetensors(bytes);
        } catch (error) {
          assert.ok(error instanceof MemcellError, `bit ${bit} of byte ${at}: ${error}`);
        }
      }
    }
  });
});

describe('writeSafetensors', () => {
  const floats = fc.array(fc.float(), { maxLength: 20 }).map((values) => new Float32Array(values));
  const ints = fc.array(fc.integer(), { maxLength: 20 }).map((values) => new Int32Array(values));
  const longs = fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })).map((all) => new BigInt64Array(all));
  const block = fc
    .oneof(floats, ints, longs)
    .map((data): NumberBlock => ({ data, shape: data.length % 2 === 0 ? [2, data.length / 2] : [data.length] }));
  const name = fc.string({ unit: 'binary' }).filter((text) => text !== '__metadata__');
  const blocks = fc.array(fc.tuple(name, block), { maxLength: 6 }).map((entries) => new Map(entries));
  const metadata = fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true });

  it('gives what readSafetensors gives back', () =>
    fc.assert(
      fc.property(blocks, metadata, fc.nat({ max: 9 }), (tensors, texts, shift) => {
        const written = writeSafetensors(tensors, texts);
        const shifted = new Uint8Array(written.length + shift);
        shifted.set(written, shift);
        const read = readSafetensors(shifted.subarray(shift));
        assert.deepEqual(read.metadata, texts);
        const plain = [...read.tensors].map(([key, { shape, data }]) => [key, { shape, data }] as const);
        assert.deepEqual(new Map(plain), tensors);
      }),
    ));
  it('gives the same bytes in whatever order', () =>
    fc.assert(
      fc.property(blocks, (tensors) => {
        const backwards = new Map([...tensors].reverse());
        assert.deepEqual(writeSafetensors(backwards), writeSafetensors(tensors));
      }),
    ));
  it('pads its header to 8 bytes with spaces', () => {
    const bytes = writeSafetensors(new Map([['abcd', { shape: [1], data: new Float32Array(1) }]]));
    assert.equal((bytes.length - 4) % 8, 0);
    assert.equal(bytes[bytes.length - 5], 32);
  });
  it('refuses a shape that does not hold its data', () => {
    const write = (key: string, shape: number[]) => () =>
      writeSafetensors(new Map([[key, { shape, data: new Float32Array(4) }]]));
    assert.throws(write('w', [2, 3]), {
      name: 'ShapeError',
      message: "Cannot write safetensors block 'w': shape [2, 3] must hold 4 numbers, received 6",
    });
    assert.throws(write('w', [-2, -2]), ShapeError);
    assert.throws(write('__metadata__', [4]), {
      message: "Cannot write safetensors block '__metadata__': name must not be the format's own, received it",
    });
  });
});
