// EarlyStopping, ModelCheckpoint and ReduceLROnPlateau do, log by log, what Keras's do.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EarlyStopping, ModelCheckpoint, ReduceLROnPlateau } from '../../src/index.ts';
import { SGD } from '../../src/optimizers/index.ts';
import { Variable } from '../../src/tensor/variable.ts';
import type { Callback, ModelInTraining } from '../../src/train/callback.ts';
import { Control } from '../../src/train/control.ts';
import { loadGolden } from './load.ts';

interface Case {
  readonly callback: 'EarlyStopping' | 'ModelCheckpoint' | 'ReduceLROnPlateau';
  readonly options: Readonly<Record<string, unknown>>;
  readonly losses: readonly number[];
  readonly batches: number;
  /** Epochs run; the weight (the number of an epoch) in the end; the rate after each epoch; [epoch, batch or −1]. */
  readonly epochs: number;
  readonly weights: number;
  readonly rates: readonly number[];
  readonly saved: readonly (readonly number[])[];
}

describe("callbacks decide as Keras's", () => {
  for (const [i, each] of loadGolden<Case>('callbacks-keras').cases.entries()) {
    it(`${each.callback} ${JSON.stringify(each.options)} (${i})`, async () => {
      const weight = new Variable([1], { name: 'w' });
      const optimizer = new SGD({ learningRate: 0.5 });
      const model: ModelInTraining = { name: 'm', weights: [weight], optimizer, metrics: [] };
      const saved: number[][] = [];
      const options = {
        monitor: 'loss',
        ...each.options,
        ...(each.callback === 'ModelCheckpoint'
          ? {
              save: (_: ModelInTraining, info: { epoch: number; batch: number | undefined }) =>
                void saved.push([info.epoch, info.batch ?? -1]),
            }
          : {}),
      };
      const kinds = { EarlyStopping, ModelCheckpoint, ReduceLROnPlateau };
      const callback: Callback = new kinds[each.callback](options as never);
      const control = new Control(undefined);
      const rates: number[] = [];
      await callback.onTrainBegin?.({ epochs: 12, initialEpoch: 0, steps: 3, validates: false }, model, control);
      for (const [epoch, loss] of each.losses.entries()) {
        if (control.stopped !== undefined) break;
        await callback.onEpochBegin?.(epoch);
        weight.assign([epoch]);
        for (let batch = 0; batch < each.batches; batch++) await callback.onBatchEnd?.(batch, { loss }, control);
        await callback.onEpochEnd?.(epoch, { loss }, control);
        rates.push(Math.fround(optimizer.learningRate));
      }
      await callback.onTrainEnd?.({ epoch: [], history: {}, steps: 0, stopped: undefined });
      assert.equal(rates.length, each.epochs);
      assert.equal(weight.item(), each.weights);
      assert.deepEqual(saved, each.saved);
      for (const [epoch, rate] of rates.entries()) {
        assert.ok(Math.abs(rate - (each.rates[epoch] as number)) < 1e-6, `epoch ${epoch}: ${rate}`);
      }
    });
  }
});
