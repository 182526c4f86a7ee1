import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunEvent } from '../logs/events.ts';
import { Control } from '../train/control.ts';
import { runCallback, thinOut } from './run-callback.ts';

describe('runCallback', () => {
  it('tells steps from 1 with loss, metrics and rate, and epochs with their validation', () => {
    const events: RunEvent[] = [];
    let now = 0;
    const callback = runCallback(
      (event) => events.push(event),
      () => now,
    );
    const control = new Control(undefined);
    callback.onEpochBegin?.(0);
    for (const seconds of [1, 1.5, 2]) {
      now = seconds;
      callback.onBatchEnd?.(0, { loss: 0.5, accuracy: 0.75 }, control);
    }
    callback.onEpochEnd?.(0, { loss: 0.25, accuracy: 1, valLoss: 0.3 }, control);
    callback.onEpochEnd?.(1, { loss: 0.25, valid: 1 }, control);
    const metrics = { accuracy: 0.75 };
    assert.deepEqual(events, [
      { event: 'step', step: 1, epoch: 1, loss: 0.5, metrics, seconds: 1 },
      { event: 'step', step: 2, epoch: 1, loss: 0.5, metrics, seconds: 1.5, rate: 2 },
      { event: 'step', step: 3, epoch: 1, loss: 0.5, metrics, seconds: 2, rate: 2 },
      {
        event: 'epoch',
        epoch: 1,
        step: 3,
        loss: 0.25,
        metrics: { accuracy: 1 },
        validation: { loss: 0.3 },
        seconds: 2,
      },
      { event: 'epoch', epoch: 2, step: 3, loss: 0.25, metrics: { valid: 1 }, seconds: 2 },
    ]);
  });
  it('looks back three seconds for the rate', () => {
    let rate: number | undefined;
    let now = 0;
    const callback = runCallback(
      (event) => {
        if (event.event === 'step') rate = event.rate;
      },
      () => now,
    );
    for (let step = 1; step <= 200; step++) {
      now += step <= 100 ? 1 : 0.1;
      callback.onBatchEnd?.(0, {}, new Control(undefined));
    }
    assert.ok(rate !== undefined && Math.abs(rate - 10) < 0.5, String(rate));
  });
});

describe('thinOut', () => {
  it('keeps all steps below 10,000, then every tenth, then every hundredth', () => {
    const steps: number[] = [];
    const listen = thinOut((event) => {
      if (event.event === 'step') steps.push(event.step);
    });
    for (let step = 1; step <= 200_000; step++) listen({ event: 'step', step, loss: 0, seconds: 0 });
    const count = (from: number, to: number): number => steps.filter((step) => step >= from && step < to).length;
    assert.deepEqual([count(1, 10_000), count(10_000, 100_000), count(100_000, 200_001)], [9_999, 9_000, 1_001]);
  });
  it('lets everything else through', () => {
    const events: RunEvent[] = [];
    const note: RunEvent = { event: 'note', text: 'x', seconds: 0 };
    thinOut((event) => events.push(event))(note);
    assert.deepEqual(events, [note]);
  });
});
