import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { groups, mergeRows, readRows } from '../../bench/results.ts';

const row = (workload: string, threads: number, peer: string, run: number): Record<string, unknown> => ({
  workload,
  threads,
  peer,
  run,
});
const before = [row('A', 1, 'memcell', 1), row('A', 1, 'PyTorch', 1), row('B', 1, 'memcell', 1)];

describe('mergeRows', () => {
  it('replaces a group as a whole, in its place', () => {
    const merged = mergeRows(before, [row('A', 1, 'memcell', 2)], groups.peers);
    assert.deepEqual(merged, [row('A', 1, 'memcell', 2), row('B', 1, 'memcell', 1)]);
  });
  it('keeps other groups and adds new ones at the end', () => {
    const merged = mergeRows(before, [row('A', 2, 'memcell', 2)], groups.peers);
    assert.deepEqual(merged, [...before, row('A', 2, 'memcell', 2)]);
  });
  it('begins with nothing', () => assert.deepEqual(mergeRows([], before, groups.peers), before));
  it('changes nothing where nothing was measured', () => assert.deepEqual(mergeRows(before, [], groups.peers), before));
});

it('what is kept names machine, versions, date and command in each row, and no path', () => {
  for (const kind of Object.keys(groups) as (keyof typeof groups)[]) {
    for (const kept of readRows(kind)) {
      const { cpu, cores, node, date, command } = kept;
      assert.match(`${cpu}|${cores}|${node}|${date}`, /^[^|]+\|\d+\|v\d+\.\d+\.\d+\|\d{4}-\d\d-\d\dT/, kind);
      assert.match(String(command), /^npm run bench/, kind);
      assert.doesNotMatch(JSON.stringify(kept), /\/(?!s\b)[a-z]/i, kind); // a rate may end in /s
    }
  }
});
