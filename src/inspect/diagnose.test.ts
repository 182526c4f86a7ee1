// What is said of a step whose loss or gradients are not finite.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { weightsOf } from '../../test/support/weights-of.ts';
import { NumericError } from '../errors.ts';
import { Dense } from '../layers/dense.ts';
import { LSTM } from '../layers/lstm.ts';
import { SimpleRNN } from '../layers/simple-rnn.ts';
import { Sequential } from '../models/sequential.ts';

/** The hint of the error that a training step on x throws, with weights set by `set`; no weight may change. */
function hintOf(
  layers: ConstructorParameters<typeof Sequential>[0],
  x: number[][][],
  set: (model: Sequential) => void,
  loss: 'mse' | 'poisson' = 'mse',
): string {
  const model = new Sequential(layers, { seed: 1 });
  model.compile({ optimizer: 'sgd', loss });
  model.build([null, null, 1]);
  set(model);
  const before = weightsOf(model);
  const y = [[1]];
  try {
    model.trainOnBatch(x, y);
  } catch (error) {
    assert.ok(error instanceof NumericError);
    assert.deepEqual(weightsOf(model), before);
    return error.hint ?? '';
  }
  return assert.fail('the step did not fail');
}

const steps = (...values: number[]): number[][][] => [values.map((value) => [value])];

describe('diagnose', () => {
  it('names the gate and the step that left the range first', () => {
    const hint = hintOf(
      [new SimpleRNN({ units: 1, activation: 'linear', name: 'sum' }), new Dense({ units: 1 })],
      steps(1, 1, 1, 1, 1, 1),
      ({ weights }) => weights[1]?.assign([1e12]),
    );
    assert.match(hint, /^The hidden of SimpleRNN 'sum' is the first that is not finite: -?Infinity at step 5 of 6\. /);
    assert.match(hint, / Weight 'sum\/recurrent_kernel' has grown to 1\.0e\+12: lower the learning rate\. /);
    assert.match(hint, / The weights are as before this step\.$/);
  });
  it('names the gate of an LSTM on the cell loop', () => {
    const hint = hintOf(
      [new LSTM({ units: 1, recurrentActivation: 'linear', activation: 'linear' })],
      steps(1, 3e38, 1),
      ({ weights }) => weights[0]?.assign([2, 2, 2, 2]),
    );
    assert.match(
      hint,
      /^The inputGate of LSTM 'lstm' is the first that is not finite: Infinity at step 2 of 3\. The input reaches 3\.0e\+38: scale it/,
    );
  });
  it('names a layer without gates', () => {
    const hint = hintOf([new Dense({ units: 1 }), new SimpleRNN({ units: 1 })], steps(1e30, 1e30), ({ weights }) =>
      weights[0]?.assign([1e30]),
    );
    assert.match(hint, /^The output of Dense 'dense' is the first that is not finite\. The input reaches 1\.0e\+30/);
  });
  it('names the loss where all layers are finite', () => {
    const hint = hintOf(
      [new SimpleRNN({ units: 1 }), new Dense({ units: 1 })],
      steps(1),
      ({ weights }) => weights[4]?.assign([-3]),
      'poisson',
    );
    assert.match(hint, /^All layers are finite, with predictions from -[\d.]+ to -[\d.]+; the loss of them is not: /);
  });
  it('says where a gradient grows, going back', () => {
    const hint = hintOf(
      [new SimpleRNN({ units: 1, activation: 'linear' }), new Dense({ units: 1 })],
      steps(0, 0, 0, 0, 0, 0),
      ({ weights }) => {
        weights[1]?.assign([1e12]);
        weights[3]?.assign([1]);
      },
    );
    assert.match(
      hint,
      /^In SimpleRNN 'simple_rnn' the gradient of h grows from 2 at step 6 to Infinity at step 2, going back\. /,
    );
    assert.match(hint, / Clip the gradients \(globalClipNorm: 1\), or cut the sequences \(truncate\)\. /);
  });
  it('names a weight that was not finite before', () => {
    const hint = hintOf([new Dense({ units: 1 }), new SimpleRNN({ units: 1 })], steps(1), ({ weights }) =>
      weights[0]?.assign([NaN]),
    );
    assert.match(hint, /^Weight 'dense\/kernel' is not finite to begin with: /);
  });
  it('leaves the states of a stateful layer as they were', () => {
    const layer = new SimpleRNN({ units: 1, activation: 'linear', stateful: true });
    const model = new Sequential([layer, new Dense({ units: 1 })]);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    model.trainOnBatch(steps(1), [[1]]);
    const before = layer.getStates().map(({ data }) => data);
    model.weights[1]?.assign([1e38]);
    assert.throws(() => model.trainOnBatch(steps(1e10, 1e10), [[1]]), { name: 'NumericError' });
    assert.deepEqual(
      layer.getStates().map(({ data }) => data),
      before,
    );
  });
});
