import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Command } from 'commander';
import { MemcellError, OptionError } from '../errors.ts';
import { nameFlags, watchActing } from './name-flags.ts';
import { UsageError } from './usage-error.ts';

const program = new Command('memcell');
watchActing(program);
const command = program.command('generate').option('--top-k <k>').option('--beams <n>').option('--seed <n>');
command.action(() => {});

describe('nameFlags', () => {
  it('leaves an error as it is before any command runs', () => {
    const error = new OptionError('topK must be 1');
    assert.equal(nameFlags(error, program), error);
  });
  it('names options as they are typed', async () => {
    await program.parseAsync(['generate', '--seed', '1'], { from: 'user' });
    const named = nameFlags(new OptionError('beamWidth must come without topK', { hint: 'Leave topK out.' }), program);
    assert.ok(named instanceof MemcellError);
    assert.deepEqual([named.message, named.hint], ['--beams must come without --top-k', 'Leave --top-k out.']);
    assert.ok(nameFlags(new UsageError('topK must be 1'), program) instanceof UsageError);
  });
  it('leaves what is quoted, other words, plain words and other errors', () => {
    for (const message of ["x must be y, received 'topK'", 'topKs', '{ topK: 1 }', 'model.topK', 'seed must be 1']) {
      const error = new OptionError(message);
      assert.equal(nameFlags(error, program), error, message);
    }
    const error = new TypeError('topK');
    assert.equal(nameFlags(error, program), error);
  });
});
