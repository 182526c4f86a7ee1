import { formatEvent, type RunEvent, type RunListener } from '../logs/events.ts';
import type { LivePlot } from './live-plot.ts';
import { formatCount } from './numbers.ts';
import { describeProgress, drawProgress, type ProgressState } from './progress-bar.ts';
import { columnsOf, type Terminal, wrapSentences } from './terminal.ts';

/** A bar in place; lines; every event as JSON; the last event as JSON; nothing. */
export type ProgressMode = 'bar' | 'lines' | 'json' | 'end' | 'none';

/** Shows a run as it goes on. */
export interface Progress {
  readonly listen: RunListener;
  /** Leaves the last state and the terminal as it was; to be called also where the run has failed, and at most twice. */
  close(): void;
}

/** Milliseconds between two drawings, and seconds between two lines. */
const DRAW_EVERY = 66;
const LINE_EVERY = 1;
const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';

/** The mode that the options and the terminal ask for. */
export function progressMode({ json, quiet }: { json?: boolean; quiet?: boolean }, out: Terminal): ProgressMode {
  if (json) return quiet ? 'end' : 'json';
  return quiet ? 'none' : out.interactive ? 'bar' : 'lines';
}

/** What listens to a run and writes to `out` in one of the modes; a picture goes above the bar, or after the last line. */
export function progress(mode: ProgressMode, out: Terminal, plot?: LivePlot): Progress {
  if (mode === 'bar') return barProgress(out, plot);
  if (mode === 'lines') return lineProgress(out, plot);
  return {
    listen(event) {
      if (mode === 'json' || (mode === 'end' && event.event === 'end')) out.line(formatEvent(event));
    },
    close: () => {},
  };
}

/** What is known after an event. */
class Follower {
  #total: number | undefined;
  #state: ProgressState | undefined;

  /** The state after the event, where it is one that moves the bar. */
  follow(event: RunEvent): ProgressState | undefined {
    if (event.event === 'start' || event.event === 'plan') this.#total = event.steps;
    if (event.event !== 'step' && event.event !== 'epoch') return undefined;
    const { step, seconds, loss, metrics } = event;
    const validation = event.event === 'epoch' ? Object.entries(event.validation ?? {}) : [];
    const named = validation.map(([name, value]) => [`val ${name}`, value] as const);
    const rate = event.event === 'step' ? event.rate : this.#state?.rate;
    const values = { loss, ...metrics, ...Object.fromEntries(named) };
    this.#state = { step, total: this.#total, rate, seconds, values, done: false };
    return this.#state;
  }

  /** The last state, as it is left behind; once only. */
  end(): ProgressState | undefined {
    const last = this.#state && { ...this.#state, done: true };
    this.#state = undefined;
    return last;
  }
}

/** Lines that are drawn over in place; sentences go above them. */
function barProgress(out: Terminal, plot: LivePlot | undefined): Progress {
  const follower = new Follower();
  let drawn: string[] = [];
  let drawnAt = -Infinity;
  let hidden = false;

  const erase = (): string => {
    const rows = drawn.length;
    // terminals differ in what they do with lines that no longer fit: those are left, and drawn again below
    const fits = drawn.every((line) => columnsOf(line) <= out.width());
    drawn = [];
    if (rows === 0) return '';
    return fits ? `\r${rows > 1 ? `\x1b[${rows - 1}A` : ''}\x1b[J` : '\n';
  };
  const draw = (state: ProgressState): void => {
    const before = hidden ? erase() : HIDE_CURSOR;
    hidden = true;
    drawn = [...(plot?.lines(state.done) ?? []), ...drawProgress(state, out.width() - 1, out.paint)];
    out.write(before + drawn.join('\n'));
    drawnAt = performance.now();
  };
  const show = (): void => {
    if (hidden) out.write(SHOW_CURSOR);
    hidden = false;
  };
  process.once('exit', show);

  return {
    listen(event) {
      plot?.listen(event);
      const state = follower.follow(event);
      if (state !== undefined && performance.now() - drawnAt >= DRAW_EVERY) draw(state);
      const sentence = sentenceOf(event, out);
      if (sentence !== undefined) out.write(`${erase()}${sentence}\n`);
    },
    close() {
      const last = follower.end();
      if (last !== undefined) {
        draw(last);
        out.write('\n');
      }
      show();
      process.removeListener('exit', show);
    },
  };
}

/** A line now and then. */
function lineProgress(out: Terminal, plot: LivePlot | undefined): Progress {
  const follower = new Follower();
  let told: ProgressState | undefined;
  return {
    listen(event) {
      plot?.listen(event);
      const state = follower.follow(event);
      if (state !== undefined && (told === undefined || state.seconds - told.seconds >= LINE_EVERY)) {
        told = state;
        out.line(describeProgress(state));
      }
      const sentence = sentenceOf(event, out);
      if (sentence !== undefined) out.line(sentence);
    },
    close() {
      const last = follower.end();
      if (last === undefined) return;
      out.line(describeProgress(last));
      for (const line of plot?.lines(true) ?? []) out.line(line);
    },
  };
}

function sentenceOf(event: RunEvent, out: Terminal): string | undefined {
  if (event.event === 'resume') return `Goes on after step ${formatCount(event.step)}.`;
  return event.event === 'note' ? wrapSentences(event.text, out.width()) : undefined;
}
