import type { Experiment, Score } from '../experiments/experiment.ts';
import { isRecord } from '../logs/json.ts';
import { formatCount, formatNumber } from './numbers.ts';
import type { RunOutcome } from './run-experiment.ts';
import { type Terminal, wrap } from './terminal.ts';

/** Columns of the names in front of a score. */
const INDENT = 13;

/** What a run is about, before it begins. */
export function tellBegin({ name, title, presets }: Experiment, preset: 'published' | 'default', out: Terminal): void {
  const indent = name.length + 2;
  out.line(`${out.paint('bold', name)}  ${wrap(title, out.width() - indent, indent)}`);
  out.line(out.paint('dim', wrap(`preset ${preset}: ${presets[preset].description}`, out.width())));
  out.line();
}

/** The score beside the published one, and where everything is. */
export function tellScore({ result, end, saved }: RunOutcome, { published }: Experiment, out: Terminal): void {
  const row = (name: string, text: string): void => {
    out.line(out.paint('dim', name.padEnd(INDENT)) + wrap(text, out.width() - INDENT, INDENT));
  };
  out.line();
  row('score', formatScore(end.score));
  const scored = formatScore(published.score);
  const besides = scored === '' ? published.text : `${scored}: ${published.text}`;
  row('published', result.incomparable === undefined ? besides : `not compared: ${result.incomparable}`);
  row(end.stopped === undefined ? 'saved' : 'interrupted', `the model is in ${saved}`);
}

/** Numbers by name in one line. */
export function formatScore(score: Score): string {
  const shown = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(shown).join(' ');
    if (isRecord(value)) return list(value, ': ', ' ');
    if (typeof value !== 'number') return JSON.stringify(value);
    return Number.isInteger(value) ? formatCount(value) : formatNumber(value);
  };
  const list = (values: Score, is: string, and: string): string =>
    Object.entries(values)
      .map(([name, value]) => `${name}${is}${shown(value)}`)
      .join(and);
  return list(score, ' ', ', ');
}
