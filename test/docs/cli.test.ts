import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { cliDocs } from '../../scripts/cli-docs.ts';
import { buildProgram, withSubcommands } from '../../src/cli/program.ts';
import { quietShell } from '../support/quiet-shell.ts';

it('docs/cli.md says what the commands say of themselves (npm run docs:cli writes it)', () => {
  assert.equal(readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8'), cliDocs());
});

it('descriptions leave it to the terminal where their lines end', () => {
  for (const command of withSubcommands(buildProgram(quietShell())))
    assert.doesNotMatch(command.description(), /[^\n]\n[^\n]/, command.name());
});
