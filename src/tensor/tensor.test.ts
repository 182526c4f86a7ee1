import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { add } from '../ops/add.ts';
import { matmul } from '../ops/matmul.ts';
import { scope } from './scope.ts';
import { type TensorValues, tensor, toFloat } from './tensor.ts';

describe('tensor', () => {
  const made: readonly [string, TensorValues, readonly number[], readonly number[]][] = [
    ['a number', 3, [], [3]],
    ['booleans', [true, false], [2], [1, 0]],
    [
      'nested arrays',
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [2, 3],
      [1, 2, 3, 4, 5, 6],
    ],
    ['rows that are typed arrays', [Float32Array.of(1, 2), Uint8Array.of(3, 4)], [2, 2], [1, 2, 3, 4]],
    ['a Float64Array', Float64Array.of(0.5, 2), [2], [0.5, 2]],
    ['a Uint8Array', Uint8Array.of(255, 1), [2], [255, 1]],
    ['no numbers', [], [0], []],
    ['rows without numbers', [[], []], [2, 0], []],
  ];
  for (const [what, values, shape, data] of made) {
    it(`takes ${what}`, () => {
      const x = tensor(values);
      assert.deepEqual(x.shape, shape);
      assert.equal(x.dtype, 'float32');
      assert.deepEqual([...x.data], data);
    });
  }

  it('copies, so that later changes of the source do not show', () => {
    const source = Float32Array.of(1, 2);
    const x = tensor(source);
    source[0] = 9;
    assert.deepEqual([...x.data], [1, 2]);
  });

  it('takes a shape beside flat or nested numbers, and gives them back nested', () => {
    assert.deepEqual(tensor([1, 2, 3, 4], [2, 2]).toArray(), [
      [1, 2],
      [3, 4],
    ]);
    assert.deepEqual(
      tensor(
        [
          [1, 2],
          [3, 4],
        ],
        [4],
      ).toArray(),
      [1, 2, 3, 4],
    );
    assert.deepEqual(tensor([7], []).toArray(), 7);
    assert.deepEqual(tensor([], [2, 0]).toArray(), [[], []]);
  });

  it('of an Int32Array is int32, and else where dtype says so', () => {
    assert.equal(tensor(Int32Array.of(1)).dtype, 'int32');
    assert.equal(tensor([1, 2], [2], 'int32').dtype, 'int32');
    assert.deepEqual(tensor(Int32Array.of(-1, 2), [2], 'float32').data, Float32Array.of(-1, 2));
    assert.deepEqual(toFloat(tensor(Int32Array.of(3))).data, Float32Array.of(3));
  });

  const rows = 'Cannot make tensor: nested rows must have equal lengths, received rows that differ';
  const numbers = (received: string) => `Cannot make tensor: values must be numbers or booleans, received ${received}`;
  const ints = (received: string) =>
    `Cannot make tensor: int32 values must be whole numbers from -2147483648 to 2147483647, received ${received}`;
  const shapes = (received: string) =>
    `Cannot make tensor: shape must be a list of whole numbers from 0, received ${received}`;
  const refused: readonly [string, string, () => unknown][] = [
    ['ShapeError', rows, () => tensor([[1, 2], [3]])],
    ['ShapeError', rows, () => tensor([[1], [2, 3]])],
    ['ShapeError', rows, () => tensor([1, [2]])],
    ['ShapeError', rows, () => tensor([[1], 2])],
    ['ShapeError', rows, () => tensor([[1], [[2]]])],
    ['ShapeError', rows, () => tensor([[1, 2], [3]], [3])],
    ['ShapeError', 'Cannot make tensor: shape [2, 2] must hold 4 numbers, received 3', () => tensor([1, 2, 3], [2, 2])],
    ['ShapeError', 'Cannot make tensor: shape [] must hold 1 numbers, received 2', () => tensor([1, 2], [])],
    ['ShapeError', shapes('[2, -1]'), () => tensor([1, 2], [2, -1])],
    ['ShapeError', shapes('[1.5]'), () => tensor([1, 2], [1.5])],
    ['ShapeError', shapes('2'), () => tensor([1, 2], 2 as never)],
    ['OptionError', numbers("'a'"), () => tensor(['a'] as never)],
    ['OptionError', numbers('null'), () => tensor([[1], [null]] as never)],
    ['OptionError', numbers('undefined'), () => tensor(undefined as never)],
    ['OptionError', numbers('an object'), () => tensor({} as never)],
    ['OptionError', numbers('bigint 5'), () => tensor(BigInt64Array.of(5n) as never)],
    ['OptionError', ints('1.5'), () => tensor([1, 1.5], [2], 'int32')],
    ['OptionError', ints('NaN'), () => tensor([Number.NaN], [1], 'int32')],
    ['OptionError', ints('4294967295'), () => tensor(Uint32Array.of(2 ** 32 - 1), [1], 'int32')],
    [
      'OptionError',
      "Cannot make tensor: dtype must be one of float32, int32, received 'float16'",
      () => tensor([1], [1], 'float16' as never),
    ],
  ];
  for (const [name, message, run] of refused) it(`says: ${message}`, () => assert.throws(run, { name, message }));
});

describe('Tensor', () => {
  it('item is the one number', () => {
    assert.equal(tensor([[4]]).item(), 4);
    assert.throws(() => tensor([1, 2]).item(), {
      name: 'ShapeError',
      message: 'Cannot read item of tensor: size must be 1, received shape [2]',
    });
  });

  it('used after its scope says so', () => {
    const x = tensor([1, 2]);
    let leaked = x;
    scope(() => {
      leaked = add(x, x);
    });
    const gone = {
      name: 'ResourceError',
      message: 'Cannot use tensor of shape [2]: its scope must be open, received one that has ended',
      hint: 'Return the tensor from scope(), or read its numbers with data or toArray() inside.',
    };
    assert.throws(() => leaked.data, gone);
    assert.throws(() => leaked.toArray(), gone);
    assert.throws(() => add(leaked, x), gone);
  });

  it('read inside its scope keeps its numbers', () => {
    const data = scope(() => add(tensor([1]), 1).data);
    scope(() => add(tensor([5]), 5));
    assert.deepEqual([...data], [2]);
  });

  it('of int32 is never read as floats', () => {
    const message = 'Cannot compute with tensor of shape [1, 2]: its dtype must be float32, received int32';
    const ids = tensor(Int32Array.of(1, 2), [1, 2]);
    assert.throws(() => add(ids, 1), { name: 'ShapeError', message });
    assert.throws(() => matmul(ids, tensor([[1], [1]])), { name: 'ShapeError', message });
  });

  it('shows its first numbers as text and in console.log', () => {
    assert.equal(
      String(
        tensor([
          [1, 2],
          [3, 4.123456789],
        ]),
      ),
      'Tensor [2, 2] float32: 1, 2, 3, 4.12346',
    );
    const long = tensor(Int32Array.from({ length: 20 }, (_, i) => i));
    assert.equal(inspect([long]), '[ Tensor [20] int32: 0, 1, 2, 3, 4, 5, 6, 7, … ]');
    let ended = tensor(0);
    scope(() => {
      ended = add(tensor([1]), 1);
    });
    assert.equal(`${ended}`, 'Tensor [1] float32: its scope has ended');
  });
});
