// What the contract suite and the fixtures do not reach of the layers on images and sequences of channels.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Sequential } from '../models/sequential.ts';
import { Random } from '../random.ts';
import { scope } from '../tensor/scope.ts';
import type { OpenShape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { Conv1D } from './conv1d.ts';
import { Conv2D } from './conv2d.ts';
import { Cropping1D } from './cropping1d.ts';
import { Dense } from './dense.ts';
import { Flatten } from './flatten.ts';
import type { Layer } from './layer.ts';
import { LayerNormalization } from './layer-normalization.ts';
import { MaxPooling1D } from './max-pooling1d.ts';
import { MaxPooling2D } from './max-pooling2d.ts';
import { Reshape } from './reshape.ts';
import { SpatialDropout1D } from './spatial-dropout1d.ts';
import { forwardPass } from './trainable.ts';
import { ZeroPadding1D } from './zero-padding1d.ts';

describe('layers on images and sequences of channels', () => {
  const conv = (options: object) => () => new Conv1D({ filters: 2, kernelSize: 3, ...options });
  const refused: readonly [string, string, () => unknown][] = [
    [
      'UnsupportedError',
      "Cannot create Conv1D 'conv1d': dataFormat must be 'channelsLast', received 'channelsFirst'",
      conv({ dataFormat: 'channelsFirst' }),
    ],
    ['UnsupportedError', "Cannot create Conv1D 'conv1d': groups must be 1, received 2", conv({ groups: 2 })],
    [
      'OptionError',
      "Cannot create Conv1D 'conv1d': kernelSize must be a whole number from 1, received 0",
      conv({ kernelSize: 0 }),
    ],
    [
      'OptionError',
      "Cannot create Conv2D 'conv2d': kernelSize must be a whole number, or a list of 2, from 1, received undefined",
      () => new Conv2D({ filters: 1 } as never),
    ],
    [
      'OptionError',
      "Cannot create MaxPooling1D 'max_pooling1d': padding must be one of valid, same, received 'causal'",
      () => new MaxPooling1D({ padding: 'causal' as never }),
    ],
    [
      'ShapeError',
      "Cannot call Conv1D 'conv1d': axis 1 of the input must hold a window of 3, received [null, 2, 4]",
      () => conv({})().outputShape([null, 2, 4]),
    ],
    [
      'ShapeError',
      "Cannot call Reshape 'reshape': a sample must have a multiple of 3 numbers, received [null, 4]",
      () => new Reshape({ targetShape: [3, -1] }).outputShape([null, 4]),
    ],
    [
      'UnsupportedError',
      "Cannot create LayerNormalization 'layer_normalization': axis must be -1 (the last one), received 1",
      () => new LayerNormalization({ axis: 1 }),
    ],
  ];
  for (const [name, message, run] of refused) it(`say: ${message}`, () => assert.throws(run, { name, message }));

  it('know the shape of their output where the steps are open', () => {
    const shapes: readonly [Layer, OpenShape, OpenShape][] = [
      [new Conv1D({ filters: 2, kernelSize: 3 }), [null, null, 4], [null, null, 2]],
      [new MaxPooling2D(), [null, null, 4, 3], [null, null, 2, 3]],
      [new ZeroPadding1D(), [null, null, 3], [null, null, 3]],
      [new Cropping1D(), [null, null, 3], [null, null, 3]],
      [new Flatten(), [null, null, 3], [null, null]],
      [new Reshape({ targetShape: [2, -1] }), [null, null, 3], [null, 2, null]],
    ];
    for (const [layer, input, output] of shapes) assert.deepEqual(layer.outputShape(input), output, layer.className);
  });

  it('say in a summary whether they will have weights', () => {
    const stack = [
      new Conv1D({ filters: 2, kernelSize: 3 }),
      new LayerNormalization(),
      new MaxPooling1D(),
      new Flatten(),
    ];
    const params = new Sequential(stack).summary().match(/ 0 (\(unbuilt\) )?│/g);
    assert.deepEqual(params, [' 0 (unbuilt) │', ' 0 (unbuilt) │', ' 0 │', ' 0 │']);
  });

  it('learn to tell a rising from a falling edge', async () => {
    const model = new Sequential(
      [
        new Conv2D({ filters: 4, kernelSize: 3, activation: 'relu' }),
        new MaxPooling2D(),
        new Flatten(),
        new Dense({ units: 1, activation: 'sigmoid' }),
      ],
      { seed: 2 },
    );
    model.compile({ optimizer: 'adam', loss: 'binaryCrossentropy', metrics: ['binaryAccuracy'] });
    const random = new Random(4);
    const rising = Array.from({ length: 32 }, (_, i) => i % 2);
    const images = rising.map((up) => {
      const noise = random.uniform(36, -0.2, 0.2);
      return noise.map((value, i) => value + (up === (i % 6 < 3 ? 0 : 1) ? 1 : 0));
    });
    const x = tensor(
      images.flatMap((image) => [...image]),
      [32, 6, 6, 1],
    );
    await model.fit(
      x,
      rising.map((up) => [up]),
      { epochs: 40, batchSize: 8 },
    );
    assert.equal(
      (
        await model.evaluate(
          x,
          rising.map((up) => [up]),
        )
      ).binaryAccuracy,
      1,
    );
  });

  it('SpatialDropout1D drops whole channels in training, each sample its own', () => {
    const layer = new SpatialDropout1D({ rate: 0.5 });
    layer.ensureBuilt([null, 3, 64], new Random(0));
    const ones = tensor(new Float32Array(2 * 3 * 64).fill(1), [2, 3, 64]);
    const run = (seed: number) =>
      scope(() => layer.call(ones, forwardPass({ training: true, random: new Random(seed) })) as Tensor).data;
    const data = run(1);
    const step = (b: number, t: number) => [...data.subarray(64 * (3 * b + t), 64 * (3 * b + t + 1))];
    for (const b of [0, 1]) for (const t of [1, 2]) assert.deepEqual(step(b, t), step(b, 0));
    assert.notDeepEqual(step(0, 0), step(1, 0));
    assert.deepEqual([...new Set(data)].sort(), [0, 2]);
    assert.deepEqual(run(1), data);
    assert.throws(() => layer.call(ones, forwardPass({ training: true })), { name: 'OptionError' });
  });
});
