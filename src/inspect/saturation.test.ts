import assert from 'node:assert/strict';
import { it } from 'node:test';
import { tensor } from '../tensor/tensor.ts';
import { saturation } from './saturation.ts';

const values = {
  inputGate: tensor([[[0, 0.04, 0.5, 0.96]]]),
  candidate: tensor([[[-1, -0.9, 0, 0.96]]]),
  cell: tensor([[[-5, 5, 5, 5]]]),
  hidden: tensor([[[-0.96, 0, 0, 0]]]),
};

it('saturation counts gates near 0 and 1, candidates and h near −1 and 1, and leaves c out', () => {
  assert.deepEqual(saturation([{ layer: 'lstm', className: 'LSTM', values }]), [
    { layer: 'lstm', name: 'inputGate', low: 0.5, high: 0.25 },
    { layer: 'lstm', name: 'candidate', low: 0.25, high: 0.25 },
    { layer: 'lstm', name: 'hidden', low: 0.25, high: 0 },
  ]);
});
it('saturation takes the margin given', () => {
  const [gate] = saturation([{ layer: 'lstm', className: 'LSTM', values }], { margin: 0.03 });
  assert.deepEqual([gate?.low, gate?.high], [0.25, 0]);
});
it('saturation refuses a margin of half and more', () =>
  assert.throws(() => saturation([], { margin: 0.5 }), {
    message: 'Cannot measure saturation: margin must be a finite number above 0 and below 0.5, received 0.5',
  }));
it('saturation refuses what is no list of traces', () =>
  assert.throws(() => saturation(null as never), {
    message: 'Cannot measure saturation: traces must be what trace() gave, received null',
  }));
