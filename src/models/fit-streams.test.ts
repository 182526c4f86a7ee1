import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertClose } from '../../test/support/close.ts';
import { ramp } from '../../test/support/ramp.ts';
import { weightsOf } from '../../test/support/weights-of.ts';
import { Dataset } from '../data/dataset.ts';
import { Dense } from '../layers/dense.ts';
import { LSTM } from '../layers/lstm.ts';
import type { Batch } from '../tensor/batch.ts';
import { tensor } from '../tensor/tensor.ts';
import type { BatchLike } from './fit-data.ts';
import type { FitOptions } from './options.ts';
import { Sequential } from './sequential.ts';

const x = ramp([6, 3]);
const y = ramp([6, 2], 5);
const rows = (from: number, to: number): [ReturnType<typeof tensor>, ReturnType<typeof tensor>] => [
  tensor(x.data.slice(from * 3, to * 3), [to - from, 3]),
  tensor(y.data.slice(from * 2, to * 2), [to - from, 2]),
];

function compiled(): Sequential {
  const model = new Sequential([new Dense({ units: 2 })], { seed: 1 });
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  return model;
}

describe('batches with a mask', () => {
  const input = ramp([2, 4, 3]);
  const target = ramp([2, 4, 1], 3);
  const mask = [
    [1, 1, 0, 0],
    [true, true, true, false],
  ];
  const model = () => {
    const made = new Sequential([new LSTM({ units: 3, returnSequences: true }), new Dense({ units: 1 })], { seed: 2 });
    made.compile({ optimizer: 'sgd', loss: 'mse' });
    return made;
  };
  it('leave what is masked out of states, loss and gradients', async () => {
    const other = { input: tensor(input.data.slice(), input.shape), target: tensor(target.data.slice(), target.shape) };
    for (const [b, t] of [
      [0, 2],
      [0, 3],
      [1, 3],
    ] as const) {
      other.input.data.fill(9, (b * 4 + t) * 3, (b * 4 + t + 1) * 3);
      other.target.data[b * 4 + t] = -9;
    }
    const [one, two, plain] = [model(), model(), model()];
    const losses = [
      await one.fit([{ input, target, mask }].values(), undefined, {}),
      await two.fit([{ ...other, mask }].values(), undefined, {}),
      await plain.fit([{ input, target }].values(), undefined, {}),
    ].map(({ history }) => history.loss?.[0] as number);
    assert.equal(losses[0], losses[1]);
    assert.notEqual(losses[0], losses[2]);
    assert.deepEqual(weightsOf(one), weightsOf(two));
  });
  it('are evaluated with it', async () => {
    const batch = { input, target, mask };
    const short = {
      input: tensor(input.data.slice(0, 6), [1, 2, 3]),
      target: tensor(target.data.slice(0, 2), [1, 2, 1]),
    };
    const only = [
      [1, 1, 0, 0],
      [0, 0, 0, 0],
    ];
    const trained = model();
    const a = await trained.evaluate([{ ...batch, mask: only }].values());
    const b = await trained.evaluate([short].values());
    assertClose([a.loss as number], [b.loss as number], 1e-6, 'loss');
  });
});

describe('validationData', () => {
  it('may be an iterable or a function, and begins anew each epoch', async () => {
    const wanted = (await compiled().fit(x, y, { epochs: 3, validationData: rows(0, 2) })).history.valLoss;
    let opened = 0;
    const iterable = {
      *[Symbol.iterator](): Generator<BatchLike> {
        opened++;
        yield rows(0, 2);
        yield rows(2, 6);
      },
    };
    const some = await compiled().fit(x, y, { epochs: 3, validationData: iterable, validationSteps: 1 });
    assert.deepEqual([some.history.valLoss, opened], [wanted, 3]);
    const epochs: number[] = [];
    const each = (epoch: number) => {
      epochs.push(epoch);
      return new Set([rows(0, 2)]);
    };
    const all = await compiled().fit(x, y, { epochs: 3, validationData: each, validationFreq: 2 });
    assert.deepEqual([all.history.valLoss, epochs], [[wanted?.[1]], [1]]);
  });
  it('may have weights', async () => {
    const validationData = [x, y, [1, 1, 0, 0, 0, 0]] as const;
    const { history } = await compiled().fit(x, y, { epochs: 2, validationData });
    const wanted = await compiled().fit(x, y, { epochs: 2, validationData: rows(0, 2) });
    assertClose(history.valLoss ?? [], wanted.history.valLoss?.map((loss) => loss / 3) ?? [], 1e-6, 'valLoss');
  });
  it('that ends early is named', () =>
    assert.rejects(compiled().fit(x, y, { validationData: new Set([rows(0, 2)]), validationSteps: 2 }), {
      name: 'OptionError',
      message:
        "Cannot train Sequential 'sequential': the iterable of validationData must give 2 batches an epoch, received 1 in epoch 1",
    }));
});

describe('a stream that knows the signal', () => {
  const waiting = (control: AbortController) =>
    async function* (): AsyncGenerator<BatchLike> {
      yield rows(0, 2);
      setTimeout(() => control.abort(), 1);
      await new Promise((_, reject) => control.signal.addEventListener('abort', () => reject(control.signal.reason)));
    };
  it('ends training as the signal does, and evaluation with its reason', async () => {
    const control = new AbortController();
    const { steps, stopped, epoch } = await compiled().fit(waiting(control), undefined, { signal: control.signal });
    assert.deepEqual([steps, stopped, epoch], [1, 'abort', [0]]);
    const other = new AbortController();
    const { signal } = other;
    await assert.rejects(compiled().evaluate(waiting(other), undefined, { signal }), { name: 'AbortError' });
  });
});

describe('evaluate with steps', () => {
  it('reads so many batches', async () => {
    const model = compiled();
    model.build([null, 3]);
    const stream = () => [rows(0, 2), rows(2, 6)].values();
    assert.deepEqual(await model.evaluate(stream, undefined, { steps: 1 }), await model.evaluate(...rows(0, 2)));
    await assert.rejects(model.evaluate(x, y, { steps: 1 }), {
      message: "Cannot evaluate Sequential 'sequential': steps must be left out with arrays, received 1",
    });
  });
});

describe('a Dataset', () => {
  it('is asked for its epochs by their numbers over all trainings', async () => {
    const asked: number[] = [];
    const dataset = new Dataset<Batch>(2, function* (epoch) {
      asked.push(epoch);
      for (const [input, target] of [rows(0, 2), rows(2, 6)]) yield { input, target };
    });
    const model = compiled();
    const planned: unknown[] = [];
    const callbacks = [{ onTrainBegin: ({ steps }: { steps: number | undefined }) => void planned.push(steps) }];
    assert.equal((await model.fit(dataset, undefined, { epochs: 2, callbacks })).steps, 4);
    assert.equal((await model.fit(dataset, undefined, { stepsPerEpoch: 1, callbacks })).steps, 1);
    await model.fit(dataset, undefined, { initialEpoch: 7, epochs: 8 });
    assert.deepEqual(
      [asked, planned],
      [
        [0, 1, 2, 7],
        [2, 1],
      ],
    );
  });
});

describe('classWeight', () => {
  const ids = [0, 1, 1, 0, 1, 1];
  const oneHot = ids.map((id) => [1 - id, id]);
  const classWeight = { 0: 2, 1: 0.5 };
  const softmax = () => {
    const model = new Sequential([new Dense({ units: 2, activation: 'softmax' })], { seed: 3 });
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    return model;
  };
  const after = async (data: unknown, target: unknown, options: FitOptions) => {
    const model = softmax();
    const { history } = await model.fit(data as never, target as never, { shuffle: false, ...options });
    return [history.loss, weightsOf(model)];
  };
  const byHand = ids.map((id) => (id === 0 ? 2 : 0.5));
  it('weights samples by their class, besides their own weight', async () => {
    assert.deepEqual(await after(x, oneHot, { classWeight }), await after(x, oneHot, { sampleWeight: byHand }));
    const own = [1, 2, 3, 4, 5, 6];
    const both = byHand.map((weight, i) => weight * (own[i] as number));
    assert.deepEqual(
      await after(x, oneHot, { classWeight, sampleWeight: own }),
      await after(x, oneHot, { sampleWeight: both }),
    );
    const stream = () => [{ input: x, target: oneHot, weight: own }].values();
    const model = softmax();
    const { history } = await model.fit(stream, undefined, { classWeight });
    assert.deepEqual([history.loss, weightsOf(model)], await after(x, oneHot, { sampleWeight: both }));
  });
  it('leaves validation alone', async () => {
    const plain = softmax();
    const options = { epochs: 1, validationSplit: 0.5, shuffle: false };
    await plain.fit(x, oneHot, { ...options, sampleWeight: [...byHand.slice(0, 3), 1, 1, 1] });
    const { history } = await softmax().fit(x, oneHot, { ...options, classWeight });
    const last = await plain.evaluate(tensor(x.data.slice(9), [3, 3]), oneHot.slice(3));
    assertClose(history.valLoss ?? [], [last.loss as number], 1e-7, 'valLoss');
  });
  it('must have each class', () =>
    assert.rejects(after(x, oneHot, { classWeight: { 1: 3 } }), {
      name: 'OptionError',
      message:
        'Cannot weight samples by their classes: classWeight must have each class of the labels, received 1 without 0',
    }));
});
