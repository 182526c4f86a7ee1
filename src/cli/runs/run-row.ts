import { type ListedRun, type RunState, stateOf } from '../../logs/find-run.ts';
import type { Run } from '../../logs/read-run.ts';
import { formatCount } from '../numbers.ts';
import { runningIn } from '../running.ts';
import { formatScore } from '../score-text.ts';
import { type Column, table } from '../table.ts';
import { columnsOf, harmless } from '../terminal.ts';

/** Steps that a run took, also where it did not come to its end. */
export function stepsOf({ info, events }: Run): number {
  if (info.steps !== undefined) return info.steps;
  return events.reduce((most, event) => ('step' in event ? Math.max(most, event.step) : most), 0);
}

/** Whether it has ended, was interrupted, is unfinished, or still goes on. */
export function shownState(run: Run): RunState | 'running' {
  return runningIn(run) === undefined ? stateOf(run) : 'running';
}

/** When a run began: local time, to the minute. */
export function formatWhen(began: string): string {
  const time = new Date(began);
  if (Number.isNaN(time.getTime())) return began;
  const two = (n: number): string => String(n).padStart(2, '0');
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

const columns: readonly Column[] = [
  { head: 'run', least: 20 },
  { head: 'experiment' },
  { head: 'preset' },
  { head: 'seed', right: true },
  { head: 'steps', right: true },
  { head: 'score', least: 12 },
  { head: 'began' },
  { head: 'state' },
];

/** Runs as the lines of a table; damaged ones below it, with the reason. */
export function runLines(runs: readonly ListedRun[], width: number): string[] {
  const whole = runs.flatMap(({ name, run }) => (run === undefined ? [] : [{ name, run }]));
  const damaged = runs.flatMap(({ name, damage }) => (damage === undefined ? [] : [{ name, damage }]));
  const rows = whole.map(({ name, run }) => {
    const { experiment, preset, seed, score, began } = run.info;
    const scored = score === undefined ? '' : formatScore(score, { brief: true });
    return [
      name,
      experiment,
      preset,
      String(seed),
      formatCount(stepsOf(run)),
      scored,
      formatWhen(began),
      shownState(run),
    ];
  });
  return [
    ...(rows.length === 0 ? [] : fitted(rows, width)),
    ...damaged.map(({ name, damage }) => `${name}  damaged: ${damage.message}`),
  ].map(harmless);
}

/** Columns that a narrow terminal does without, one after the other. */
const SPARED = ['began', 'experiment', 'preset', 'seed'];

function fitted(rows: readonly (readonly string[])[], width: number): string[] {
  for (let spared = 0; ; spared++) {
    const kept = columns.map(({ head }) => !SPARED.slice(0, spared).includes(head));
    const cut = rows.map((row) => row.filter((_, k) => kept[k]));
    const lines = table(
      columns.filter((_, k) => kept[k]),
      cut,
      { width },
    );
    if (spared === SPARED.length || lines.every((line) => columnsOf(line) <= width)) return lines;
  }
}

/** A run as one JSON object. */
export function runJson({ name, path, run, damage }: ListedRun): Readonly<Record<string, unknown>> {
  if (run === undefined) return { name, path, state: 'damaged', reason: damage?.message };
  const { experiment, preset, seed, options, score, published, seconds, began } = run.info;
  const state = shownState(run);
  return {
    name,
    path,
    state,
    experiment,
    preset,
    seed,
    steps: stepsOf(run),
    score,
    published,
    seconds,
    began,
    options,
  };
}
