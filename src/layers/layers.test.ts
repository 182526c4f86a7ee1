// What the contract suite (test/contract/layers.test.ts) does not reach: options and their exact texts, states, masks.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ramp } from '../../test/support/ramp.ts';
import { OptionError } from '../errors.ts';
import { Random } from '../random.ts';
import type { OpenShape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { Activation } from './activation.ts';
import { Dense } from './dense.ts';
import { Dropout } from './dropout.ts';
import { Input, InputLayer } from './input.ts';
import { Layer } from './layer.ts';
import { LSTM } from './lstm.ts';
import { forwardPass } from './trainable.ts';

const context = forwardPass();
const throws = (run: () => unknown, name: string, message: string) => assert.throws(run, { name, message });
const built = <T extends Layer>(layer: T, shape: OpenShape): T => {
  layer.ensureBuilt(shape, new Random(1));
  return layer;
};

describe('layer options', () => {
  const units = (layer: string, received: string) =>
    `Cannot create ${layer}: units must be a whole number from 1, received ${received}`;
  const off = (name: string, received: string) =>
    `Cannot create LSTM 'lstm': ${name} is not supported and must be left out, received ${received}`;
  const lstm = (options: object) => () => new LSTM({ units: 2, ...options });
  const refused: readonly [string, string, () => unknown][] = [
    ['OptionError', units("Dense 'dense'", '0'), () => new Dense({ units: 0 })],
    ['OptionError', units("LSTM 'memory'", '2.5'), () => new LSTM({ units: 2.5, name: 'memory' })],
    ['OptionError', units("LSTM 'lstm'", 'undefined'), () => new LSTM({} as never)],
    [
      'OptionError',
      "Cannot create layer 'lstm': options must be an object, received undefined",
      () => new LSTM(undefined as never),
    ],
    ['OptionError', "Cannot create LSTM 'lstm': useBias must be true or false, received 'no'", lstm({ useBias: 'no' })],
    [
      'OptionError',
      "Cannot create LSTM 'lstm': returnSequences must be true or false, received 1",
      lstm({ returnSequences: 1 }),
    ],
    ['OptionError', "Cannot create layer 'lstm': trainable must be true or false, received 0", lstm({ trainable: 0 })],
    [
      'OptionError',
      "Cannot create layer 'dense': name must be text without '/' and blanks, received 'a/b'",
      () => new Dense({ units: 1, name: 'a/b' }),
    ],
    [
      'OptionError',
      "Cannot create layer 'dense': name must be text without '/' and blanks, received ''",
      () => new Dense({ units: 1, name: '' }),
    ],
    [
      'UnsupportedError',
      "Cannot create layer 'lstm': inputShape is not supported and must be left out, received [8, 2]",
      lstm({ inputShape: [8, 2] }),
    ],
    ['UnsupportedError', off('unroll', 'true'), lstm({ unroll: true })],
    ['UnsupportedError', off('seed', '3'), lstm({ seed: 3 })],
    [
      'OptionError',
      "Cannot create LSTM 'lstm': recurrentDropout must be a finite number from 0 and below 1, received 1",
      lstm({ recurrentDropout: 1 }),
    ],
    [
      'OptionError',
      "Cannot create Dropout 'dropout': rate must be a finite number from 0 and below 1, received 1",
      () => new Dropout({ rate: 1 }),
    ],
    [
      'OptionError',
      "Cannot create InputLayer 'input_layer': shape must be a list of whole numbers from 1 (or null), received [0]",
      () => Input({ shape: [0] }),
    ],
    [
      'OptionError',
      "Cannot create layer 'input_layer': options must be an object, received undefined",
      () => Input(undefined as never),
    ],
  ];
  for (const [name, message, run] of refused) it(`says: ${message}`, () => throws(run, name, message));

  it('that are off in Keras are let through', () => {
    const layer = lstm({ dropout: 0, recurrentDropout: 0, stateful: false, unroll: false, seed: null })();
    assert.equal(layer.units, 2);
  });

  it('of names that do not exist name the nearest one', () => {
    assert.throws(
      () => new Activation({ activation: 'tahn' as never }),
      (error: OptionError) => error instanceof OptionError && error.hint === "Did you mean 'tanh'?",
    );
    assert.throws(
      () => new Dense({ units: 1, kernelInitializer: 'zero' as never }),
      (error: OptionError) => error instanceof OptionError && error.hint === "Did you mean 'zeros'?",
    );
  });
});

describe('layer call', () => {
  const x = ramp([2, 3, 4]);

  it('says where an input does not fit', () => {
    const layer = built(new LSTM({ units: 2, name: 'lstm_1' }), [null, 3, 4]);
    assert.throws(() => layer.call(ramp([32, 10]), context), {
      name: 'ShapeError',
      message: "Cannot call LSTM 'lstm_1': input must have rank 3 [B, T, D], received [32, 10]",
      hint: 'Give every step an axis of its own, [B, T, 1]; a recurrent layer before this one needs returnSequences: true.',
    });
    throws(
      () => layer.call(ramp([2, 3, 5]), context),
      'ShapeError',
      "Cannot call LSTM 'lstm_1': last axis of the input must be 4, received [2, 3, 5]",
    );
    const dense = built(new Dense({ units: 2 }), [null, 4]);
    throws(
      () => dense.call(ramp([4]), context),
      'ShapeError',
      "Cannot call Dense 'dense': input must have rank 2 or more and a known last axis, received [4]",
    );
    const input = new InputLayer({ shape: [null, 4] });
    assert.equal(input.call(x), x);
    throws(
      () => input.call(ramp([2, 3])),
      'ShapeError',
      "Cannot call InputLayer 'input_layer': input must have shape [null, null, 4], received [2, 3]",
    );
  });

  it('needs weights, a known width, and random numbers in training', () => {
    throws(
      () => new Dense({ units: 1 }).call(x, context),
      'OptionError',
      "Cannot call Dense 'dense': it must be built, received a layer without weights",
    );
    throws(
      () => built(new LSTM({ units: 1 }), [null, null, null]),
      'ShapeError',
      "Cannot call LSTM 'lstm': last axis of the input must be known, received [null, null, null]",
    );
    throws(
      () => new Dropout({ rate: 0.5 }).call(x, { ...context, training: true }),
      'OptionError',
      "Cannot call Dropout 'dropout': random must be given in training, received none",
    );
  });

  it('of an LSTM refuses a mask that does not fit and a sequence without steps', () => {
    const layer = built(new LSTM({ units: 2 }), [null, null, 4]);
    throws(
      () => layer.call(x, forwardPass({ masks: new Map([[x, tensor([[1, 1, 0]])]]) })),
      'ShapeError',
      "Cannot call LSTM 'lstm': mask must have shape [2, 3], received [1, 3]",
    );
    throws(
      () => layer.call(tensor([], [2, 0, 4]), context),
      'ShapeError',
      "Cannot call LSTM 'lstm': input must have shape [B, T, D] with T ≥ 1, received [2, 0, 4]",
    );
  });

  it('of an LSTM with returnState gives the last h and c beside the output', () => {
    const layer = built(new LSTM({ units: 2, returnState: true, returnSequences: true }), [null, 3, 4]);
    const [output, hidden, cell] = layer.call(x, context) as readonly Tensor[];
    assert.deepEqual(
      [output?.shape, hidden?.shape, cell?.shape],
      [
        [2, 3, 2],
        [2, 2],
        [2, 2],
      ],
    );
    assert.deepEqual([...(output?.data.slice(4, 6) ?? [])], [...(hidden?.data.slice(0, 2) ?? [])]);
  });

  it('of an LSTM with the cell loop keeps states as the fused path does', () => {
    const layer = built(new LSTM({ units: 2, recurrentActivation: 'exponential' }), [null, null, 4]);
    assert.equal(layer.path, 'cell loop');
    const states = new Map();
    for (let t = 0; t < 3; t++) {
      const step = tensor([0, 1].map((b) => [x.data.slice(4 * (3 * b + t), 4 * (3 * b + t + 1))]));
      layer.call(step, { ...context, states });
    }
    const whole = (layer.call(x, context) as Tensor).data;
    const [hidden] = states.get(layer) as Tensor[];
    hidden?.data.forEach((value, i) => void assert.ok(Math.abs(value - (whole[i] as number)) < 1e-6));
  });
});

describe('Layer of your own', () => {
  class Scale extends Layer {
    readonly className = 'Scale';
    fail = true;
    protected build(shape: OpenShape, random: Random): void {
      const initializer = { className: 'Twos', config: () => ({}), initialize: () => Float32Array.of(2) };
      this.addWeight({ name: 'factor', shape: [1], initializer, random });
      if (this.fail) throw new Error(`no ${shape}`);
    }
    call(x: Tensor): Tensor {
      return this.checkCall(x);
    }
    outputShape(shape: OpenShape): OpenShape {
      return shape;
    }
    config() {
      return { name: this.name };
    }
  }

  it('that fails in build has no weights, and may try again', () => {
    const layer = new Scale('scale', {});
    assert.throws(() => layer.ensureBuilt([null, 2], new Random(1)), { message: 'no ,2' });
    assert.deepEqual([layer.built, layer.weights], [false, []]);
    layer.fail = false;
    built(layer, [null, 2]);
    assert.deepEqual(
      layer.weights.map(({ name, data }) => [name, ...data]),
      [['scale/factor', 2]],
    );
  });
});
