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
  it('keeps the spaces of labels, and nothing that a terminal would obey', () =>
    assert.equal(heatRows([[0], [1]], { labels: ['  a', '\x1b[1m'] }), '  a   \n\ufffd[1m █'));
  it('counts East Asian signs of labels as two columns', () =>
    assert.equal(heatRows([[0], [1]], { labels: ['门', 'i'] }), '门  \ni  █'));
  it('shades rows from end to end of the numbers, and more rows than a call has arguments', () => {
    assert.equal(heatRows([[-1.7e308, 0, 1.7e308]]), ' ▒█');
    const many = Array.from({ length: 200_000 }, () => [1]);
    assert.equal(heatRows(many, { labels: many.map(() => 'a') }).length, 200_000 * 4 - 1);
  });
  it('refuses what are no rows, and labels that are no texts', () => {
    for (const [rows, message] of [
      [null, /rows must be a list of rows, received null/],
      [[1], /row 0 must be a list of numbers, received 1/],
      [[['a']], /row 0 must be a list of numbers, received 'a' in it/],
    ] as const) {
      assert.throws(() => heatRows(rows as never), { name: 'OptionError', message });
    }
    assert.throws(() => heatRows([[1]], { labels: [5] as never }), /labels must be a list of texts, received 5 in it/);
  });
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
