import { formatBytes, formatTime } from '../numbers.ts';
import { drawBar, type Paint } from '../progress-bar.ts';
import type { Terminal } from '../terminal.ts';

/** A file that comes, as it is shown. */
export interface DownloadState {
  readonly name: string;
  /** Bytes that are there. */
  readonly done: number;
  readonly total: number;
  /** Bytes a second; undefined at first. */
  readonly rate: number | undefined;
}

/** Shows downloads as they go on. */
export interface DownloadProgress {
  /** The file that comes next. */
  begin(name: string, total: number): void;
  update(done: number): void;
  /** A sentence above the bar. */
  tell(sentence: string): void;
  /** Leaves the last state behind, and the terminal as it was. */
  close(): void;
}

const DRAW_EVERY = 66;
const LINE_EVERY = 2000;
const LARGEST_BAR = 30;
const LEAST_BAR = 8;
const GAP = '  ';

/** Name, share, bytes, rate and time left; of a width, what does not fit is left out from the right, and a bar fills it. */
export function drawDownload(state: DownloadState, width: number = Infinity, paint?: Paint): string {
  const { name, done, total, rate } = state;
  const share = total === 0 ? 1 : done / total;
  const parts = [
    `${Math.floor(100 * share)}%`,
    `${formatBytes(done)} of ${formatBytes(total)}`,
    ...(rate === undefined ? [] : [`${formatBytes(Math.round(rate))}/s`]),
    ...(rate === undefined || rate === 0 || share === 1 ? [] : [`${formatTime((total - done) / rate)} left`]),
  ];
  while (parts.length > 1 && [name, ...parts].join(GAP).length > width) parts.pop();
  const text = parts.join(GAP);
  const room = Math.min(width - name.length - text.length - 2 * GAP.length, LARGEST_BAR);
  const bar = paint === undefined || room < LEAST_BAR ? '' : drawBar(share, room, paint) + GAP;
  return name.length + GAP.length + text.length > width ? text.slice(0, width) : `${name}${GAP}${bar}${text}`;
}

/** A bar in place on a terminal, else a line now and then; with `quiet` nothing. */
export function downloadProgress(out: Terminal, quiet: boolean): DownloadProgress {
  if (quiet) return { begin() {}, update() {}, tell() {}, close() {} };
  let state: DownloadState | undefined;
  let from = { at: 0, done: 0 };
  let shownAt = 0;
  let drawn = false;
  const erase = (): string => {
    const before = drawn ? '\r\x1b[K' : '';
    drawn = false;
    return before;
  };
  const show = (): void => {
    if (state === undefined) return;
    shownAt = performance.now();
    if (out.interactive) out.write(erase() + drawDownload(state, out.width() - 1, out.paint));
    else out.line(drawDownload(state));
    drawn = out.interactive;
  };
  const end = (): void => {
    if (state !== undefined && (state.done === state.total || drawn)) show();
    if (drawn) out.write('\n');
    drawn = false;
    state = undefined;
  };
  return {
    begin(name, total) {
      end();
      state = { name, done: 0, total, rate: undefined };
      from = { at: 0, done: 0 };
      shownAt = performance.now();
    },
    update(done) {
      if (state === undefined) return;
      const now = performance.now();
      // what was kept of an earlier time, and a start from the beginning, count for no rate
      if (from.at === 0 || done < from.done) from = { at: now, done };
      const seconds = (now - from.at) / 1000;
      state = { ...state, done, rate: seconds < 0.2 ? undefined : (done - from.done) / seconds };
      if (now - shownAt >= (out.interactive ? DRAW_EVERY : LINE_EVERY)) show();
    },
    tell(sentence) {
      out.write(`${erase()}${sentence}\n`);
    },
    close: end,
  };
}
