import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Command } from 'commander';
import { quietShell } from '../../test/support/quiet-shell.ts';
import { experiments } from '../experiments/index.ts';
import { addChoices, chosenOf, describeChoice } from './experiment-options.ts';
import { buildProgram } from './program.ts';

const { adder } = experiments;
assert.ok(adder);
const choice = (name: string, ...values: [string, ...string[]]) => ({ name, description: `the ${name}`, values });
const own = {
  one: { ...adder, name: 'one', choices: [choice('order', 'msb', 'lsb'), choice('data-set', 'real', 'drawn')] },
  two: { ...adder, name: 'two', choices: [choice('order', 'up', 'down')] },
  none: adder,
};

describe('addChoices', () => {
  const help = (...words: string[]): string => {
    const command = new Command('run');
    addChoices(command, own, words);
    return command.helpInformation();
  };
  it('shows the options of the experiment that is named', () => {
    assert.match(
      help('one', '--help'),
      /--order <value> +the order: msb or lsb \(default: msb\)\n +--data-set <value>/,
    );
    assert.match(help('two'), /the order: up or down/);
    assert.ok(!help().includes('--order') && !help('none').includes('--order'));
  });
  it('no experiment has an option that every run has', () => {
    const run = buildProgram(quietShell()).commands.find((command) => command.name() === 'run');
    const taken = run?.options.map(({ long }) => long);
    for (const { choices = [] } of Object.values(experiments)) {
      for (const { name, values, other } of choices) {
        assert.ok(!taken?.includes(`--${name}`), name);
        assert.ok(other !== undefined || values.every((value) => /^[a-z][a-z0-9-]*$/.test(value)));
      }
    }
  });
});

describe('chosenOf', () => {
  it('takes what was given, and the first value where nothing was', () => {
    assert.deepEqual(chosenOf(own.one, own, { dataSet: 'drawn', seed: '3' }), { order: 'msb', 'data-set': 'drawn' });
    assert.deepEqual(chosenOf(own.none, own, {}), {});
  });
  it('says what a value comes to on this machine', () => {
    const data = {
      ...choice('data', 'auto', 'real', 'drawn'),
      resolve: (value: string) => value.replace('auto', 'drawn'),
    };
    const some = { ...adder, choices: [data] };
    assert.deepEqual(chosenOf(some, { some }, {}), { data: 'drawn' });
    assert.deepEqual(chosenOf(some, { some }, { data: 'real' }), { data: 'real' });
    assert.equal(describeChoice(data), 'the data: auto, real or drawn (default: auto)');
  });
  it('takes files, texts and numbers where the choice does', () => {
    const choices = [
      { ...choice('text', 'auto', 'generated'), other: { kind: 'file' } },
      { ...choice('prompt', ''), other: { kind: 'text' } },
      { ...choice('units', '128'), other: { kind: 'number', from: 1, whole: true } },
      { ...choice('rate', '0.5'), other: { kind: 'number', from: 0, to: 1 } },
    ] as const;
    const some = { ...adder, choices };
    const chosen = (given: object) => chosenOf(some, { some }, { ...given });
    assert.deepEqual(chosen({}), { text: 'auto', prompt: '', units: '128', rate: '0.5' });
    const given = { text: 'package.json', prompt: 'x y', units: ' 7 ', rate: '1e-3' };
    assert.deepEqual(chosen(given), { text: 'package.json', prompt: 'x y', units: '7', rate: '0.001' });
    const refused = (wrong: object, must: string): void =>
      void assert.throws(() => chosen(wrong), { name: 'UsageError', message: `Cannot run adder: ${must}` });
    refused({ text: 'no' }, "text must be auto, generated or a file that is there, received 'no'");
    for (const units of ['0', '1.5', '', 'x']) {
      refused({ units }, `units must be a whole number from 1, received '${units}'`);
    }
    refused({ rate: '2' }, "rate must be a number from 0 to 1, received '2'");
    assert.deepEqual(choices.map(describeChoice), [
      'the text: auto, generated or a file (default: auto)',
      'the prompt',
      'the units (default: 128)',
      'the rate (default: 0.5)',
    ]);
  });
  it('refuses values and options that the experiment does not have', () => {
    const refused = (given: object, message: string, experiment = own.two): void =>
      assert.throws(() => chosenOf(experiment, own, { ...given }), { name: 'UsageError', message });
    refused({ order: 'lsb' }, "Cannot run two: order must be one of up, down, received 'lsb'");
    refused({ dataSet: 'real' }, "Cannot run two: options of its own must be among --order, received '--data-set'");
    const task = { ...own.two, task: 'two', choices: [choice('text', ''), choice('order', 'up')] };
    refused(
      { dataSet: 'real' },
      "Cannot run two: options of its own must be among --order, received '--data-set'",
      task,
    );
  });
});
