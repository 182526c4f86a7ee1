import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { referenceDocs } from '../../scripts/reference-docs.ts';

it('docs/reference.md lists what there is (npm run docs:reference writes it)', () => {
  const written = readFileSync(new URL('../../docs/reference.md', import.meta.url), 'utf8');
  assert.equal(written, referenceDocs(), 'run npm run docs:reference');
});
