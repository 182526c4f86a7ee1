// Every loss of the index: Keras's and PyTorch's values and gradients, plain, weighted and masked; finite differences; every
// reduction; extremes; config round trip; refusals.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkGradients } from '../../src/autograd/check-gradients.ts';
import { Tape } from '../../src/autograd/tape.ts';
import { type ConfigEntry, toConfig } from '../../src/config.ts';
import { ShapeError } from '../../src/errors.ts';
import { type Loss, type LossName, loss, losses, lossFromConfig, type Weighting } from '../../src/losses/index.ts';
import { Random } from '../../src/random.ts';
import { scope } from '../../src/tensor/scope.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { type GoldenTensor, loadGolden } from '../golden/load.ts';
import { assertClose } from '../support/close.ts';

interface Case {
  readonly loss: ConfigEntry;
  readonly target: GoldenTensor;
  readonly prediction: GoldenTensor;
  readonly runs: readonly {
    readonly weight?: GoldenTensor;
    readonly mask?: GoldenTensor;
    readonly value: number;
    readonly gradient: readonly number[];
  }[];
}

const read = (numbers: GoldenTensor | undefined): Tensor | undefined => numbers && tensor(numbers.data, numbers.shape);
const cases = ['losses-keras', 'class-losses-keras', 'losses-torch'].flatMap((file) => loadGolden<Case>(file).cases);

function valueAndGradient(own: Loss, target: Tensor, prediction: Tensor, options?: Weighting): [Tensor, Tensor] {
  return scope(() => {
    const tape = new Tape();
    const x = tape.watch(tensor(prediction.data, prediction.shape));
    const value = own.call(target, x, options);
    return [value, tape.gradients(value, [x])[0]?.gradient as Tensor];
  });
}

describe('losses of Keras and PyTorch', () => {
  for (const [i, c] of cases.entries()) {
    for (const { weight, mask, value, gradient } of c.runs) {
      const how = `${weight ? ` weight [${weight.shape}]` : ''}${mask ? ' masked' : ''}`;
      it(`${i}: ${c.loss.className} ${JSON.stringify(c.loss.config)}${how}`, () => {
        const [own, slope] = valueAndGradient(
          lossFromConfig(c.loss),
          read(c.target) as Tensor,
          read(c.prediction) as Tensor,
          { weight: read(weight), mask: read(mask) },
        );
        assertClose([own.item()], [value], 1e-5, 'value');
        assertClose(slope.data, gradient, 1e-4, 'gradient');
      });
    }
  }
  it('cover every class of the index', () => {
    const covered = new Set(cases.map((c) => c.loss.className));
    for (const Class of Object.values(losses)) assert.ok(covered.has(new Class().className), Class.name);
  });
});

// Targets and predictions of each kind: bits, numbers of classes, one-hot; probabilities, except where it takes logs.
const SHAPE = [2, 3, 4];
const ROWS = [2, 3];
const random = new Random(4);
const labels = random.integers(6, 0, 4);
const hot = Float32Array.from({ length: 24 }, (_, i) => (labels[Math.floor(i / 4)] === i % 4 ? 1 : 0));
const data = random.uniform(24, 0.1, 0.9);
const weight = tensor(random.uniform(6, 0.2, 1.8), ROWS);
const sampleWeight = tensor([0.5, 1.5]);
const mask = tensor([1, 0, 1, 1, 1, 0], ROWS);
const LABELS = ['SparseCategoricalCrossentropy', 'NegativeLogLikelihood'];
const CLASSES = ['CategoricalCrossentropy', 'CategoricalFocalCrossentropy', 'CategoricalHinge'];
const WEIGHTINGS: readonly Weighting[] = [{}, { weight }, { weight: sampleWeight }, { mask }, { mask, weight }];

for (const name of Object.keys(losses) as LossName[]) {
  describe(`loss '${name}'`, () => {
    const own = loss(name);
    const byLabel = LABELS.includes(own.className);
    // a target of 0 makes a percentage huge
    const aims = own.className === 'MeanAbsolutePercentageError' ? hot.map((y) => y + 1) : hot;
    const target = byLabel ? tensor(Int32Array.from(labels), ROWS) : tensor(aims, SHAPE);
    const half = (t: Tensor, from: number): Tensor => {
      const size = t.size / 2;
      return tensor(t.data.slice(from * size, (from + 1) * size), [1, ...t.shape.slice(1)], t.dtype);
    };
    const prediction = tensor(data, SHAPE);
    const reduced = (reduction: string): Loss => new losses[name]({ reduction } as never);

    it('is a scalar, smaller where the prediction comes near the target', () => {
      const value = own.call(target, prediction);
      assert.deepEqual(value.shape, []);
      const near = tensor(
        data.map((p, i) => 0.2 * p + 0.8 * (aims[i] as number)),
        SHAPE,
      );
      assert.ok(own.call(target, near).item() < value.item());
    });
    it('does not depend on how a batch is cut, but for the mean', () => {
      const part = (from: number): number => own.call(half(target, from), half(prediction, from)).item();
      assertClose([(part(0) + part(1)) / 2], [own.call(target, prediction).item()], 1e-6, 'mean');
    });
    it('agrees with finite differences under every weighting', () => {
      for (const options of WEIGHTINGS) {
        checkGradients((p) => own.call(target, p, options), [{ shape: SHAPE, data }]);
      }
    });
    it('has a gradient by every reduction', () => {
      for (const reduction of ['sum', 'mean', 'meanWithSampleWeight']) {
        checkGradients((p) => reduced(reduction).call(target, p, { mask, weight }), [{ shape: SHAPE, data }]);
      }
    });
    it('is reduced from its rows', () => {
      const rows = reduced('none').call(target, prediction);
      assert.deepEqual(rows.shape, ROWS);
      const [values, w, m] = [rows.data, weight.data, mask.data].map((each) => [...each]) as [
        number[],
        number[],
        number[],
      ];
      const sumOf = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
      const by = (reduction: string, options: Weighting = {}): number =>
        reduced(reduction).call(target, prediction, options).item();
      const both = values.map((v, i) => v * (w[i] as number) * (m[i] as number));
      const close = (actual: number, wanted: number): void => assertClose([actual], [wanted], 1e-6, 'value');
      close(by('mean'), sumOf(values) / 6);
      close(by('sum'), sumOf(values));
      close(by('meanWithSampleWeight'), sumOf(values) / 6);
      close(by('sum', { mask, weight }), sumOf(both));
      close(by('mean', { mask, weight }), sumOf(both) / sumOf(m));
      close(by('meanWithSampleWeight', { mask, weight }), sumOf(both) / sumOf(w.map((x, i) => x * (m[i] as number))));
      assertClose(reduced('none').call(target, prediction, { mask, weight }).data, both, 1e-6, 'rows');
      const perSample = values.map((v, i) => v * (i < 3 ? 0.5 : 1.5));
      close(by('meanWithSampleWeight', { weight: sampleWeight }), sumOf(perSample) / 6);
    });
    it('is 0 where nothing counts', () => {
      const nothing = tensor(new Float32Array(6), ROWS);
      for (const reduction of ['sumOverBatchSize', 'sum', 'meanWithSampleWeight']) {
        const value = reduced(reduction).call(target, prediction, { mask: nothing }).item();
        assert.equal(Math.abs(value), 0);
        assert.equal(Math.abs(reduced(reduction).call(target, prediction, { weight: nothing }).item()), 0);
      }
    });
    it('gives masked rows no gradient', () => {
      const [, gradient] = valueAndGradient(own, target, prediction, { mask });
      for (let row = 0; row < 6; row++) {
        if (mask.data[row] === 1) continue;
        assert.ok(gradient.data.slice(4 * row, 4 * row + 4).every((g) => g === 0));
      }
    });
    it('stays finite at probabilities of 0 and 1', () => {
      for (const shift of [0, 1]) {
        const extreme = tensor(
          Float32Array.from({ length: 24 }, (_, i) => hot[i - (i % 4) + ((i + shift) % 4)] as number),
          SHAPE,
        );
        const [value, gradient] = valueAndGradient(own, target, extreme);
        assert.ok(Number.isFinite(value.item()), `${value.item()}`);
        assert.ok(gradient.data.every(Number.isFinite), `${gradient}`);
      }
    });
    it('stays finite at logits of ±1000', () => {
      const takes = 'fromLogits' in own;
      const far = takes ? new losses[name]({ fromLogits: true } as never) : own;
      const logits = tensor(
        Float32Array.from({ length: 24 }, (_, i) => ((i * 5) % 3 === 0 ? 1000 : -1000)),
        SHAPE,
      );
      if (name === 'poisson') return assert.ok(Number.isNaN(far.call(target, logits).item()), 'ln of −1000');
      const [value, gradient] = valueAndGradient(far, target, logits);
      assert.ok(Number.isFinite(value.item()));
      assert.ok(gradient.data.every(Number.isFinite));
    });
    it('takes targets as int32 and as float32, and with a last axis of size 1', () => {
      const value = own.call(target, prediction).item();
      const other = target.dtype === 'int32' ? tensor([...target.data], target.shape) : undefined;
      assert.equal(own.call(other ?? tensor(Int32Array.from(aims), SHAPE), prediction).item(), value);
      if (byLabel) assert.equal(own.call(tensor(labels, [2, 3, 1]), prediction).item(), value);
    });
    it('refuses shapes that do not fit', () => {
      const refuse = (run: () => Tensor, message: RegExp): void =>
        assert.throws(run, (error) => error instanceof ShapeError && message.test(error.message));
      const start = `^Cannot compute ${own.className}: `;
      refuse(() => own.call(tensor([1, 0]), prediction), new RegExp(`${start}target `));
      refuse(
        () => own.call(byLabel ? tensor(hot, SHAPE) : tensor(labels, ROWS), prediction),
        new RegExp(`${start}target `),
      );
      refuse(() => own.call(target, prediction, { mask: tensor([1, 1, 1]) }), new RegExp(`${start}mask `));
      refuse(() => own.call(target, prediction, { weight: tensor([[[1, 2]]]) }), new RegExp(`${start}weight `));
      refuse(
        () => own.call(tensor([], [0, 4]), tensor([], [0, 4])),
        new RegExp(`${start}prediction must not be empty`),
      );
    });
    it('goes through its config and back', () => {
      for (const each of [own, reduced('meanWithSampleWeight')]) {
        assert.deepEqual(lossFromConfig(JSON.parse(JSON.stringify(toConfig(each)))), each);
        assert.equal(each.config().reduction, each.reduction);
      }
    });
    it('refuses options it does not have or that are out of range', () => {
      assert.throws(() => new losses[name]({ form: 1 } as never), { name: 'OptionError' });
      assert.throws(() => new losses[name]({ name: 'mine' } as never), { name: 'UnsupportedError' });
      assert.throws(() => new losses[name]({ reduction: 'average' } as never), {
        name: 'OptionError',
        message: `Cannot create ${own.className}: reduction must be one of sumOverBatchSize, mean, sum, meanWithSampleWeight, none, received 'average'`,
      });
      for (const option of Object.keys(own.config())) {
        assert.throws(() => new losses[name]({ [option]: 'wrong' } as never), { name: 'OptionError' }, option);
      }
    });
    it('has the classes on the last axis', () => {
      const takesAxis = [...LABELS.slice(0, 1), ...CLASSES.slice(0, 2)].includes(own.className);
      if (!takesAxis) return;
      assert.deepEqual(new losses[name]({ axis: -1 } as never), own);
      for (const axis of [0, 1]) {
        assert.throws(() => new losses[name]({ axis } as never), {
          name: 'UnsupportedError',
          message: `Cannot create ${own.className}: axis must be -1, received ${axis}`,
        });
      }
    });
  });
}
