// What the contract suite and the fixtures do not reach of the layers that work on each number by itself.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ramp } from '../../test/support/ramp.ts';
import { Random } from '../random.ts';
import { scope } from '../tensor/scope.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { GaussianNoise } from './gaussian-noise.ts';
import { PReLU } from './prelu.ts';
import { Softmax } from './softmax.ts';
import { forwardPass } from './trainable.ts';

describe('layers that work on each number by itself', () => {
  it('PReLU takes any size along its shared axes and no other size elsewhere', () => {
    const layer = new PReLU({ sharedAxes: [1] });
    assert.throws(() => layer.ensureBuilt([null, 3, null], new Random(0)), {
      name: 'ShapeError',
      message: "Cannot call PReLU 'p_re_lu': axes must be known or shared, received [null, 3, null]",
    });
    layer.ensureBuilt([null, null, 2], new Random(0));
    assert.deepEqual(layer.outputShape([4, 7, 2]), [4, 7, 2]);
    for (const shape of [
      [4, 7, 3],
      [4, 7],
      [4, 7, 2, 2],
    ]) {
      assert.throws(() => layer.outputShape(shape), { name: 'ShapeError' });
    }
    assert.throws(() => new PReLU({ sharedAxes: [2] }).outputShape([4, 7]), {
      message: "Cannot call PReLU 'p_re_lu': input must have each of the shared axes, received [4, 7]",
    });
  });

  it('Softmax refuses a mask of another shape', () => {
    const softmax = new Softmax();
    const [x, masks] = [ramp([2, 2, 2]), new Map()];
    masks.set(
      x,
      tensor([
        [1, 0],
        [1, 1],
      ]),
    );
    assert.throws(() => softmax.call(x, forwardPass({ masks })), {
      name: 'ShapeError',
      message: "Cannot call Softmax 'softmax': mask must have the shape of the input [2, 2, 2], received [2, 2]",
    });
  });

  it('Softmax refuses several axes and an axis that does not exist', () => {
    assert.throws(() => new Softmax({ axis: [1, 2] as never }), { name: 'UnsupportedError' });
    assert.throws(() => new Softmax({ axis: 2 }).outputShape([2, 3]), { name: 'ShapeError' });
  });

  it('GaussianNoise adds noise of its deviation in training, the same for the same draws', () => {
    const layer = new GaussianNoise({ stddev: 0.5 });
    const zeros = tensor(new Float32Array(10_000), [10, 1000]);
    const run = (seed: number) =>
      scope(() => layer.call(zeros, forwardPass({ training: true, random: new Random(seed) })) as Tensor).data;
    const data = run(3);
    const values = Array.from(data);
    const mean = values.reduce((sum, value) => sum + value, 0) / data.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
    assert.ok(Math.abs(mean) < 0.02 && Math.abs(Math.sqrt(variance) - 0.5) < 0.02);
    assert.deepEqual(run(3), data);
    assert.notDeepEqual(run(4), data);
    assert.throws(() => layer.call(zeros, forwardPass({ training: true })), { name: 'OptionError' });
  });
});
