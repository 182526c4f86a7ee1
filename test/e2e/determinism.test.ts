// The same seed gives the same bits; memory stays flat; strict gives the same bits wide and narrow.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { adder } from '../../src/experiments/adder.ts';
import { Dense, Dropout, LSTM, memory, Sequential, tensor } from '../../src/index.ts';
import { modelsOfAllKinds } from '../support/models-of-all-kinds.ts';

const program = fileURLToPath(new URL('../support/train-digest.ts', import.meta.url));

function digestIn(environment: Record<string, string>): string {
  return execFileSync(process.execPath, [program], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    timeout: 120_000,
  }).trim();
}

describe('the same seed', () => {
  it('gives the same losses and weights, bit for bit, in two runs with shuffling and dropout', async () => {
    const run = async (seed: number): Promise<string> => {
      const layers = [new LSTM({ units: 7 }), new Dropout({ rate: 0.3 }), new Dense({ units: 2 })];
      const model = new Sequential(layers, { seed });
      model.compile({ optimizer: 'adam', loss: 'mse' });
      const x = tensor(
        Float32Array.from({ length: 40 * 5 * 3 }, (_, i) => ((i * 37) % 101) / 101),
        [40, 5, 3],
      );
      const y = tensor(
        Float32Array.from({ length: 80 }, (_, i) => ((i * 17) % 13) / 13),
        [40, 2],
      );
      const { history } = await model.fit(x, y, { epochs: 4, batchSize: 16 });
      const weights = model
        .getWeights()
        .map(({ data }) => createHash('sha256').update(new Uint8Array(data.buffer)).digest('hex'));
      return JSON.stringify([history.loss, weights]);
    };
    assert.equal(await run(3), await run(3));
    assert.notEqual(await run(3), await run(4));
  });

  it('gives models of all kinds of layers the same losses and weights, step for step', () => {
    const run = (seed: number): unknown =>
      modelsOfAllKinds(seed).map(({ model, x, y }) => {
        model.compile({ optimizer: 'adam', loss: 'mse' });
        const losses = Array.from({ length: 5 }, () => model.trainOnBatch(x, y).loss as number);
        return [losses, model.getWeights().map(({ data }) => [...data])];
      });
    const first = run(3);
    assert.deepEqual(run(3), first);
    assert.notDeepEqual(run(4), first);
  });

  it('gives the same adder, step for step', async () => {
    const run = async (): Promise<unknown> => {
      const losses: number[] = [];
      const callbacks = [
        { onBatchEnd: (_: number, logs: Record<string, number>) => void losses.push(logs.loss as number) },
      ];
      const { steps } = await adder.run({ preset: 'default', seed: 1, steps: 40 }, { callbacks });
      return [steps, losses];
    };
    assert.deepEqual(await run(), await run());
  });

  it('gives the same bits wide and narrow in the strict build', () => {
    const wide = digestIn({ MEMCELL_STRICT: '1', MEMCELL_WIDE: '1' });
    const narrow = digestIn({ MEMCELL_STRICT: '1', MEMCELL_WIDE: '0' });
    assert.match(wide, /^strict [0-9a-f]{64}$/);
    assert.equal(narrow, wide);
  });

  it('gives other bits in the relaxed build, so the test above can fail', () => {
    assert.match(digestIn({ MEMCELL_STRICT: '0' }), /^relaxed [0-9a-f]{64}$/);
  });
});

describe('memory', () => {
  it('of models of all kinds of layers is what it was after the first steps', () => {
    for (const { model, x, y } of modelsOfAllKinds(1)) {
      model.compile({ optimizer: 'adam', loss: 'mse', metrics: ['mae'] });
      const steps = (count: number): void => {
        for (let i = 0; i < count; i++) {
          model.trainOnBatch(x, y);
          model.predict(x);
        }
      };
      steps(20);
      const before = memory();
      steps(200);
      assert.deepEqual(memory(), before);
    }
  });

  it('in use after many steps is what it was after the first hundred', () => {
    const model = new Sequential([new LSTM({ units: 3, returnSequences: true }), new Dense({ units: 1 })]);
    model.compile({ optimizer: 'adam', loss: 'mse', metrics: ['mae'] });
    const x = tensor(
      Float32Array.from({ length: 12 }, (_, i) => i / 12),
      [2, 3, 2],
    );
    const y = tensor(new Float32Array(6), [2, 3, 1]);
    const step = (): unknown => model.trainOnBatch(x, y);
    for (let i = 0; i < 100; i++) step();
    const before = memory();
    for (let i = 0; i < 3000; i++) step();
    const after = memory();
    assert.deepEqual(after, before);
    assert.equal(after.tensors, 0);
    assert.equal(after.scopes, 0);
  });
});
