import type { AnyExperiment } from '../../experiments/experiment.ts';
import type { Run } from '../../logs/read-run.ts';
import { formatBytes, formatCount, formatNumber, formatTime } from '../numbers.ts';
import { valueText } from '../report/table.ts';
import { formatScore } from '../score-text.ts';
import { harmless, type Terminal, wrap } from '../terminal.ts';
import { filesOf } from './run-files.ts';
import { formatWhen, shownState, stepsOf } from './run-row.ts';

const INDENT = 12;
/** Losses that are shown, the last ones. */
const LOSSES = 5;

/** A run on one page of the terminal. */
export async function showRun(run: Run, out: Terminal): Promise<void> {
  const { info, path } = run;
  const { everyExperiment: experiments } = await import('../../experiments/index.ts');
  const experiment = Object.hasOwn(experiments, info.experiment) ? experiments[info.experiment] : undefined;
  const row = (name: string, text: string): void => {
    out.line(out.paint('dim', name.padEnd(INDENT)) + wrap(harmless(text), out.width() - INDENT, INDENT));
  };
  out.line(`${out.paint('bold', harmless(path))}  ${harmless(experiment?.title ?? info.experiment)}`);
  row('state', stateLine(run));
  row('experiment', `${info.experiment}, preset ${info.preset}, seed ${info.seed}`);
  row('score', info.score === undefined ? 'none yet' : formatScore(info.score));
  if (info.score !== undefined) row('published', publishedText(run, experiment));
  row('counts', experiment?.scoreMeaning ?? '');
  row('options', valueText(info.options));
  const losses = lastLosses(run);
  if (losses !== '') row('losses', losses);
  row('versions', valueText(info.versions));
  row('engine', valueText(info.engine));
  row(
    'files',
    filesOf(path)
      .map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`)
      .join(', '),
  );
}

/** The same for a program. */
export function runDetails(run: Run): Readonly<Record<string, unknown>> {
  const { info, path, events, cutOff } = run;
  const losses = events.flatMap((event) => (event.event === 'step' ? [{ step: event.step, loss: event.loss }] : []));
  const files = filesOf(path);
  return { path, state: shownState(run), ...info, steps: stepsOf(run), losses: losses.slice(-LOSSES), files, cutOff };
}

function publishedText({ info }: Run, experiment: AnyExperiment | undefined): string {
  if (info.incomparable !== undefined) return `not compared: ${info.incomparable}`;
  const scored = formatScore(info.published ?? {});
  const besides = info.preset in (experiment?.presets ?? {}) ? (experiment?.published?.text ?? '') : '';
  return [scored, besides].filter((text) => text !== '').join(': ') || 'none';
}

function stateLine(run: Run): string {
  const { began, seconds } = run.info;
  const time = seconds ?? run.events.at(-1)?.seconds ?? 0;
  const state = shownState(run);
  const steps = `${formatCount(stepsOf(run))} steps in ${formatTime(time)}`;
  const goesOn = state === 'ended' || state === 'running' ? '' : '; memcell run --resume goes on with it';
  return `${state}, begun ${formatWhen(began)}, ${steps}${run.cutOff ? ', its last event is cut off' : ''}${goesOn}`;
}

function lastLosses({ events }: Run): string {
  const steps = events.flatMap((event) => (event.event === 'step' ? [event] : []));
  return steps
    .slice(-LOSSES)
    .map(({ step, loss }) => `step ${formatCount(step)}: ${formatNumber(loss)}`)
    .join(', ');
}
