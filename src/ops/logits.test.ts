import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Tape } from '../autograd/tape.ts';
import { Random } from '../random.ts';
import { scope } from '../tensor/scope.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { logSoftmax } from './log-softmax.ts';
import { pick } from './pick.ts';
import { softmax } from './softmax.ts';
import { softmaxCrossentropy } from './softmax-crossentropy.ts';
import { sparseSoftmaxCrossentropy } from './sparse-softmax-crossentropy.ts';
import { sum } from './sum.ts';

describe('ops of logits', () => {
  const far = tensor([1000, -1000, 0, 88, 104, -104], [2, 3]);
  it('are finite wherever the logits are, and their gradients too', () => {
    for (const run of [
      logSoftmax,
      (x: Tensor) => softmaxCrossentropy(x, tensor([0, 1, 0, 0, 0, 1], [2, 3])),
      (x: Tensor) => sparseSoftmaxCrossentropy(x, tensor([1, 2])),
    ]) {
      const [value, gradient] = scope(() => {
        const tape = new Tape();
        const x = tape.watch(tensor(far.data, far.shape));
        const y = run(x);
        return [y.data, tape.gradients(sum(y), [x])[0]?.gradient.data as Float32Array] as const;
      });
      assert.ok(value.every(Number.isFinite) && gradient.every(Number.isFinite));
    }
    const loss = sparseSoftmaxCrossentropy(far, tensor([1, 2]));
    assert.deepEqual(loss.toArray(), [2000, 208]);
  });
  it('of a large vocabulary have a gradient of probabilities, less 1 at the label', () => {
    const [n, classes] = [3, 50_000];
    const logits = new Random(5).uniform(n * classes, -3, 3);
    const labels = tensor(Int32Array.of(49_999, 0, 777));
    scope(() => {
      const tape = new Tape();
      const x = tape.watch(tensor(logits, [n, classes]));
      const value = sum(sparseSoftmaxCrossentropy(x, labels));
      const gradient = tape.gradients(value, [x])[0]?.gradient as Tensor;
      assert.ok(Math.abs(sum(gradient).item()) < 1e-5);
      const probabilities = softmax(tensor(logits, [n, classes]));
      const at = pick(gradient, labels).data;
      assert.deepEqual(
        [...at],
        Array.from(pick(probabilities, labels).data, (p) => Math.fround(p - 1)),
      );
    });
  });
  it('name a wrong label, its place and the range', () => {
    assert.throws(() => pick(tensor(new Float32Array(12), [2, 2, 3]), tensor([0, 1, 3, 1], [2, 2])), {
      message: 'Cannot pick elements: labels must be whole numbers from 0 to 2, received 3 at [1, 0]',
    });
  });
});
