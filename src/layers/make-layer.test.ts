// Imports no index of layers, as a bundle of a page that makes its layers by `new`.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnsupportedError } from '../errors.ts';
import { Sequential } from '../models/sequential.ts';
import { Dense } from './dense.ts';
import { LSTM } from './lstm.ts';
import { knownLayers } from './registry.ts';

describe('makeLayer without the index of layers', () => {
  const model = new Sequential([new LSTM({ units: 3 }), new Dense({ units: 2 })], { seed: 1 });
  model.build([null, 4, 2]);

  it('is what a model imports', () => assert.deepEqual(knownLayers(), {}));

  it('makes the classes that it is told of', () => {
    const again = Sequential.fromConfig(model.config(), { customObjects: { LSTM, Dense } });
    assert.deepEqual(again.config(), model.config());
    assert.deepEqual(again.predict([[[1, 2]]]).data, model.predict([[[1, 2]]]).data);
  });

  it('refuses others, and says how they are told', () => {
    assert.throws(() => Sequential.fromConfig(model.config()), {
      name: UnsupportedError.name,
      message:
        "Cannot make layer: className must be that of a layer which this bundle holds and is told of, received 'LSTM'",
      hint: 'Say fromConfig(config, { customObjects: { LSTM } }), or import layerFromConfig, which brings all.',
    });
  });
});
