import type { Numbers } from '../logs/events.ts';
import { formatCount, formatNumber, formatRate, formatTime } from './numbers.ts';
import type { Style } from './terminal.ts';

/** What is drawn. */
export interface ProgressState {
  readonly step: number;
  /** Steps that may be taken; undefined where it is not known. */
  readonly total: number | undefined;
  /** Steps a second; undefined at first. */
  readonly rate: number | undefined;
  /** Since the first step. */
  readonly seconds: number;
  /** Loss and metrics by name. */
  readonly values: Numbers;
  /** Whether training has ended: the time is then what it took, not what is left. */
  readonly done: boolean;
}

/** Puts a text in a style. */
export type Paint = (style: Style, text: string) => string;

const GAP = '  ';
const LEAST_BAR = 8;
const LARGEST_BAR = 40;

/** Two lines of at most `width` columns: bar, share, steps, rate, time; loss and metrics. */
export function drawProgress(state: ProgressState, width: number, paint: Paint): string[] {
  const { step, total, rate } = state;
  const share = total === undefined || total === 0 ? undefined : Math.min(step / total, 1);
  const count = total === undefined ? formatCount(step) : `${formatCount(step)}/${formatCount(total)}`;
  const parts = [
    ...(share === undefined ? [] : [`${Math.floor(100 * share)}%`.padStart(4)]),
    share === undefined ? `${count} steps` : count.padStart(2 * formatCount(total ?? 0).length + 1),
    ...(rate === undefined ? [] : [`${formatRate(rate)} steps/s`.padStart(13)]),
    ...timeOf(share, state).map((time) => time.padStart(10)),
  ];
  while (parts.length > 1 && parts.join(GAP).length > width) parts.pop();
  const text = parts.join(GAP).slice(0, width);
  const room = Math.min(width - text.length - GAP.length, LARGEST_BAR);
  const bar = share === undefined || room < LEAST_BAR ? '' : drawBar(share, room, paint) + GAP;
  return [bar + text, drawValues(state.values, width, paint)];
}

function timeOf(share: number | undefined, { rate, seconds, done, step, total }: ProgressState): string[] {
  if (done || share === undefined) return [`${done ? 'in ' : ''}${formatTime(seconds)}`];
  return rate === undefined || rate === 0 ? [] : [`${formatTime(((total ?? step) - step) / rate)} left`];
}

/** A bar in half columns. */
export function drawBar(share: number, width: number, paint: Paint): string {
  const halves = Math.floor(share * width * 2);
  const full = Math.floor(halves / 2);
  const half = halves % 2 === 1 ? '╸' : '';
  const rest = width - full - half.length;
  // the track shows by its colour only: without colours it is left empty
  const track = paint('dim', '━') === '━' ? ' '.repeat(rest) : paint('dim', '━'.repeat(rest));
  return paint(share === 1 ? 'green' : 'cyan', '━'.repeat(full) + half) + track;
}

/** As many values as fit, the first ones first. */
function drawValues(values: Numbers, width: number, paint: Paint): string {
  let columns = 0;
  let text = '';
  for (const [name, value] of Object.entries(values)) {
    const gap = text === '' ? '' : GAP;
    const number = formatNumber(value);
    columns += gap.length + name.length + 1 + number.length;
    if (columns > width) break;
    text += `${gap}${paint('dim', name)} ${number}`;
  }
  return text;
}

/** The same as one line without colours, for a file or a pipe. */
export function describeProgress(state: ProgressState): string {
  const { step, total, rate, values } = state;
  const share = total === undefined || total === 0 ? undefined : Math.min(step / total, 1);
  const numbers = Object.entries(values).map(([name, value]) => `${name} ${formatNumber(value)}`);
  return [
    `step ${formatCount(step)}${total === undefined ? '' : ` of ${formatCount(total)}`}`,
    ...(share === undefined ? [] : [`${Math.floor(100 * share)}%`]),
    ...numbers,
    ...(rate === undefined ? [] : [`${formatRate(rate)} steps/s`]),
    ...timeOf(share, state),
  ].join(GAP);
}
