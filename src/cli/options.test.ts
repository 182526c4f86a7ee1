import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choice, seed, wholeNumber } from './options.ts';
import { UsageError } from './usage-error.ts';

function refuses(run: () => unknown, message: string, hint?: string): void {
  assert.throws(run, (error) => {
    assert.ok(error instanceof UsageError);
    assert.equal(error.message, message);
    assert.equal(error.hint, hint);
    return true;
  });
}

describe('wholeNumber', () => {
  it('takes whole numbers from 1', () => {
    assert.deepEqual(
      ['1', '20000', '+7', ' 8 ', '007'].map((text) => wholeNumber('run adder', 'steps', text)),
      [1, 20000, 7, 8, 7],
    );
    assert.equal(seed('run adder', '0'), 0);
  });
  for (const text of ['-3', '0', '1.5', '1e3', 'ten', '', '0x10', 'NaN', '∞']) {
    it(`refuses '${text}'`, () =>
      refuses(
        () => wholeNumber('run adder', 'steps', text),
        `Cannot run adder: steps must be a whole number from 1, received '${text}'`,
      ));
  }
  it('refuses what is too large, and a seed below 0', () => {
    refuses(
      () => wholeNumber('run adder', 'steps', '4294967296'),
      "Cannot run adder: steps must be a whole number from 1 to 4294967295, received '4294967296'",
    );
    refuses(() => seed('run adder', '-1'), "Cannot run adder: seed must be a whole number from 0, received '-1'");
  });
});

describe('choice', () => {
  const presets = ['default', 'published'] as const;
  it('takes a name and suggests the nearest one', () => {
    assert.equal(choice('run adder', 'preset', 'published', presets), 'published');
    const sentence = 'Cannot run adder: preset must be one of default, published';
    refuses(
      () => choice('run adder', 'preset', 'publised', presets),
      `${sentence}, received 'publised'`,
      "Did you mean 'published'?",
    );
    refuses(() => choice('run adder', 'preset', '7', presets), `${sentence}, received '7'`);
  });
});
