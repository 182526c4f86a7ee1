import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FormatError, MemcellError, ShapeError, UnsupportedError } from '../errors.ts';
import { readT7 } from './read-t7.ts';
import { isT7, type T7Object, type T7Tensor, type T7Value, t7List, t7Numbers, t7Tensor } from './t7.ts';
import { writeT7 } from './write-t7.ts';

const cutOff = 'The file may have been cut off while it was copied or downloaded.';
const w = t7Tensor({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) });
const module = (fields: Record<string, T7Value>): T7Object => {
  return { kind: 'object', className: 'nn.Linear', fields: new Map(Object.entries(fields)) };
};

/** A file by hand: whole numbers of 4 bytes, texts with their length in front, longs as bigints. */
function file(...values: readonly (number | bigint | string)[]): Uint8Array {
  const parts = values.map((value) => {
    if (typeof value === 'string') {
      const text = new TextEncoder().encode(value);
      return Uint8Array.from([...new Uint8Array(Int32Array.of(text.length).buffer), ...text]);
    }
    return new Uint8Array(typeof value === 'number' ? Int32Array.of(value).buffer : BigInt64Array.of(value).buffer);
  });
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** A FloatTensor by hand, with its storage of so many numbers. */
const floats = (shape: readonly bigint[], strides: readonly bigint[], offset: bigint, size: number): Uint8Array =>
  file(
    ...[4, 1, 'V 1', 'torch.FloatTensor', shape.length, ...shape, ...strides, offset],
    ...[4, 2, 'V 1', 'torch.FloatStorage', BigInt(size), ...new Array<number>(size).fill(0)],
  );

describe('writeT7 and readT7', () => {
  it('give the same values back', () => {
    const values: readonly T7Value[] = [
      null,
      true,
      false,
      -0.5,
      1e300,
      'é',
      '',
      t7List([1, 'a', null]),
      w,
      module({ w }),
    ];
    for (const value of values) assert.deepEqual(readT7(writeT7(value)), value);
  });
  it('keep what is one object one object, and one that holds itself', () => {
    const ring = new Map<T7Value, T7Value>([['w', w]]);
    ring.set('again', w);
    ring.set('self', ring);
    const back = readT7(writeT7(ring)) as Map<string, T7Value>;
    assert.equal(back.get('w'), back.get('again'));
    assert.equal(back.get('self'), back);
  });
  it('keep every kind of number, and tensors that share a storage', () => {
    for (const data of [
      Uint8Array.of(200),
      Int8Array.of(-3),
      Int16Array.of(-300),
      Int32Array.of(70_000),
      BigInt64Array.of(-5n),
      Float64Array.of(0.1),
    ]) {
      assert.deepEqual(t7Numbers(readT7(writeT7(t7Tensor({ shape: [1], data }))) as T7Tensor), { shape: [1], data });
    }
    const row: T7Tensor = { ...w, shape: [3], strides: [1], offset: 3 };
    const [a, b] = [...(readT7(writeT7(t7List([w, row]))) as Map<number, T7Tensor>).values()];
    assert.equal(a?.storage, b?.storage);
    assert.deepEqual([...t7Numbers(b as T7Tensor).data], [4, 5, 6]);
  });
  it('read a tensor that is turned round, row by row', () => {
    const turned: T7Tensor = { ...w, shape: [3, 2], strides: [1, 3] };
    assert.deepEqual([...t7Numbers(readT7(writeT7(turned)) as T7Tensor).data], [1, 4, 2, 5, 3, 6]);
    const column: T7Tensor = { ...w, shape: [2, 1], strides: [3, 9], offset: 1 };
    assert.deepEqual([...t7Numbers(column).data], [2, 5]);
  });
  it('know the empty tensor, and the form before there were versions', () => {
    const empty = readT7(file(4, 1, 'V 1', 'torch.DoubleTensor', 0, 1n, 0)) as T7Tensor;
    assert.deepEqual([empty.shape, empty.of, t7Numbers(empty).data.length], [[0], 'float64', 0]);
    assert.deepEqual(readT7(writeT7(empty)), empty);
    assert.deepEqual(readT7(file(4, 1, 'nn.Tanh', 3, 2, 0)), {
      kind: 'object',
      className: 'nn.Tanh',
      fields: new Map(),
    });
  });
  it('refuse to make a tensor that does not hold its numbers', () =>
    assert.throws(
      () => t7Tensor({ shape: [2], data: new Float32Array(3) }),
      new ShapeError('Cannot make a Torch tensor: shape [2] must have axes and hold 3 numbers, received 2'),
    ));
  it('refuse numbers that Torch has not', () =>
    assert.throws(() => writeT7(t7Tensor({ shape: [1], data: Uint16Array.of(1) })), {
      message: /^Cannot write t7: numbers must be uint8, .*, received uint16$/,
    }));
});

describe('readT7 refuses', () => {
  const ascii = 'It has another format, or was saved in Torch’s ascii form: save it with torch.save(path, value).';
  const noFunctions = 'Save weights and tables alone; a module may be saved after model:clearState().';
  const rows: readonly (readonly [what: string, bytes: Uint8Array, message: string, hint?: string])[] = [
    ['nothing', new Uint8Array(), 'the value at byte 0 must have 4 bytes, received 0', cutOff],
    [
      'another file',
      new TextEncoder().encode('4\n1\n3\nV 1'),
      'mark of the value at byte 0 must be from 0 to 8, received 170986036',
      ascii,
    ],
    ['an unknown mark', file(3, 1, 1, 2, 'w', 9), "mark of 'w' at byte 21 must be from 0 to 8, received 9"],
    ['a boolean of 2', file(5, 2), 'the value at byte 4 must be 0 or 1, received 2'],
    ['a cut number', file(1, 7), 'the value at byte 4 must have 8 bytes, received 4', cutOff],
    ['a text below 0', file(2, -1), 'length of the value at byte 4 must be a whole number from 0, received -1'],
    ['a cut text', file(2, 100, 5), 'the value at byte 8 must have 100 bytes, received 4', cutOff],
    [
      'a table of too many',
      file(3, 1, 1000, 0),
      'size of the value at byte 8 must be at most 0, received 1000',
      cutOff,
    ],
    ['a key that is nil', file(3, 1, 1, 0, 0, 0, 0), 'key 1 of the value at byte 12 must be a value, received nil'],
    ['more after the end', file(0, 0, 0), 'file must end after its value, at byte 4, received 8 more bytes'],
    [
      'a number that changes its kind',
      file(3, 1, 1, 2, 'me', 4, 1),
      "'me' at byte 26 must be what number 1 was before, received another mark",
    ],
    [
      'a shape beyond the storage',
      floats([2n, 3n], [3n, 1n], 1n, 5),
      'the value, begun at byte 36, of shape [2, 3], strides [3, 1] and offset 1 must lie in its storage, received 5 numbers',
    ],
    [
      'an offset of 0',
      floats([2n], [1n], 0n, 2),
      'the value, begun at byte 36, of shape [2], strides [1] and offset 0 must lie in its storage, received 2 numbers',
    ],
    [
      'more elements than numbers, by strides of 0',
      floats([1_000_000n, 1_000_000n], [0n, 0n], 1n, 1),
      'the value, begun at byte 36, of shape [1000000, 1000000], strides [0, 0] and offset 1 must lie in its storage, received 1 numbers',
    ],
    [
      'a size below 0',
      floats([-1n], [1n], 1n, 1),
      'shape of the value at byte 40 must be a whole number from 0, received -1',
    ],
    [
      'a storage of another kind',
      file(4, 1, 'V 1', 'torch.FloatTensor', 1, 1n, 1n, 1n, 5, 1),
      'storage of the value, begun at byte 36, must hold float32, received true',
    ],
    [
      'a storage beyond the file',
      file(4, 1, 'V 1', 'torch.FloatStorage', 1n << 40n, 0),
      'numbers of the value at byte 45 must have 4398046511104 bytes, received 4',
      cutOff,
    ],
    [
      'axes beyond the file',
      file(4, 1, 'V 1', 'torch.FloatTensor', 1 << 30, 0),
      'shape of the value at byte 40 must have 17179869184 bytes, received 4',
      cutOff,
    ],
    [
      'more axes than a tensor has',
      file(4, 1, 'V 1', 'torch.FloatTensor', 1000, ...Array.from({ length: 2000 }, () => 1n)),
      'number of axes of the value, begun at byte 36, must be at most 64, received 1000',
    ],
    [
      'a function',
      file(3, 1, 1, 2, 'f', 8, 2),
      "'f' at byte 21 must be a value or an object of nn, received a Lua function",
      noFunctions,
    ],
    [
      'a tensor of a graphics card',
      file(4, 1, 'V 1', 'torch.CudaTensor', 0),
      'class of the value at byte 15 must be a tensor or storage of Byte, Char, Short, Int, Long, Half, Float, Double, received "torch.CudaTensor"',
      'In Torch: torch.save(path, model:float()).',
    ],
    [
      'a class that writes itself otherwise',
      file(4, 1, 'V 1', 'tds.Hash', 1, 0),
      'class of the value at byte 15 must be one that is written as a table, as those of nn are, received "tds.Hash"',
    ],
  ];
  for (const [what, bytes, message, hint] of rows) {
    it(what, () =>
      assert.throws(
        () => readT7(bytes, 'm.t7'),
        (error) => {
          assert.ok(error instanceof FormatError || error instanceof UnsupportedError);
          assert.equal(error.message, `Cannot read t7 'm.t7': ${message}`);
          assert.equal(error.hint, hint);
          return true;
        },
      ),
    );
  }
  it('tables in tables without end', () => {
    const deep = Array.from({ length: 300 }, (_, i) => [3, i + 1, 1, 5, 1]).flat();
    assert.throws(() => readT7(file(...deep)), { message: /must be in at most 250 others, received more$/ });
  });
  it('any damage with an error of ours, or reads it', () => {
    const whole = writeT7(new Map<T7Value, T7Value>([['model', module({ weight: w, list: t7List([1, 'x', true]) })]]));
    const at = fc.integer({ min: 0, max: whole.length - 1 });
    const damage = fc.tuple(fc.array(fc.tuple(at, fc.integer({ min: 0, max: 255 })), { maxLength: 4 }), at);
    fc.assert(
      fc.property(damage, ([changes, end]) => {
        for (const length of [whole.length, end]) {
          const bytes = whole.slice(0, length);
          for (const [place, value] of changes) if (place < length) bytes[place] = value;
          try {
            const value = readT7(bytes);
            if (isT7(value, 'tensor')) t7Numbers(value);
          } catch (error) {
            assert.ok(error instanceof MemcellError, String(error));
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
