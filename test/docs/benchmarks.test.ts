import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { benchmarksDocs } from '../../scripts/benchmarks-docs.ts';

it('docs/benchmarks.md says what bench/results/ holds (npm run docs:benchmarks writes it)', () => {
  assert.equal(readFileSync(new URL('../../docs/benchmarks.md', import.meta.url), 'utf8'), benchmarksDocs());
});
