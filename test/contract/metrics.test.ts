// Every metric of the index: Keras's running results, plain, weighted and masked; accumulation by samples, reset, resuming
// from its variables, config round trip, refusals.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ConfigEntry, toConfig } from '../../src/config.ts';
import { type Metric, metricFromConfig, metrics } from '../../src/metrics/index.ts';
import { Random } from '../../src/random.ts';
import { memory } from '../../src/tensor/scope.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { type GoldenTensor, loadGolden } from '../golden/load.ts';
import { assertClose } from '../support/close.ts';

interface Case {
  readonly metric: ConfigEntry;
  readonly batches: readonly {
    readonly target: GoldenTensor;
    readonly prediction: GoldenTensor;
    readonly weight?: GoldenTensor;
    readonly mask?: GoldenTensor;
    readonly result: number;
  }[];
}

const read = ({ data, shape }: GoldenTensor): Tensor => tensor(data, shape);
const cases = ['metrics-keras', 'class-metrics-keras'].flatMap((file) => loadGolden<Case>(file).cases);
/** Metrics that Keras has not; their tests stand beside them. */
const OURS = [
  ...['BinaryFocalCrossentropy', 'CategoricalFocalCrossentropy', 'Huber', 'NegativeLogLikelihood'], // losses: theirs too
  ...['ConfusionMatrix', 'PerClassAccuracy', 'Perplexity'],
];

describe('metrics of Keras', () => {
  for (const [i, { metric, batches }] of cases.entries()) {
    const [first] = batches;
    const how = `${first?.weight ? ', weighted' : ''}${first?.mask ? ', masked' : ''}`;
    it(`${i}: ${metric.className} ${JSON.stringify(metric.config)} [${first?.prediction.shape}]${how}`, () => {
      const own = metricFromConfig(metric);
      for (const { target, prediction, weight, mask, result } of batches) {
        own.update(read(target), read(prediction), { weight: weight && read(weight), mask: mask && read(mask) });
        assertClose([own.result()], [result], 1e-5, 'result');
      }
    });
  }
  it('cover every class of the index', () => {
    const covered = new Set([...cases.map((c) => c.metric.className), ...OURS]);
    for (const Class of Object.values(metrics)) assert.ok(covered.has(new Class().className), Class.name);
  });
});

/** What the target of a metric is: a number of a class, or one for each class. */
const BY_LABEL = /^(Sparse|NegativeLog|PerClass|Confusion|Perplexity)/;
/** Right from the first, so that their result is not 0. */
const EQUAL = ['Accuracy'];

for (const [name, Class] of Object.entries(metrics)) {
  describe(`metric '${name}'`, () => {
    const random = new Random(8);
    const [rows, classes] = [6, 3];
    const { className } = new Class();
    const sparse = BY_LABEL.test(className);
    const labels = [2, 0, 1, 1, 0, 2];
    const hot = Float32Array.from({ length: rows * classes }, (_, i) =>
      labels[Math.floor(i / classes)] === i % classes ? 1 : 0,
    );
    const scores = random.uniform(rows * classes, 0.1, 0.9);
    const prediction = EQUAL.includes(className) ? scores.map((s) => (s > 0.5 ? 1 : 0)) : scores;
    const weight = random.uniform(rows, 0.5, 1.5);
    const part = (values: ArrayLike<number>, width: number, from: number, to: number): number[] =>
      Array.from(values).slice(width * from, width * to);
    const take = (own: Metric, from: number, to: number, weights?: object): void => {
      const n = to - from;
      own.update(
        sparse ? tensor(labels.slice(from, to)) : tensor(part(hot, classes, from, to), [n, classes]),
        tensor(part(prediction, classes, from, to), [n, classes]),
        weights,
      );
    };

    it('is the same over one batch and over uneven parts', () => {
      const whole = new Class();
      take(whole, 0, rows);
      const parts = new Class();
      take(parts, 0, 1);
      take(parts, 1, rows);
      assertClose([parts.result()], [whole.result()], 1e-6, 'result');
      assert.notEqual(whole.result(), 0);
    });
    it('leaves masked samples out and weighs the others', () => {
      const [own, other] = [new Class(), new Class()];
      take(own, 0, rows, { mask: tensor([1, 1, 1, 1, 0, 0]) });
      take(other, 0, 4);
      assertClose([own.result()], [other.result()], 1e-6, 'masked');
      const [heavy, twice] = [new Class(), new Class()];
      take(heavy, 0, rows, { weight: tensor([2, 2, 1, 1, 1, 1]) });
      take(twice, 0, rows);
      take(twice, 0, 2);
      assertClose([heavy.result()], [twice.result()], 1e-6, 'weighted');
      const [all, even] = [new Class(), new Class()];
      take(all, 0, rows, { weight: tensor(weight), mask: tensor([1, 0, 1, 1, 0, 1]) });
      take(even, 0, rows, { weight: tensor(weight.map((w, i) => (i === 1 || i === 4 ? 0 : w))) });
      assertClose([all.result()], [even.result()], 1e-6, 'both');
    });
    it('weighs the steps of a sequence', () => {
      const [own, flat] = [new Class(), new Class()];
      const weights = tensor(weight, [2, 3]);
      const target = sparse ? tensor(labels, [2, 3]) : tensor(hot, [2, 3, classes]);
      own.update(target, tensor(prediction, [2, 3, classes]), { weight: weights });
      take(flat, 0, rows, { weight: tensor(weight) });
      assertClose([own.result()], [flat.result()], 1e-6, 'result');
      assert.throws(
        () => own.update(target, tensor(prediction, [2, 3, classes]), { mask: tensor([1, 1, 1]) }),
        (error: Error) => error.message.startsWith(`Cannot compute ${className}: mask must have the first axes of`),
      );
    });
    it('is 0 where nothing came or nothing counts', () => {
      const own = new Class();
      assert.equal(own.result(), 0);
      take(own, 0, 0);
      assert.equal(own.result(), 0);
      take(own, 0, rows, { mask: tensor(new Float32Array(rows)) });
      assert.equal(own.result(), 0);
    });
    it('forgets at reset', () => {
      const own = new Class();
      take(own, 0, 4);
      own.reset();
      assert.equal(own.result(), 0);
      take(own, 4, rows);
      const fresh = new Class();
      take(fresh, 4, rows);
      assert.equal(own.result(), fresh.result());
    });
    it('continues from its variables', () => {
      const first = new Class();
      take(first, 0, 4);
      assert.ok(first.variables.length > 0);
      const second = new Class();
      second.build?.([null, classes]);
      assert.deepEqual(
        second.variables.map((variable) => [variable.name, variable.shape]),
        first.variables.map((variable) => [variable.name, variable.shape]),
      );
      for (const [i, variable] of second.variables.entries()) variable.assign(first.variables[i]?.data as Float32Array);
      assert.equal(second.result(), first.result());
      take(first, 4, rows);
      take(second, 4, rows);
      assert.equal(second.result(), first.result());
    });
    it('takes no memory of the engine before it is used', () => {
      const before = memory().variables;
      const own = new Class();
      own.reset();
      assert.equal(own.result(), 0);
      assert.equal(memory().variables, before);
    });
    it('refuses shapes that do not fit', () => {
      const scores2 = tensor([0.1, 0.9, 0.4, 0.6], [2, 2]);
      for (const target of [tensor([1, 0, 1]), tensor([[[1, 0]]]), tensor([[1, 0, 1, 0]])]) {
        assert.throws(() => new Class().update(target, scores2), {
          name: 'ShapeError',
          message: new RegExp(`^Cannot compute ${className}: target `),
        });
      }
    });
    it('goes through its config and back', () => {
      const own = new Class({ name: 'mine' } as never);
      const again = metricFromConfig(JSON.parse(JSON.stringify(toConfig(own))));
      assert.equal(again.name, 'mine');
      assert.equal(again.className, own.className);
      assert.deepEqual(again.config(), own.config());
      assert.ok(again instanceof Class);
    });
    it('refuses options it does not have or that are out of range', () => {
      assert.throws(() => new Class({ treshold: 1 } as never), { name: 'OptionError' });
      for (const option of Object.keys(new Class().config())) {
        assert.throws(() => new Class({ [option]: option === 'name' ? 1 : 'wrong' } as never), { name: 'OptionError' });
      }
    });
  });
}
