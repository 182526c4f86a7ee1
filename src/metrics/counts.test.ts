import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sum } from '../ops/sum.ts';
import { tensor } from '../tensor/tensor.ts';
import {
  AUC,
  ConfusionMatrix,
  F1Score,
  type Metric,
  PerClassAccuracy,
  Perplexity,
  Precision,
  R2Score,
  Recall,
  SparseTopKCategoricalAccuracy,
} from './index.ts';

const scores = tensor(
  [
    [0.7, 0.2, 0.1],
    [0.1, 0.6, 0.3],
    [0.5, 0.3, 0.2],
    [0.2, 0.2, 0.6],
  ].flat(),
  [2, 2, 3],
);
const labels = tensor([0, 1, 1, 2], [2, 2]);
const hot = tensor([1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1], [2, 2, 3]);

function close(actual: number, wanted: number): void {
  assert.ok(Math.abs(actual - wanted) < 1e-6, `${actual}, wanted ${wanted}`);
}

describe('ConfusionMatrix', () => {
  it('counts classes of the target by rows, predicted ones by columns', () => {
    for (const target of [labels, tensor(labels.data, [2, 2, 1]), tensor(Int32Array.from(labels.data), [2, 2]), hot]) {
      const own = new ConfusionMatrix();
      assert.deepEqual(own.matrix().shape, [0, 0]);
      own.update(target, scores);
      assert.deepEqual(own.matrix().toArray(), [
        [1, 0, 0],
        [1, 1, 0],
        [0, 0, 1],
      ]);
      assert.equal(own.result(), 0.75);
    }
  });
  it('of two classes takes one probability', () => {
    const own = new ConfusionMatrix({ numClasses: 2 });
    own.update(tensor([1, 0, 1]), tensor([[0.9], [0.5], [0.3]]), { weight: tensor([1, 2, 0.5]) });
    assert.deepEqual(own.matrix().toArray(), [
      [2, 0],
      [0.5, 1],
    ]);
  });
  it('refuses labels and predictions of other classes, but for rows that do not count', () => {
    const own = new ConfusionMatrix({ numClasses: 3 });
    const padded = tensor([0, 1, 1, -1], [2, 2]);
    own.update(padded, scores, { mask: tensor([1, 1, 1, 0], [2, 2]) });
    assert.equal(sum(own.matrix()).item(), 3);
    for (const run of [
      (): void => own.update(padded, scores),
      (): void => own.update(tensor([0, 1.5, 1, 3], [2, 2]), scores),
    ]) {
      assert.throws(run, {
        name: 'ShapeError',
        message:
          /^Cannot compute ConfusionMatrix: labels must be whole numbers from 0 to 2, received (-1 in row 3|1\.5 in row 1)$/,
      });
    }
    assert.throws(() => own.update(tensor([1]), tensor([[0.1, 0.9]])), {
      message: 'Cannot compute ConfusionMatrix: prediction must tell 3 classes apart, received [1, 2]',
    });
    assert.throws(() => new ConfusionMatrix({ numClasses: 1 }), { name: 'OptionError' });
  });
});

describe('PerClassAccuracy', () => {
  it('is the mean over the classes that were seen', () => {
    const own = new PerClassAccuracy({ numClasses: 3 });
    assert.deepEqual(own.perClass(), [Number.NaN, Number.NaN, Number.NaN]);
    own.update(labels, scores, { mask: tensor([1, 1, 1, 0], [2, 2]) });
    assert.deepEqual(own.perClass(), [1, 0.5, Number.NaN]);
    assert.equal(own.result(), 0.75);
  });
});

describe('F1Score', () => {
  it('gives the score of every class', () => {
    const own = new F1Score();
    assert.deepEqual(own.perClass(), []);
    own.update(hot, scores);
    own.perClass().forEach((score, c) => {
      close(score, [2 / 3, 2 / 3, 1][c] as number);
    });
    close(own.result(), 7 / 9);
  });
  it('refuses another number of classes than before', () => {
    const own = new F1Score();
    own.update(hot, scores);
    assert.throws(() => own.update(tensor([[1, 0]]), tensor([[1, 0]])), {
      message: 'Cannot compute F1Score: prediction must have 3 classes as before, received [1, 2]',
    });
  });
});

describe('Precision and Recall', () => {
  it('count masked steps for nothing', () => {
    for (const [own, wanted] of [
      [new Precision(), 1 / 2],
      [new Recall(), 1],
    ] as const) {
      own.update(tensor([1, 0, 1], [1, 3]), tensor([0.9, 0.8, 0.1], [1, 3]), { mask: tensor([[1, 1, 0]]) });
      assert.equal(own.result(), wanted);
    }
  });
  it('refuse what they cannot do', () => {
    assert.throws(() => new Precision({ thresholds: [0.2, 0.4] as never }), {
      name: 'UnsupportedError',
      message: 'Cannot create Precision: thresholds must be one number, received [0.2, 0.4]',
    });
    assert.throws(() => new Recall({ classId: 3 }).update(hot, scores), {
      message: 'Cannot compute Recall: prediction must have class 3 on its last axis, received [2, 2, 3]',
    });
  });
});

describe('AUC', () => {
  it('is 1 for a perfect order, ½ for none, and counts masked steps for nothing', () => {
    const target = tensor([0, 0, 1, 1]);
    for (const [values, wanted] of [
      [[0.1, 0.2, 0.7, 0.8], 1],
      [[0.3, 0.3, 0.3, 0.3], 0.5],
      [[0.9, 0.8, 0.2, 0.1], 0],
    ] as const) {
      const own = new AUC();
      own.update(target, tensor(values));
      close(own.result(), wanted);
    }
    const own = new AUC();
    own.update(target, tensor([0.1, 0.9, 0.7, 0.8]), { mask: tensor([1, 0, 1, 1]) });
    close(own.result(), 1);
  });
  it('refuses what it cannot do', () => {
    for (const option of ['multiLabel', 'numLabels', 'labelWeights']) {
      assert.throws(() => new AUC({ [option]: true }), { name: 'UnsupportedError' });
    }
    assert.throws(() => new AUC({ thresholds: [0.5, 2] }), {
      message: 'Cannot create AUC: thresholds must be a list of numbers from 0 to 1, received [0.5, 2]',
    });
  });
});

describe('Perplexity', () => {
  it('is the exponential of the mean cross-entropy of all steps, by labels or one-hot', () => {
    const wanted = Math.exp(-(Math.log(0.7) + Math.log(0.6) + Math.log(0.3) + Math.log(0.6)) / 4);
    for (const target of [labels, tensor(labels.data, [2, 2, 1]), hot]) {
      const own = new Perplexity();
      own.update(target, scores);
      close(own.result(), wanted);
    }
    const logits = tensor(Float32Array.from(scores.data, Math.log), [2, 2, 3]);
    const own = new Perplexity({ fromLogits: true });
    own.update(labels, logits);
    close(own.result(), wanted);
  });
  it('counts steps, however many of them a batch has', () => {
    const own = new Perplexity({ ignoreClass: -1 });
    own.update(
      tensor([[0, -1]]),
      tensor(
        [
          [
            [0.5, 0.5],
            [0.1, 0.9],
          ],
        ].flat(2),
        [1, 2, 2],
      ),
    );
    own.update(tensor([[1, 1]]), tensor([0.5, 0.5, 0.75, 0.25], [1, 2, 2]), { mask: tensor([[1, 1]]) });
    close(own.result(), Math.exp((2 * Math.LN2 + Math.log(4)) / 3));
  });
  it('of a uniform guess is the number of classes', () => {
    const own = new Perplexity();
    own.update(labels, tensor(new Float32Array(12).fill(1 / 3), [2, 2, 3]));
    close(own.result(), 3);
  });
});

describe('R2Score', () => {
  it('is 0 where the targets do not vary', () => {
    const own = new R2Score();
    own.update(tensor([[1], [1]]), tensor([[1], [2]]));
    assert.equal(own.result(), 0);
    own.update(tensor([3]), tensor([[3]]));
    assert.ok(own.result() > 0);
  });
  it('refuses another number of outputs than before, and what it cannot do', () => {
    const own = new R2Score();
    own.update(tensor([[1], [2]]), tensor([[1], [2]]));
    assert.throws(() => own.update(tensor([[1, 0]]), tensor([[1, 0]])), {
      message: 'Cannot compute R2Score: prediction must have 1 outputs as before, received [1, 2]',
    });
    assert.throws(() => new R2Score({ numRegressors: 2 } as object), { name: 'UnsupportedError' });
    assert.throws(() => new SparseTopKCategoricalAccuracy({ fromSortedIds: true } as object), {
      name: 'UnsupportedError',
    });
  });
});

describe('metrics that learn their size from the first batch', () => {
  it('have no variables before, unless they are built', () => {
    for (const own of [new F1Score(), new R2Score(), new ConfusionMatrix(), new PerClassAccuracy()] as Metric[]) {
      assert.equal(own.variables.length, 0);
      own.build?.([null, 4]);
      assert.equal(own.variables[0]?.shape[0], 4);
    }
  });
});
