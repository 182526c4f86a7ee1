import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { cliDocs } from '../../scripts/cli-docs.ts';

it('docs/cli.md says what the commands say of themselves (npm run docs:cli writes it)', () => {
  assert.equal(readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8'), cliDocs());
});
