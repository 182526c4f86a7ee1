import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nearestName } from './nearest-name.ts';

const names = ['linear', 'relu', 'hardSigmoid', 'glorotUniform'];

describe('nearestName', () => {
  it('finds a name over changes, gaps, swaps, other case and underscores', () => {
    assert.equal(nearestName('rulu', names), 'relu');
    assert.equal(nearestName('rleu', names), 'relu');
    assert.equal(nearestName('liner', names), 'linear');
    assert.equal(nearestName('RELU', names), 'relu');
    assert.equal(nearestName('hard_sigmoid', names), 'hardSigmoid');
    assert.equal(nearestName('GlorotUniform', names), 'glorotUniform');
  });
  it('gives nothing where more than half would change', () => {
    assert.equal(nearestName('softplus', names), undefined);
    assert.equal(nearestName('', names), undefined);
    assert.equal(nearestName('x', []), undefined);
  });
  it('takes the first of equally near names', () => assert.equal(nearestName('ac', ['aa', 'ab']), 'aa'));
});
