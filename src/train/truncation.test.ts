import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Dense } from '../layers/dense.ts';
import { LSTM } from '../layers/lstm.ts';
import { forwardPass } from '../layers/trainable.ts';
import { MeanSquaredError } from '../losses/index.ts';
import { Sequential } from '../models/sequential.ts';
import { SGD } from '../optimizers/index.ts';
import { Random } from '../random.ts';
import type { Batch } from '../tensor/batch.ts';
import { scope } from '../tensor/scope.ts';
import { tensor } from '../tensor/tensor.ts';
import { MetricSet } from './metric-set.ts';
import { Objective } from './objective.ts';
import { trainStep } from './step.ts';
import { Truncation } from './truncation.ts';

const random = new Random(5);
const values = (shape: readonly number[]): ReturnType<typeof tensor> =>
  tensor(random.normal(shape.reduce((a, b) => a * b, 1)), shape);

function model(): Sequential {
  const made = new Sequential([new LSTM({ units: 3, returnSequences: true }), new Dense({ units: 1 })], { seed: 4 });
  made.compile({ optimizer: new SGD({ learningRate: 0.1 }), loss: 'mse' });
  return made;
}

const weightsOf = (made: Sequential): number[] => made.getWeights().flatMap((weight) => Array.from(weight.data));

describe('pieces', () => {
  it('cut all that has steps, the last piece shorter', () => {
    const [input, target, mask, weight] = [values([2, 5, 3]), values([2, 5, 1]), values([2, 5]), values([2])];
    const pieces = [...new Truncation(2).pieces({ input, target, mask, weight })] as Batch[];
    assert.deepEqual(
      pieces.map((piece) => [piece.input, piece.target, piece.mask, piece.weight].map((each) => each?.shape)),
      [2, 2, 1].map((n) => [[2, n, 3], [2, n, 1], [2, n], [2]]),
    );
    assert.deepEqual(
      pieces[2]?.input?.toArray(),
      (input.toArray() as number[][][]).map((rows) => rows.slice(4)),
    );
  });
  it('need a target for every step', () => {
    assert.throws(() => [...new Truncation(2).pieces({ input: values([2, 5, 3]), target: values([2, 1]) })], {
      name: 'ShapeError',
      message:
        'Cannot train with truncate: target must have shape [B, 5, …] as every step of the input has one, received [2, 1]',
    });
  });
});

describe('fit with truncate', () => {
  const x = values([4, 6, 2]);
  const y = values([4, 6, 1]);

  it('of all steps is plain training', async () => {
    const [plain, cut] = [model(), model()];
    await plain.fit(x, y, { epochs: 2, batchSize: 2 });
    await cut.fit(x, y, { epochs: 2, batchSize: 2, truncate: 6 });
    assert.deepEqual(weightsOf(cut), weightsOf(plain));
  });
  it('of fewer is a step for each piece, whose states follow from the piece before', async () => {
    const cut = model();
    await cut.fit(x, y, { epochs: 1, batchSize: 4, shuffle: false, truncate: 4 });
    assert.equal(cut.optimizer?.iterations, 2);

    const byHand = async (carried: boolean): Promise<number[]> => {
      const made = model();
      const rows = (from: number, to: number): number[][][][] =>
        [x, y].map((all) => (all.toArray() as number[][][]).map((steps) => steps.slice(from, to)));
      const [x0, y0] = rows(0, 4) as [number[][][], number[][][]];
      const [x1, y1] = rows(4, 6) as [number[][][], number[][][]];
      await made.fit(x0, y0, { batchSize: 4, shuffle: false });
      const states = new Map();
      const optimizer = made.optimizer as SGD;
      const loss = new Objective([{ name: 'dense', loss: new MeanSquaredError() }]);
      const metrics = new MetricSet([{ name: 'dense', ids: [], loss: 'MeanSquaredError' }]);
      const common = { optimizer, loss, metrics };
      if (carried) {
        const before = model(); // the states that the first piece ends with, before its update
        before.build([null, 4, 2]);
        scope(() => before.forward(tensor(x0), forwardPass({ states })));
        const [own] = made.layers;
        states.set(own, states.get(before.layers[0]));
      }
      trainStep(made, { input: tensor(x1), target: tensor(y1) }, { ...common, random: new Random(0), states });
      return weightsOf(made);
    };
    assert.deepEqual(weightsOf(cut), await byHand(true));
    assert.notDeepEqual(weightsOf(cut), await byHand(false));
  });
  it('begins each batch with zero states', async () => {
    const [once, again] = [model(), model()];
    const zero = { optimizer: new SGD({ learningRate: 1e-30 }), loss: 'mse' } as const;
    for (const made of [once, again]) made.compile(zero);
    const history = await once.fit(x, y, { epochs: 1, batchSize: 4, shuffle: false, truncate: 3 });
    const twice = await again.fit(
      [...(x.toArray() as number[][][]), ...(x.toArray() as number[][][])],
      [...(y.toArray() as number[][][]), ...(y.toArray() as number[][][])],
      { epochs: 1, batchSize: 4, shuffle: false, truncate: 3 },
    );
    assert.deepEqual(twice.history, history.history);
    const whole = await again.evaluate(x, y);
    assert.ok(Math.abs((whole.loss as number) - (history.history.loss?.[0] as number)) < 1e-6);
  });
  it('refuses sequences with one target, and pieces of no step', async () => {
    const made = new Sequential([new LSTM({ units: 3 }), new Dense({ units: 1 })]);
    made.compile({ optimizer: 'sgd', loss: 'mse' });
    await assert.rejects(made.fit(x, values([4, 1]), { truncate: 2 }), { name: 'ShapeError' });
    await assert.rejects(made.fit(x, values([4, 1]), { truncate: 0 }), {
      message: "Cannot train Sequential 'sequential': truncate must be a whole number from 1, received 0",
    });
  });
});
