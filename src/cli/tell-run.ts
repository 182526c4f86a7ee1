import { type AnyExperiment, presetOf } from '../experiments/experiment.ts';
import type { RunOutcome } from './run-experiment.ts';
import { formatScore } from './score-text.ts';
import { type Terminal, wrap } from './terminal.ts';

/** Columns of the names in front of a score. */
const INDENT = 13;

/** What a run is about, before it begins. */
export function tellBegin(experiment: AnyExperiment, preset: string, out: Terminal): void {
  const { name, title } = experiment;
  const indent = name.length + 2;
  out.line(`${out.paint('bold', name)}  ${wrap(title, out.width() - indent, indent)}`);
  out.line(out.paint('dim', wrap(`preset ${preset}: ${presetOf(experiment, preset).description}`, out.width())));
  out.line();
}

/** The score beside the published one, and where everything is. */
export function tellScore(
  outcome: RunOutcome,
  { published, scoreMeaning, notResumed }: AnyExperiment,
  out: Terminal,
): void {
  const { result, end, saved, interrupted } = outcome;
  const row = (name: string, text: string): void => {
    out.line(out.paint('dim', name.padEnd(INDENT)) + wrap(text, out.width() - INDENT, INDENT));
  };
  out.line();
  row('score', formatScore(end.score));
  if (published !== undefined) {
    const scored = formatScore(published.score);
    const besides = scored === '' ? published.text : `${scored}: ${published.text}`;
    row('published', result.incomparable === undefined ? besides : `not compared: ${result.incomparable}`);
  }
  row('counts', scoreMeaning);
  const cut = end.stopped !== undefined;
  row(cut ? 'interrupted' : 'saved', `the model is in ${saved}`);
  if (cut && notResumed === undefined) row('to go on', `memcell run --resume ${end.run}`);
  if (interrupted && !cut) row('interrupted', 'after the training: nothing is missing');
}
