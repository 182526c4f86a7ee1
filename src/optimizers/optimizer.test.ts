import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ShapeError } from '../errors.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Sequential } from '../models/sequential.ts';
import { maximum } from '../ops/maximum.ts';
import { memory, scope } from '../tensor/scope.ts';
import { SparseRows } from '../tensor/sparse-rows.ts';
import { tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import {
  Adam,
  ExponentialDecay,
  Ftrl,
  type Optimizer,
  type OptimizerName,
  optimizer,
  optimizers,
  SGD,
} from './index.ts';

const weight = (name: string, values: readonly number[]): Variable => {
  const variable = new Variable([values.length], { name });
  variable.assign(values);
  return variable;
};

describe('Optimizer', () => {
  it('excludes by an expression with any flags, in each step', () => {
    const own = new SGD({ learningRate: 1, weightDecay: 0.5, excludeFromWeightDecay: [/BIAS/gi] });
    const w = weight('dense/bias', [1]);
    for (let i = 0; i < 3; i++) own.apply([{ variable: w, gradient: tensor([0]) }]);
    assert.deepEqual(w.toArray(), [1]);
    assert.throws(() => new SGD({ excludeFromWeightDecay: ['/(/'] }), {
      name: 'OptionError',
      message: "Cannot create SGD: a text /…/ in excludeFromWeightDecay must be an expression, received '/(/'",
    });
  });
  it('names its variables as Keras does', () => {
    const own = new Adam();
    const w = new Variable([2, 3], { name: 'dense/kernel' });
    assert.deepEqual(own.variables(), []);
    own.build([w]);
    own.build([w]);
    const [iteration, momentum, velocity, ...more] = own.variables();
    assert.equal(iteration?.name, 'adam/iteration');
    assert.equal(iteration?.dtype, 'int32');
    assert.equal(momentum?.name, 'adam/dense_kernel_momentum');
    assert.equal(velocity?.name, 'adam/dense_kernel_velocity');
    assert.deepEqual(velocity?.shape, [2, 3]);
    assert.deepEqual(more, []);
    assert.ok(own.variables().every((variable) => !variable.trainable));
    const sgd = new SGD();
    sgd.build([w]);
    assert.equal(sgd.variables().length, 1);
  });
  it('counts steps, also those without gradients', () => {
    const own = new SGD();
    assert.equal(own.iterations, 0);
    own.apply([]);
    own.apply([{ variable: weight('w', [1]), gradient: tensor([1]) }]);
    assert.equal(own.iterations, 2);
    assert.equal(own.variables()[0]?.item(), 2);
  });
  it('keeps slots of weights that come without a gradient', () => {
    const own = new SGD({ learningRate: 1, momentum: 0.5 });
    const a = weight('a', [0]);
    const b = weight('b', [0]);
    own.apply([
      { variable: a, gradient: tensor([1]) },
      { variable: b, gradient: tensor([1]) },
    ]);
    own.apply([{ variable: b, gradient: tensor([0]) }]);
    own.apply([{ variable: a, gradient: tensor([0]) }]);
    assert.equal(a.item(), -1.5);
    assert.equal(b.item(), -1.5);
  });
  it('uses a learning rate that was set, and reports it', () => {
    const own = new SGD({ learningRate: 1 });
    const w = weight('w', [0]);
    own.learningRate = 0.25;
    own.apply([{ variable: w, gradient: tensor([1]) }]);
    assert.equal(w.item(), -0.25);
    assert.equal(own.config().learningRate, 0.25);
    assert.throws(
      () => {
        own.learningRate = -1;
      },
      { message: 'Cannot set learningRate of SGD: it must be a finite number from 0, received -1' },
    );
    assert.equal(own.learningRate, 0.25);
    own.learningRate = 0;
    own.apply([{ variable: w, gradient: tensor([1]) }]);
    assert.equal(w.item(), -0.25);
    assert.equal(new SGD(own.config() as object).learningRate, 0);
  });
  it('follows a schedule, step by step, also in its config', () => {
    const schedule = new ExponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 0.5 });
    const own = new SGD({ learningRate: schedule });
    const w = weight('w', [0]);
    for (const [rate, after] of [
      [1, -1],
      [0.5, -1.5],
      [0.25, -1.75],
    ]) {
      assert.equal(own.learningRate, rate);
      own.apply([{ variable: w, gradient: tensor([1]) }]);
      assert.equal(w.item(), after);
    }
    assert.deepEqual(own.config().learningRate, { className: 'ExponentialDecay', config: schedule.config() });
    assert.deepEqual(new SGD(own.config() as object).config(), own.config());
    assert.throws(
      () => {
        own.learningRate = 1;
      },
      { message: 'Cannot set learningRate of SGD: it must not follow a schedule, received 1' },
    );
  });
  it('updates the rows of a sparse gradient and their slots alone', () => {
    const table = (): Variable => {
      const variable = new Variable([6, 3], { name: 'table' });
      variable.assign(Float32Array.from({ length: 18 }, (_, i) => i));
      return variable;
    };
    const gradient = (step: number): SparseRows =>
      new SparseRows(
        [6, 3],
        Int32Array.of(1, 2, 4),
        tensor(
          Float32Array.from({ length: 9 }, (_, i) => (i - 3 + step) / 4),
          [3, 3],
        ),
      );
    for (const make of [
      () => new SGD({ learningRate: 0.5 }),
      () => new SGD({ learningRate: 0.5, momentum: 0.9 }),
      () => new Adam({ learningRate: 0.5, clipNorm: 1 }),
      () => new Adam({ learningRate: 0.5, clipValue: 0.5 }),
      () => new Adam({ learningRate: 0.5, globalClipNorm: 1 }),
    ]) {
      const [sparse, dense] = [table(), table()];
      const [own, other] = [make(), make()];
      for (let step = 0; step < 3; step++) {
        own.apply([{ variable: sparse, gradient: gradient(step) }]);
        other.apply([{ variable: dense, gradient: tensor(gradient(step).data, [6, 3]) }]);
      }
      // the same rows occur in every step, so that the moments of the others stay 0 either way
      assert.deepEqual(sparse.data, dense.data);
      assert.deepEqual(
        own.variables().map((variable) => variable.data),
        other.variables().map((variable) => variable.data),
      );
    }
    const w = table();
    const adam = new Adam({ learningRate: 0.5 });
    adam.apply([{ variable: w, gradient: gradient(0) }]);
    const before = w.data;
    adam.apply([{ variable: w, gradient: new SparseRows([6, 3], Int32Array.of(5), tensor([[1, 1, 1]])) }]);
    assert.deepEqual(w.data.subarray(0, 15), before.subarray(0, 15)); // rows 1, 2 and 4 have moments, and stay
  });
  it('makes no step that costs as much as the table', () => {
    const rows = 400_000;
    const w = new Variable([rows, 4], { name: 'table' });
    const own = new Adam({ globalClipNorm: 1 });
    const ids = Int32Array.of(0, 7, rows - 1);
    own.build([w]);
    scope(() => {
      own.apply([
        { variable: w, gradient: new SparseRows([rows, 4], ids, tensor(new Float32Array(12).fill(1), [3, 4])) },
      ]);
      assert.ok(memory().tensors < 10_000, `${memory().tensors} bytes`);
    });
    assert.equal(w.data.filter((x) => x !== 0).length, 12);
  });
  it('applies the constraint of a weight after its update', () => {
    const constraint = (value: Parameters<typeof maximum>[0] & object): ReturnType<typeof maximum> => maximum(value, 0);
    const w = new Variable([2], { name: 'w', constraint });
    w.assign([1, 1]);
    new SGD({ learningRate: 1 }).apply([{ variable: w, gradient: tensor([0.5, 3]) }]);
    assert.deepEqual(w.toArray(), [0.5, 0]);
  });
  it('clips as it is told', () => {
    const step = (options: object): unknown => {
      const w = weight('w', [0, 0]);
      const v = weight('v', [0]);
      new SGD({ learningRate: 1, ...options }).apply([
        { variable: w, gradient: tensor([-3, -4]) },
        { variable: v, gradient: tensor([-12]) },
      ]);
      return [w.toArray(), v.toArray()];
    };
    assert.deepEqual(step({}), [[3, 4], [12]]);
    assert.deepEqual(step({ clipValue: 3.5 }), [[3, 3.5], [3.5]]);
    assert.deepEqual(step({ clipNorm: 2.5 }), [[1.5, 2], [2.5]]);
    assert.deepEqual(step({ globalClipNorm: 6.5 }), [[1.5, 2], [6]]);
  });
  it('works in a scope on tensors of it', () => {
    const w = weight('w', [1]);
    scope(() => new SGD({ learningRate: 1 }).apply([{ variable: w, gradient: maximum(tensor([3]), 0) }]));
    assert.equal(w.item(), -2);
  });
  it('refuses a gradient of another shape before any weight changes', () => {
    const own = new SGD({ learningRate: 1 });
    const a = weight('a', [0]);
    const b = weight('b', [0]);
    assert.throws(
      () =>
        own.apply([
          { variable: a, gradient: tensor([1]) },
          { variable: b, gradient: tensor([1, 2]) },
        ]),
      new ShapeError("Cannot apply SGD to 'b': gradient must have shape [1], received [2]"),
    );
    assert.equal(a.item(), 0);
    assert.equal(own.iterations, 0);
  });
});

describe('optimizer in fit', () => {
  const model = (optimizer: Optimizer): Sequential => {
    const made = new Sequential([new Dropout({ rate: 0.5 }), new Dense({ units: 1 })], { seed: 2 });
    made.compile({ optimizer, loss: 'meanSquaredError' });
    return made;
  };
  const x = [
    [1, 2, 3],
    [4, 1, 0],
    [2, 2, 1],
    [0, 1, 3],
  ];
  const y = [[1], [0], [2], [1]];
  it('leaves the averages as weights at the end, as Keras does', async () => {
    const own = new SGD({ useEma: true, emaMomentum: 0.5 });
    const made = model(own);
    await made.fit(x, y, { epochs: 2, batchSize: 2 });
    const average = own.variables().find(({ name }) => name === 'sgd/dense_kernel_average');
    assert.deepEqual(made.getWeights()[0]?.data, average?.data);
    own.swapAverages(); // both are equal by now
    assert.deepEqual(made.getWeights()[0]?.data, average?.data);
  });
  it('draws another dropout in each call of a step', () => {
    const own = new SGD({ gradientAccumulationSteps: 2 });
    const made = model(own);
    const losses = [0, 1].map(() => made.trainOnBatch(x, y).loss);
    assert.notEqual(losses[0], losses[1]); // the weights are the same
    assert.equal(own.iterations, 1);
  });
});

describe('optimizer options', () => {
  const refuse = (run: () => unknown, name: string, message: string): void => assert.throws(run, { name, message });
  it('out of their range are refused', () => {
    for (const rate of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const message = `Cannot create Adam: learningRate must be a finite number from 0, received ${rate}`;
      refuse(() => new Adam({ learningRate: rate }), 'OptionError', message);
    }
    refuse(
      () => new Adam({ beta1: 1 }),
      'OptionError',
      'Cannot create Adam: beta1 must be a finite number from 0 and below 1, received 1',
    );
    refuse(
      () => new SGD({ momentum: 1.5 }),
      'OptionError',
      'Cannot create SGD: momentum must be a finite number from 0 to 1, received 1.5',
    );
    refuse(
      () => new SGD({ clipNorm: 0 }),
      'OptionError',
      'Cannot create SGD: clipNorm must be a finite number above 0, received 0',
    );
    refuse(
      () => new SGD({ clipNorm: 1, globalClipNorm: 1 }),
      'OptionError',
      'Cannot create SGD: at most one of clipNorm, clipValue, globalClipNorm must be given, received clipNorm and globalClipNorm',
    );
  });
  it('that Keras has and we have not are refused unless they are off', () => {
    refuse(
      () => new Adam({ lossScaleFactor: 2 } as object),
      'UnsupportedError',
      'Cannot create Adam: lossScaleFactor is not supported and must be left out, received 2',
    );
    refuse(
      () => new Ftrl({ learningRatePower: -1 }),
      'UnsupportedError',
      'Cannot create Ftrl: learningRatePower must be -0.5, received -1',
    );
    assert.ok(new Adam({ lossScaleFactor: null } as object));
  });
  it('have Keras’s defaults', () => {
    assert.deepEqual(new SGD().config(), { learningRate: 0.01, momentum: 0, nesterov: false });
    assert.deepEqual(new Adam().config(), {
      learningRate: 0.001,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-7,
      amsgrad: false,
    });
    assert.deepEqual(new Adam({ clipNorm: 2 }).config().clipNorm, 2);
  });
});

describe('optimizer', () => {
  it('finds names, in any state gives optimizers back, refuses the rest', () => {
    const own = new Adam();
    assert.equal(optimizer(own), own);
    assert.equal(optimizer('sgd').className, 'SGD');
    assert.throws(() => optimizer('Adam' as OptimizerName), {
      message: `Cannot find optimizer 'Adam': name must be one of ${Object.keys(optimizers).join(', ')}, received 'Adam'`,
      hint: "Did you mean 'adam'?",
    });
  });
});
