import { OptionError, UnsupportedError } from '../errors.ts';
import type { AnyExperiment } from '../experiments/experiment.ts';
import { stateOf } from '../logs/find-run.ts';
import type { Run } from '../logs/read-run.ts';
import type { RunInfo } from '../logs/run-folder.ts';
import { describe } from '../options.ts';
import { commandOf, type RunChoice } from './run-order.ts';
import { runningIn } from './running.ts';

/**
 * What an interrupted run was asked for, by its run.json.
 *
 * @throws UnsupportedError for an experiment that there is not, or that cannot go on; OptionError for a run that has ended.
 */
export function choiceOfRun(run: Run, experiments: Readonly<Record<string, AnyExperiment>>): RunChoice {
  const { path, info } = run;
  const experiment = Object.hasOwn(experiments, info.experiment) ? experiments[info.experiment] : undefined;
  if (experiment === undefined) {
    const names = Object.keys(experiments).join(', ');
    throw new UnsupportedError(
      `Cannot resume run '${path}': experiment must be one of ${names}, received '${info.experiment}'`,
    );
  }
  const preset = Object.keys(experiment.presets).find((name) => name === info.preset);
  if (preset === undefined) {
    throw new UnsupportedError(
      `Cannot resume run '${path}': preset must be one of ${Object.keys(experiment.presets).join(', ')}, received '${info.preset}'`,
    );
  }
  const id = runningIn(run);
  if (id !== undefined) {
    throw new OptionError(
      `Cannot resume run '${path}': it must have been interrupted, received one that still goes on in process ${id}`,
      { hint: `End it first; where that is another program by now, take "process" out of ${path}/run.json.` },
    );
  }
  const { steps, strict, tensorboard, ...others } = info.options;
  const chosen = (experiment.choices ?? []).map(({ name, values }) => [name, String(others[name] ?? values[0])]);
  const choice: RunChoice = {
    experiment,
    preset,
    seed: info.seed,
    steps: typeof steps === 'number' ? steps : undefined,
    chosen: Object.fromEntries(chosen),
    strict: strict === true,
    tensorboard: tensorboard === true,
  };
  const again = { hint: `To run it anew: ${commandOf(choice)}` };
  if (experiment.notResumed !== undefined) {
    throw new UnsupportedError(
      `Cannot resume run '${path}': experiment must be one that can go on, received '${experiment.name}': ${experiment.notResumed}`,
      again,
    );
  }
  if (stateOf(run) === 'ended') {
    throw new OptionError(
      `Cannot resume run '${path}': it must have been interrupted, received one that has ended`,
      again,
    );
  }
  return choice;
}

/** Throws where the run was begun by what computes with other bits than `now`. */
export function checkSameBits({ path, info }: Run, now: RunInfo): void {
  const same = (what: string, then: unknown, is: unknown, hint: string): void => {
    if (JSON.stringify(then) === JSON.stringify(is)) return;
    throw new OptionError(
      `Cannot resume run '${path}': ${what} must be ${describe(then)}, as when it began, received ${describe(is)}`,
      { hint },
    );
  };
  const bits = 'Only the same numbers go on as if they had never stopped';
  const { memcell } = info.versions;
  same('version of memcell', memcell, now.versions.memcell, `${bits}: install memcell@${memcell}.`);
  const build = `${bits}: go on where the engine has that build (memcell doctor), or run it anew with --strict.`;
  same('build of the engine', info.engine.build, now.engine.build, build);
  for (const name of new Set([...Object.keys(info.options), ...Object.keys(now.options)])) {
    same(`option '${name}'`, info.options[name], now.options[name], `${bits}, and run.json says others.`);
  }
  for (const [name, is] of Object.entries(now.sha256 ?? {})) {
    const hint = `${bits}: put the file back as it was, or run it anew.`;
    same(`SHA-256 of '${info.options[name]}'`, info.sha256?.[name], is, hint);
  }
}
