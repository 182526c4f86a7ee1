import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunEvent } from './events.ts';
import { curveOf, scaleOf } from './loss-curve.ts';

const step = (n: number, loss = 1 / n): RunEvent => ({ event: 'step', step: n, loss, seconds: n });
const epoch = (n: number, more: object = {}): RunEvent => ({
  event: 'epoch',
  epoch: n,
  step: 10 * n,
  loss: 1 / n,
  seconds: n,
  ...more,
});
const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

describe('LossCurve', () => {
  it('draws the loss of every step', () => {
    const { series, x, y } = curveOf([step(1), step(2), step(3, NaN)]).loss() ?? assert.fail();
    assert.deepEqual([x.label, y.label], ['step', 'loss']);
    assert.deepEqual(series, [{ name: 'loss', x: [1, 2, 3], y: [1, 0.5, NaN] }]);
  });
  it('is not there before the first step', () => {
    assert.equal(curveOf([{ event: 'note', text: '', seconds: 0 }]).loss(), undefined);
    assert.equal(curveOf([step(1)]).metrics(), undefined);
  });
  it('takes the means of epochs where there are enough of them', () => {
    const all = count(10).flatMap((n) => [step(10 * n), epoch(n)]);
    assert.deepEqual(
      curveOf(all).loss()?.series[0]?.x,
      count(10).map((n) => 10 * n),
    );
    assert.deepEqual(curveOf(all.slice(0, 4)).loss()?.series[0]?.y, [0.1, 0.05]);
  });
  it('shows validation dashed, and metrics by themselves', () => {
    const more = { metrics: { accuracy: 0.5 }, validation: { loss: 2, accuracy: 0.25 } };
    const curve = curveOf([epoch(1, more), epoch(2, more)]);
    const [loss, validation] = curve.loss()?.series ?? [];
    assert.deepEqual(loss, { name: 'loss', x: [10, 20], y: [1, 0.5] });
    assert.deepEqual(validation, { name: 'validation loss', x: [10, 20], y: [2, 2], dashed: true });
    const { y, series } = curve.metrics() ?? assert.fail();
    assert.equal(y.label, 'accuracy');
    assert.deepEqual(
      series.map(({ name, dashed }) => [name, dashed]),
      [
        ['accuracy', false],
        ['validation accuracy', true],
      ],
    );
  });
  it('leaves a gap between two trainings', () => {
    const y = curveOf(
      [1, 2, 3, 4, 5, 6].flatMap((n) => [epoch(1, { step: 2 * n }), epoch(2, { step: 2 * n + 1 })]),
    ).loss()?.series[0]?.y;
    assert.deepEqual(y?.slice(0, 5), [1, 0.5, NaN, 1, 0.5]);
  });
  it('keeps the mean of neighbours where there are more steps than points', () => {
    const [line] = curveOf(count(5001).map((n) => step(n, n))).loss()?.series ?? [];
    assert.ok(line !== undefined && line.x.length > 512 && line.x.length <= 1025);
    assert.deepEqual([line.x[0], line.y[0], line.x.at(-1)], [8, 4.5, 5001]);
    for (const [i, x] of line.x.slice(0, -1).entries()) assert.equal(line.y[i], x - 3.5);
  });
});

describe('scaleOf', () => {
  it('is logarithmic over more than a hundredfold of positive values', () => {
    assert.deepEqual(scaleOf([1, 0.001, NaN]), { scale: 'log' });
    for (const values of [[1, 0.1], [1, 0], [], [-1, 1000]]) assert.deepEqual(scaleOf(values), {});
  });
});
