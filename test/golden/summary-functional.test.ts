// summary() of functional models prints what Keras prints in 80 columns, letter by letter.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Add } from '../../src/layers/add.ts';
import { Attention } from '../../src/layers/attention.ts';
import { Concatenate } from '../../src/layers/concatenate.ts';
import { Dense } from '../../src/layers/dense.ts';
import { Input } from '../../src/layers/input.ts';
import { LSTM } from '../../src/layers/lstm.ts';
import { Subtract } from '../../src/layers/subtract.ts';
import type { SymbolicTensor } from '../../src/layers/symbolic.ts';
import { Model } from '../../src/models/model.ts';
import { Sequential } from '../../src/models/sequential.ts';
import { loadGolden } from './load.ts';

const dense = (units: number, options = {}) => new Dense({ units, ...options });

/** As scripts/golden/functional_models.py makes them. */
const models: Record<string, () => Model> = {
  chain: () => {
    const x = Input({ shape: [8, 2] });
    return new Model({ inputs: x, outputs: dense(1).apply(new LSTM({ units: 20 }).apply(x)) });
  },
  'two-inputs': () => {
    const words = Input({ shape: [null, 4], name: 'words' });
    const facts = Input({ shape: [3], name: 'facts' });
    const both = new Concatenate().apply([new LSTM({ units: 5 }).apply(words), facts]);
    const hidden = dense(8, { activation: 'relu' }).apply(both);
    const outputs = [dense(1, { name: 'age' }).apply(hidden), dense(2, { name: 'kind' }).apply(hidden)];
    return new Model({ inputs: [words, facts], outputs });
  },
  shared: () => {
    const [a, b] = [Input({ shape: [4] }), Input({ shape: [4] })];
    const layer = dense(3);
    const outputs = new Subtract().apply([layer.apply(a), layer.apply(b)]);
    return new Model({ inputs: [a, b], outputs, name: 'twins' });
  },
  nested: () => {
    const [x, own] = [Input({ shape: [6] }), Input({ shape: [6] })];
    const inner = new Model({ inputs: own, outputs: dense(4).apply(own), name: 'encoder' });
    const head = new Sequential([dense(4)], { name: 'head' });
    return new Model({ inputs: x, outputs: new Add().apply([inner.apply(x), head.apply(x)]), name: 'outer' });
  },
  states: () => {
    const source = Input({ shape: [null, 5], name: 'source' });
    const target = Input({ shape: [null, 6], name: 'target' });
    const both = { units: 16, returnSequences: true };
    const encoder = new LSTM({ ...both, returnState: true, name: 'encoder' });
    const [encoded, h, c] = encoder.apply<[SymbolicTensor, SymbolicTensor, SymbolicTensor]>(source);
    const decoded = new LSTM({ ...both, name: 'decoder' }).apply(target, { initialState: [h, c] });
    const context = new Attention({ name: 'attention' }).apply([decoded, encoded]);
    const merged = new Concatenate({ name: 'merged' }).apply([decoded, context]);
    const answer = dense(6, { activation: 'softmax', name: 'answer' }).apply(merged);
    return new Model({ inputs: [source, target], outputs: answer });
  },
  frozen: () => {
    const x = Input({ shape: [4] });
    return new Model({ inputs: x, outputs: dense(2).apply(dense(3, { trainable: false }).apply(x)) });
  },
  'long-names': () => {
    const x = Input({ shape: [1000, 4], name: 'a_name_that_is_longer_than_its_column' });
    const y = dense(1000, { name: 'another_name_that_is_too_long' }).apply(x);
    const z = dense(1000, { name: 'short' }).apply(x);
    return new Model({ inputs: x, outputs: new Add({ name: 'sum_of_both' }).apply([y, z]), name: 'wide' });
  },
};

describe('summary() of a graph prints what Keras prints', () => {
  for (const { model, text } of loadGolden<{ model: string; text: string }>('summary-functional-keras').cases) {
    it(model, () => {
      const [own, path] = (models[model]?.().summary() ?? '').split(/\n(?= Recurrent path)/);
      assert.equal(own, text.trimEnd());
      assert.equal(path !== undefined, text.includes('LSTM'));
    });
  }
});
