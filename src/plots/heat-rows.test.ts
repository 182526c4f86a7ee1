import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { heatRows } from './heat-rows.ts';

describe('heatRows', () => {
  it('shades from the least to the greatest', () =>
    assert.equal(
      heatRows([
        [0, 1, 2],
        [3, 4],
      ]),
      ' ░▒\n▓█',
    ));
  it('shades within the range given, and clips beyond it', () =>
    assert.equal(heatRows([[-9, 0, 0.5, 1, 9]], { min: 0, max: 1 }), '  ▒██'));
  it('labels rows in a column', () => assert.equal(heatRows([[1], [1]], { labels: ['a', 'long'] }), 'a     \nlong  '));
  it('marks what is not finite', () => assert.equal(heatRows([[NaN, Infinity, 0, 1]]), '×× █'));
  it('draws nothing of nothing', () => assert.equal(heatRows([[], []]), '\n'));
  it('refuses other numbers of labels, and a range upside down', () => {
    assert.throws(() => heatRows([[1]], { labels: [] }), {
      name: 'OptionError',
      message: 'Cannot draw heat rows: there must be 1 labels, received 0',
    });
    assert.throws(() => heatRows([[1]], { min: 2, max: 1 }), {
      message: 'Cannot draw heat rows: max must be a finite number from 2, received 1',
    });
  });
});
