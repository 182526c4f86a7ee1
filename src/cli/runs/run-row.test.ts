import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ListedRun } from '../../logs/find-run.ts';
import { runLines } from './run-row.ts';

describe('runLines', () => {
  const info = {
    ...{ experiment: 'mnist-rows', preset: 'published', seed: 1, options: {}, versions: {}, engine: {} },
    ...{ began: '2026-11-21T09:30:05Z', steps: 782, seconds: 16, published: {} },
    score: { testAccuracy: 0.9599, perClass: { 0: 0.98, 1: 0.97 }, of: 10_000 },
  };
  const name = 'mnist-rows-20261121-093005';
  const path = `runs/${name}`;
  const runs: ListedRun[] = [{ name, path, run: { path, info, events: [], cutOff: false } } as ListedRun];
  it('hints at numbers of every class', () =>
    assert.match(runLines(runs, Infinity)[1] ?? '', / testAccuracy 0\.9599, perClass …, of 10,000 {2}2026-/));
  it('leaves columns out in a narrow terminal, so that no line is broken', () => {
    for (const [width, heads] of [
      [140, ['run', 'experiment', 'preset', 'seed', 'steps', 'score', 'began', 'state']],
      [80, ['run', 'experiment', 'preset', 'seed', 'steps', 'score', 'state']],
      [60, ['run', 'seed', 'steps', 'score', 'state']],
    ] as const) {
      const lines = runLines(runs, width);
      assert.deepEqual(lines[0]?.split(/ +/), heads);
      assert.ok(
        lines.every((line) => line.length <= width),
        String(width),
      );
    }
  });
});
