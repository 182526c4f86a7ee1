import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { WordTable } from './word-table.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('WordTable', () => {
  it('gives rows in the order of the first time, as a Map would', () =>
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 6 }), { maxLength: 200 }), (words) => {
        const [table, rows] = [new WordTable(), new Map<string, number>()];
        for (const word of words) {
          assert.equal(table.add(bytesOf(word)), !rows.has(word));
          if (!rows.has(word)) rows.set(word, rows.size);
        }
        assert.equal(table.count, rows.size);
        for (const [word, row] of rows) {
          assert.equal(table.find(word), row);
          assert.deepEqual(table.bytes(row), bytesOf(word));
        }
        assert.equal(table.find('never there'), undefined);
        assert.equal(table.find('\ud800'), undefined);
      }),
    ));
  it('grows to many words, and long ones', () => {
    const table = new WordTable();
    for (let i = 0; i < 20_000; i++) assert.ok(table.add(bytesOf(`词${i}`)));
    assert.ok(table.add(bytesOf('x'.repeat(100_000))));
    for (let i = 0; i < 20_000; i += 97) assert.equal(table.find(`词${i}`), i);
    assert.deepEqual(
      [table.count, table.find('x'.repeat(100_000)), table.find('词20000')],
      [20_001, 20_000, undefined],
    );
  });
});
