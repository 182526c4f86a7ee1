import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkGradients } from '../autograd/check-gradients.ts';
import { Tape } from '../autograd/tape.ts';
import { ShapeError } from '../errors.ts';
import { scope } from '../tensor/scope.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  CategoricalFocalCrossentropy,
  type Loss,
  type LossName,
  loss,
  losses,
  lossFromConfig,
  MeanSquaredError,
  SparseCategoricalCrossentropy,
} from './index.ts';

const target = tensor([1, 0, 1, 0, 1, 1], [2, 3, 1]);
const prediction = tensor([0.9, 0.2, 0.6, 0.3, 0.5, 0.8], [2, 3, 1]);
const mask = tensor([1, 1, 0, 1, 0, 0], [2, 3]);
const stepWeight = tensor([1, 2, 3, 0.5, 1, 1], [2, 3]);
const sampleWeight = tensor([2, 0.5], [2]);

function close(actual: number, wanted: number): void {
  assert.ok(Math.abs(actual - wanted) <= 1e-6 * Math.max(1, Math.abs(wanted)), `${actual}, wanted ${wanted}`);
}

/** keras 3.15.1, jax: plain; masked; masked with step weights; masked with sample weights [2, 1]. */
const keras: readonly (readonly [Loss, number, number, number, number])[] = [
  [new MeanSquaredError(), 0.098333329, 0.046666671, 0.045000006, 0.048333336],
  [new BinaryCrossentropy(), 0.35204923, 0.22839302, 0.24332838, 0.27844855],
];

for (const [own, plain, masked, maskedSteps, maskedSamples] of keras) {
  describe(`${own.className} under mask and weight`, () => {
    it('is rescaled as Keras 3 does', () => {
      close(own.call(target, prediction).item(), plain);
      close(own.call(target, prediction, { mask }).item(), masked);
      close(own.call(target, prediction, { mask, weight: stepWeight }).item(), maskedSteps);
      close(own.call(target, prediction, { mask, weight: sampleWeight }).item(), maskedSamples);
    });
    it('takes mask and weight with a last axis of size 1, and as int32', () => {
      const weight = tensor(stepWeight.data, [2, 3, 1]);
      close(own.call(target, prediction, { mask: tensor(mask.data, [2, 3, 1]), weight }).item(), maskedSteps);
      close(own.call(target, prediction, { mask: tensor(Int32Array.from(mask.data), [2, 3]) }).item(), masked);
    });
    it('is 0 where all is masked', () =>
      assert.equal(own.call(target, prediction, { mask: tensor(new Float32Array(6), [2, 3]) }).item(), 0));
    it('has gradients that agree with finite differences', () => {
      const input = { shape: prediction.shape, data: [...prediction.data] };
      for (const options of [{}, { mask }, { weight: sampleWeight }, { mask, weight: stepWeight }]) {
        checkGradients((p) => own.call(target, p, options), [input]);
      }
    });
    it('gives masked steps no gradient', () => {
      const gradient = scope(() => {
        const tape = new Tape();
        const p = tape.watch(prediction);
        return tape.gradients(own.call(target, p, { mask }), [p])[0]?.gradient.data as Float32Array;
      });
      assert.deepEqual(
        [...gradient].map((g) => g !== 0),
        [...mask.data].map((m) => m === 1),
      );
    });
    it('takes targets as int32, and without or with a last axis of size 1', () => {
      close(own.call(tensor(Int32Array.from(target.data), [2, 3, 1]), prediction).item(), plain);
      close(own.call(tensor(target.data, [2, 3]), prediction, { mask }).item(), masked);
      close(own.call(target, tensor(prediction.data, [2, 3])).item(), plain);
    });
  });
}

describe('BinaryCrossentropy', () => {
  const gradientAt = (own: Loss, x: number, y: number): number =>
    scope(() => {
      const tape = new Tape();
      const p = tape.watch(tensor([[x]]));
      return tape.gradients(own.call(tensor([[y]]), p), [p])[0]?.gradient.item() as number;
    });
  it('has gradient sigmoid(x) − z from logits, at 0 and far out', () => {
    const own = new BinaryCrossentropy({ fromLogits: true });
    for (const y of [0, 1]) {
      for (const x of [-100, -30, -1, 0, 1, 30, 100]) close(gradientAt(own, x, y), 1 / (1 + Math.exp(-x)) - y);
    }
    assert.ok(gradientAt(own, -80, 0) > 1e-36, 'not rounded to 0');
  });
  it('stays finite and has no gradient at probabilities of exactly 0 and 1', () => {
    const own = new BinaryCrossentropy();
    for (const y of [0, 1]) {
      for (const p of [0, 1]) {
        assert.ok(own.call(tensor([[y]]), tensor([[p]])).item() < 17);
        assert.equal(Math.abs(gradientAt(own, p, y)), 0);
      }
    }
  });
  it('refuses options out of their range', () => {
    assert.throws(() => new BinaryCrossentropy({ labelSmoothing: 2 }), {
      message: 'Cannot create BinaryCrossentropy: labelSmoothing must be a finite number from 0 to 1, received 2',
    });
    assert.throws(() => new BinaryCrossentropy({ fromLogits: 1 as unknown as boolean }), {
      message: 'Cannot create BinaryCrossentropy: fromLogits must be true or false, received 1',
    });
    assert.throws(() => new BinaryCrossentropy({ dtype: 'float16' } as object), {
      name: 'UnsupportedError',
      message: "Cannot create BinaryCrossentropy: dtype is not supported and must be left out, received 'float16'",
    });
    assert.throws(() => new CategoricalFocalCrossentropy({ alpha: [0.2, 0.8] as never }), {
      name: 'UnsupportedError',
      message: 'Cannot create CategoricalFocalCrossentropy: alpha must be one number, received [0.2, 0.8]',
    });
  });
});

describe('loss shapes', () => {
  const own = new MeanSquaredError();
  const refuse = (run: () => Tensor, message: string): void =>
    assert.throws(run, (error) => error instanceof ShapeError && error.message === message);
  it('that do not fit are refused', () => {
    refuse(
      () => own.call(tensor([1, 2]), prediction),
      'Cannot compute MeanSquaredError: target and prediction must have the same shape, received target [2] and prediction [2, 3, 1]',
    );
    refuse(
      () => own.call(target, prediction, { mask: tensor([1, 1, 1]) }),
      'Cannot compute MeanSquaredError: mask must have the first axes of [2, 3], received [3]',
    );
    refuse(
      () => own.call(target, prediction, { weight: tensor([[[1, 2]]]) }),
      'Cannot compute MeanSquaredError: weight must have the first axes of [2, 3], received [1, 1, 2]',
    );
    refuse(
      () => own.call(tensor([], [0, 2]), tensor([], [0, 2])),
      'Cannot compute MeanSquaredError: prediction must not be empty, received [0, 2]',
    );
  });
});

describe('losses of classes', () => {
  const scores = tensor([0.1, 0.7, 0.2, 0.3, 0.3, 0.4], [2, 3]);
  const refuse = (run: () => Tensor, message: string, hint: string): void => assert.throws(run, { message, hint });
  it('say which kind of target they want', () => {
    refuse(
      () => new SparseCategoricalCrossentropy().call(tensor([0, 1, 0, 1, 0, 0], [2, 3]), scores),
      'Cannot compute SparseCategoricalCrossentropy: target must have shape [2] or [2, 1], received target [2, 3] and prediction [2, 3]',
      "A target is the number of its class; for one-hot targets take 'categoricalCrossentropy'.",
    );
    refuse(
      () => new CategoricalCrossentropy().call(tensor([0, 2]), scores),
      'Cannot compute CategoricalCrossentropy: target must have one number a class, as the prediction, received target [2] and prediction [2, 3]',
      "For targets that are numbers of classes take 'sparseCategoricalCrossentropy'.",
    );
  });
  it('name a label that is none, its place and the range', () => {
    const own = new SparseCategoricalCrossentropy();
    const hint = 'Number the classes from 0, and make the last layer as wide as there are classes.';
    for (const label of [3, -1, 1.5]) {
      refuse(
        () => own.call(tensor([1, label]), scores),
        `Cannot compute SparseCategoricalCrossentropy: labels must be whole numbers from 0 to 2, received ${label} at [1]`,
        hint,
      );
    }
    const steps = tensor(Float32Array.from([...scores.data, ...scores.data]), [2, 2, 3]);
    refuse(
      () => own.call(tensor(Int32Array.of(0, 1, 7, 2), [2, 2, 1]), steps),
      'Cannot compute SparseCategoricalCrossentropy: labels must be whole numbers from 0 to 2, received 7 at [1, 0]',
      hint,
    );
  });
  it('leave an ignored class out, as a mask would', () => {
    const own = new SparseCategoricalCrossentropy({ ignoreClass: -100 });
    const kept = new SparseCategoricalCrossentropy().call(tensor([1]), tensor([[0.1, 0.7, 0.2]])).item();
    close(own.call(tensor([1, -100]), scores).item(), kept);
    close(own.call(tensor([1, -100]), scores, { mask: tensor([1, 1]) }).item(), kept);
    assert.equal(own.call(tensor([-100, -100]), scores).item(), 0);
  });
  it('are exact where the logits are far apart', () => {
    const logits = tensor([[1000, 999, -1000]]);
    const wanted = Math.log(1 + Math.exp(-1));
    close(new SparseCategoricalCrossentropy({ fromLogits: true }).call(tensor([0]), logits).item(), wanted);
    close(new CategoricalCrossentropy({ fromLogits: true }).call(tensor([[0, 1, 0]]), logits).item(), wanted + 1);
  });
});

describe('lossFromConfig', () => {
  it('finds classes whose names begin with several capitals', () =>
    assert.equal(lossFromConfig({ className: 'KLDivergence', config: {} }).className, 'KLDivergence'));
});

describe('loss', () => {
  it('finds names and gives losses back', () => {
    const own = new MeanSquaredError();
    assert.equal(loss(own), own);
    assert.equal(loss('mse').className, 'MeanSquaredError');
    assert.throws(() => loss('binaryCrossEntropy' as LossName), {
      message: `Cannot find loss 'binaryCrossEntropy': name must be one of ${Object.keys(losses).join(', ')}, received 'binaryCrossEntropy'`,
      hint: "Did you mean 'binaryCrossentropy'?",
    });
  });
});
