import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ramp } from '../../test/support/ramp.ts';
import { weightsOf } from '../../test/support/weights-of.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Input } from '../layers/input.ts';
import { Sequential } from '../models/sequential.ts';
import { SaveAndRestore } from './save-and-restore.ts';
import { trainSteps } from './train-steps.ts';

describe('SaveAndRestore', () => {
  const parts = () => [
    Input({ shape: [3] }),
    new Dense({ units: 4 }),
    new Dropout({ rate: 0.5 }),
    new Dense({ units: 1 }),
  ];
  const fresh = (): Sequential => {
    const model = new Sequential(parts(), { seed: 5 });
    model.compile({ optimizer: 'adam', loss: 'mse' });
    return model;
  };
  function* batches() {
    for (let i = 0; ; i++) yield { input: ramp([8, 3], i), target: ramp([8, 1], i + 1) };
  }
  it('ends a training, and a new model goes on with the same bits', async () => {
    const straight = fresh();
    await trainSteps(straight, batches(), { steps: 7, perEpoch: 2 }, { callbacks: [] });
    const half = new SaveAndRestore(3, 2);
    const train = (model: Sequential) => trainSteps(model, batches(), { steps: 7, perEpoch: 2 }, { callbacks: [half] });
    const [before, after] = [fresh(), fresh()];
    assert.equal(half.saved, undefined);
    assert.equal((await train(before)).steps, 3);
    assert.ok(half.saved);
    assert.equal((await train(after)).steps, 7);
    assert.deepEqual(weightsOf(after), weightsOf(straight));
    assert.notDeepEqual(weightsOf(before), weightsOf(straight));
  });
});
