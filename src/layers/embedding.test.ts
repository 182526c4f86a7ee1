import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ShapeError } from '../errors.ts';
import { Sequential } from '../models/sequential.ts';
import { type Optimizer, SGD } from '../optimizers/index.ts';
import { Random } from '../random.ts';
import { memory, scope } from '../tensor/scope.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { Dense } from './dense.ts';
import { Embedding, type EmbeddingOptions } from './embedding.ts';
import { Input } from './input.ts';
import { LSTM } from './lstm.ts';
import { forwardPass } from './trainable.ts';

function built(options: Partial<EmbeddingOptions> = {}): Embedding {
  const layer = new Embedding({ inputDim: 4, outputDim: 2, ...options });
  layer.ensureBuilt([null, null], new Random(1));
  return layer;
}

describe('Embedding', () => {
  it('starts from -0.05 to 0.05, as in Keras', () => {
    for (const layer of [built(), built({ embeddingsInitializer: 'uniform' })]) {
      const table = layer.weights[0]?.data ?? [];
      assert.ok(table.length === 8 && table.every((x) => Math.abs(x) <= 0.05 && x !== 0));
      assert.equal(layer.weights[0]?.name, 'embedding/embeddings');
    }
  });
  it('names an id that does not fit, and its place', () => {
    const call = (ids: Tensor) => () => scope(() => built().call(ids, forwardPass()));
    const message = "Cannot call Embedding 'embedding': ids must be whole numbers from 0 to 3, received";
    assert.throws(
      call(
        tensor([
          [0, 1],
          [2, 4],
        ]),
      ),
      new ShapeError(`${message} 4 at [1, 1]`),
    );
    assert.throws(call(tensor([[0.25]])), new ShapeError(`${message} 0.25 at [0, 0]`));
    assert.throws(call(tensor(Int32Array.of(-1))), new ShapeError(`${message} -1 at [0]`));
  });
  it('leaves a mask of the ids that are not 0, where maskZero is true', () => {
    const maskOf = (maskZero: boolean, ids: Tensor): unknown =>
      scope(() => {
        const context = forwardPass();
        return context.masks.get(built({ maskZero }).run(ids, context) as Tensor)?.toArray();
      });
    for (const ids of [
      tensor([
        [3, 0],
        [0, 1],
      ]),
      tensor(Int32Array.of(3, 0, 0, 1), [2, 2]),
    ]) {
      assert.deepEqual(maskOf(true, ids), [
        [1, 0],
        [0, 1],
      ]);
      assert.equal(maskOf(false, ids), undefined);
    }
  });
  it('refuses what Keras has and it has not', () =>
    assert.throws(() => new Embedding({ inputDim: 3, outputDim: 2, loraRank: 2 } as EmbeddingOptions), {
      name: 'UnsupportedError',
    }));

  const train = (optimizer: Optimizer, options: Partial<EmbeddingOptions>, steps: number): Sequential => {
    const embedding = new Embedding({ inputDim: 50, outputDim: 3, ...options });
    const model = new Sequential([embedding, new Dense({ units: 1 })], { seed: 4 });
    model.compile({ optimizer, loss: 'meanSquaredError' });
    const random = new Random(8);
    for (let i = 0; i < steps; i++) {
      model.trainOnBatch(tensor(random.integers(12, 0, 50), [4, 3]), tensor(random.uniform(12), [4, 3, 1]));
    }
    return model;
  };
  it('learns the same bits by rows and as a whole, where that is exact', () => {
    for (const clip of [{}, { clipValue: 1e-4 }]) {
      const weights = [true, false].map((sparseGradient) =>
        train(new SGD({ learningRate: 0.5, ...clip }), { sparseGradient }, 20)
          .getWeights()
          .map(({ data }) => data),
      );
      assert.deepEqual(weights[0], weights[1]);
    }
  });
  it('counts the penalty of all rows, and applies the constraint to all of them', () => {
    const model = train(
      new SGD({ learningRate: 1e-3 }),
      { embeddingsRegularizer: 'l2', embeddingsConstraint: 'nonNeg' },
      1,
    );
    assert.ok(model.getWeights()[0]?.data.every((x) => x >= 0));
  });
  it('reads a stream of ids, one a step', () => {
    const layers = [new Embedding({ inputDim: 9, outputDim: 4 }), new LSTM({ units: 3 })];
    const model = new Sequential([Input({ shape: [null] }), ...layers], { seed: 4 });
    const whole = model.predict([[7, 1, 4]]).data;
    model.predictStep([7]);
    model.predictStep(tensor(Int32Array.of(1)));
    const last = model.predictStep([4]);
    assert.deepEqual(last.shape, [1, 3]);
    last.data.forEach((x, i) => {
      assert.ok(Math.abs(x - (whole[i] as number)) < 1e-6);
    });
    assert.throws(() => model.predictStep([[4]]), {
      message: "Cannot predict with Sequential 'sequential': one step must have shape [B] with B ≥ 1, received [1, 1]",
    });
  });
  it('lets a recurrent layer pass over padding', () => {
    const model = new Sequential(
      [new Embedding({ inputDim: 9, outputDim: 4, maskZero: true }), new LSTM({ units: 3 })],
      {
        seed: 4,
      },
    );
    assert.deepEqual(model.predict([[7, 1, 0, 0]]).data, model.predict([[7, 1]]).data);
  });
  it('keeps memory flat, and takes none for rows that are not read', () => {
    const embedding = new Embedding({ inputDim: 100_000, outputDim: 8, embeddingsInitializer: 'zeros' });
    const model = new Sequential([embedding, new Dense({ units: 1 })], { seed: 4 });
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    const step = (id: number): unknown => model.trainOnBatch([[id, 7]], [[[1], [2]]]);
    step(99_999);
    const before = memory();
    for (let i = 0; i < 50; i++) step(i * 100);
    assert.equal(memory().variables, before.variables);
    assert.equal(memory().reserved, before.reserved);
  });
});
