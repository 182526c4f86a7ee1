import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { table } from './table.ts';

const columns = [{ head: 'name', least: 4 }, { head: 'steps', right: true }, { head: 'state' }];
const rows = [
  ['the first', '12', 'ended'],
  ['second', '1,000', ''],
];

describe('table', () => {
  it('sets texts to the left and numbers to the right', () => {
    assert.deepEqual(table(columns, rows), ['name       steps  state', 'the first     12  ended', 'second     1,000']);
  });
  it('shortens the columns that may be to fit', () => {
    assert.deepEqual(table(columns, rows, { width: 20 }), [
      'name    steps  state',
      'the f…     12  ended',
      'second  1,000',
    ]);
    assert.equal(table(columns, rows, { width: 1 })[1], 'the…     12  ended');
  });
});
