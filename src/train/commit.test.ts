import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withBackend } from '../backend/current.ts';
import { Memory } from '../backend/memory.ts';
import { referenceKernels } from '../backend/reference/kernels.ts';
import { referenceStore } from '../backend/reference/store.ts';
import type { Address } from '../backend/table.ts';
import { ResourceError } from '../errors.ts';
import { BatchNormalization } from '../layers/batch-normalization.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { LSTM } from '../layers/lstm.ts';
import { Sequential } from '../models/sequential.ts';
import { Adam } from '../optimizers/adam.ts';
import { Random } from '../random.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

/** Memory that says it has come to its end, once, after so many requests. */
class Ending extends Memory {
  left = Infinity;

  #request(): void {
    if (this.left-- === 0) throw new ResourceError('Cannot allocate: none is left');
  }

  override bump(n: number): Address {
    this.#request();
    return super.bump(n);
  }

  override allocate(n: number): Address {
    this.#request();
    return super.allocate(n);
  }
}

function onMemory<T>(run: (memory: Ending) => T): T {
  const memory = new Ending(referenceStore('float32'));
  const kernels = referenceKernels(memory.views, 'float32');
  return withBackend({ name: 'reference', dtype: 'float32', memory, kernels }, () => run(memory));
}

/** Whatever takes memory after the gradients: a constraint, averages, moving statistics, states; and dropout. */
function made(): Sequential {
  const model = new Sequential(
    [
      new LSTM({ units: 3, stateful: true, kernelConstraint: 'unitNorm' }),
      new BatchNormalization(),
      new Dropout({ rate: 0.5 }),
      new Dense({ units: 5, kernelConstraint: 'unitNorm' }),
    ],
    { seed: 1 },
  );
  const optimizer = new Adam({ useEma: true, gradientAccumulationSteps: 2, globalClipNorm: 1 });
  model.compile({ optimizer, loss: 'meanSquaredError' });
  return model;
}

function batch(steps: number): [Tensor, Tensor] {
  const random = new Random(steps);
  return [tensor(random.uniform(2 * steps * 2), [2, steps, 2]), tensor(random.uniform(2 * 5), [2, 5])];
}

/** All numbers that a step may change. */
function numbersOf(model: Sequential): number[][] {
  const variables = [...model.weights, ...model.stateVariables, ...(model.optimizer?.variables() ?? [])];
  return variables.map(({ data }) => Array.from(data));
}

describe('a step whose memory runs out', () => {
  const wanted = onMemory(() => {
    const model = made();
    for (let i = 0; i < 4; i++) model.trainOnBatch(...batch(4));
    return numbersOf(model);
  });

  for (const before of [0, 1, 2]) {
    it(`changes nothing after ${before} others, wherever it stops, and training goes on as if it had not been`, () => {
      let failed = 0;
      for (let requests = 0; ; requests++) {
        const ended = onMemory((memory) => {
          const model = made();
          model.build([null, null, 2]);
          for (let i = 0; i < before; i++) model.trainOnBatch(...batch(4));
          const numbers = numbersOf(model);
          memory.left = requests;
          try {
            model.trainOnBatch(...batch(6)); // longer, so that it needs more than the steps before
            return true;
          } catch (error) {
            assert.ok(error instanceof ResourceError);
          }
          memory.left = Infinity;
          if (before > 0) assert.deepEqual(numbersOf(model), numbers);
          for (let i = before; i < 4; i++) model.trainOnBatch(...batch(4));
          assert.deepEqual(numbersOf(model), wanted);
          return false;
        });
        if (ended) break;
        failed++;
      }
      assert.ok(failed > 50, `${failed}`);
    });
  }

  it('is a clear error of the engine itself', () => {
    const model = new Sequential([new Dense({ units: 2 ** 22 })], { seed: 1 });
    model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
    model.build([null, 1]);
    const x = new Float32Array(512);
    assert.throws(() => model.predict({ data: x, shape: [512, 1] }, { batchSize: 512 }), {
      name: 'ResourceError',
      message: /^Cannot allocate \d+ bytes: memory in use must stay within \d+ bytes, received a request that makes it/,
    });
  });
});
