// Every experiment: interrupted after some steps and taken up again it gives the bits, the score, the sentences and the
// events of a run that never stopped; or it says why it cannot be.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { choiceOfRun } from '../../src/cli/resume.ts';
import { type RunOutcome, runExperiment } from '../../src/cli/run-experiment.ts';
import type { RunChoice } from '../../src/cli/run-order.ts';
import { experiments } from '../../src/experiments/index.ts';
import type { RunEvent } from '../../src/logs/events.ts';
import { readRun } from '../../src/logs/read-run.ts';
import { quietShell } from '../support/quiet-shell.ts';

const root = mkdtempSync(join(tmpdir(), 'memcell-resumed-'));
after(() => rmSync(root, { recursive: true }));

const STEPS = 6;
/** Where the run is interrupted. */
const stops = [1, 2];
/** What they evaluate takes seconds: these are interrupted once, and the slowest with one preset. */
const slow: readonly string[] = ['mnist-rows', 'cifar-cnn', 'keras-adder', 'char-lm'];
const slowest: readonly string[] = ['keras-adder published', 'char-lm large'];

interface Parts {
  readonly folder: string;
  readonly resume?: boolean;
  /** Interrupts after this step. */
  readonly stop?: number;
}

/** Drawn images and generated texts, which are here everywhere; else what is usual. */
function everywhere(values: readonly [string, ...string[]]): string {
  return ['drawn', 'generated'].find((value) => values.includes(value)) ?? values[0];
}

/** Runs an experiment, or a part of it. */
function run(choice: RunChoice, { folder, resume = false, stop }: Parts): Promise<RunOutcome> {
  const path = join(root, folder);
  const atStep = (event: RunEvent): boolean => event.event === 'step' && event.step === stop;
  const order = { ...choice, folder: path, resume: resume ? readRun(path) : undefined, save: [] };
  return runExperiment({ ...order, mode: 'json', plot: undefined, onBegin: () => {} }, quietShell(atStep));
}

/** Everything that must be the same: what a clock says is left out. */
function told(folder: string, { result, end }: RunOutcome): unknown {
  const timeless = (text: string): string => text.replaceAll(/in [\d.]+ s/g, 'in … s');
  const events = readRun(join(root, folder)).events.filter(({ event }) => event !== 'resume');
  return {
    score: end.score,
    stopped: end.stopped,
    steps: result.steps,
    summary: result.summary.map(timeless),
    figures: result.figures,
    events: events.map((event) => ({ ...event, seconds: 0, rate: 0, path: '', run: '' })),
    model: readFileSync(join(root, folder, 'model.safetensors')),
  };
}

describe('every experiment', () => {
  for (const experiment of Object.values(experiments)) {
    for (const preset of Object.keys(experiment.presets)) {
      const name = `${experiment.name} ${preset}`;
      const chosen = Object.fromEntries((experiment.choices ?? []).map((each) => [each.name, everywhere(each.values)]));
      const choice: RunChoice = { experiment, preset, seed: 1, steps: STEPS, chosen, strict: false, tensorboard: true };
      if (experiment.notResumed !== undefined) {
        it(`${name} says why it is not taken up again`, async () => {
          await run(choice, { folder: name });
          assert.throws(() => choiceOfRun(readRun(join(root, name)), experiments), {
            name: 'UnsupportedError',
            message: `Cannot resume run '${join(root, name)}': experiment must be one that can go on, received '${experiment.name}': ${experiment.notResumed}`,
          });
        });
        continue;
      }
      if (slowest.includes(name)) continue;
      it(`${name} goes on as if it had never stopped`, async () => {
        const whole = await run(choice, { folder: name });
        assert.deepEqual(readdirSync(join(root, name)).includes('checkpoints'), false);
        for (const stop of slow.includes(experiment.name) ? stops.slice(1) : stops) {
          const folder = `${name} ${stop}`;
          const first = await run(choice, { folder, stop });
          assert.deepEqual([first.end.stopped, first.result.steps], ['interrupt', stop]);
          const interrupted = readRun(join(root, folder));
          assert.deepEqual(choiceOfRun(interrupted, experiments), choice);
          const again = await run(choiceOfRun(interrupted, experiments), { folder, resume: true });
          assert.deepEqual(told(folder, again), told(name, whole));
          const resumed = readRun(join(root, folder)).events.filter(({ event }) => event === 'resume');
          assert.deepEqual(
            resumed.map((event) => 'step' in event && event.step),
            [stop],
          );
        }
      });
    }
  }
});
