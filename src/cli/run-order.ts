import { type AnyExperiment, presetOf } from '../experiments/experiment.ts';
import type { Run } from '../logs/read-run.ts';
import type { LivePlot } from './live-plot.ts';
import type { ProgressMode } from './progress.ts';

/** What a run follows from. */
export interface RunChoice {
  readonly experiment: AnyExperiment;
  readonly preset: string;
  readonly seed: number;
  readonly steps: number | undefined;
  /** What was chosen among the experiment's own options, defaults included. */
  readonly chosen: Readonly<Record<string, string>>;
  readonly strict: boolean;
  /** Whether event files for TensorBoard are written. */
  readonly tensorboard: boolean;
}

/** What `memcell run` was asked for. */
export interface RunOrder extends RunChoice {
  /** Folder of a new run; undefined for one of its own under runs/. */
  readonly folder: string | undefined;
  /** The interrupted run that is to go on instead. */
  readonly resume: Run | undefined;
  /** Further files that the model goes to. */
  readonly save: readonly string[];
  readonly mode: ProgressMode;
  /** Pictures of how it goes; undefined where nobody looks. */
  readonly plot: LivePlot | undefined;
  /** Called when the run folder is there and training begins. */
  readonly onBegin: () => void;
}

/** What run.json says was chosen, defaults included. */
export function optionsOf(choice: RunChoice): Readonly<Record<string, unknown>> {
  const { experiment, preset, steps, chosen, strict, tensorboard } = choice;
  const { options } = presetOf(experiment, preset);
  return { ...options, ...(steps === undefined ? {} : { steps }), ...chosen, strict, tensorboard };
}

/** The command that makes a run again. */
export function commandOf({ experiment, preset, seed, steps, chosen, strict, tensorboard }: RunChoice): string {
  const usual = Object.fromEntries((experiment.choices ?? []).map(({ name, values }) => [name, values[0]]));
  const { name, task } = experiment;
  const others = Object.entries(chosen).filter(([choice]) => task === undefined || choice !== 'text');
  return [
    task === undefined ? `memcell run ${name}` : `memcell train ${quoted(chosen.text ?? '')} --task ${task}`,
    ...(preset === 'default' ? [] : [`--preset ${preset}`]),
    `--seed ${seed}`,
    ...(steps === undefined || steps === presetOf(experiment, preset).options.steps ? [] : [`--steps ${steps}`]),
    ...others.flatMap(([choice, value]) => (value === usual[choice] ? [] : [`--${choice} ${quoted(value)}`])),
    ...(strict ? ['--strict'] : []),
    ...(tensorboard ? ['--tensorboard'] : []),
  ].join(' ');
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w./:=+@%,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
