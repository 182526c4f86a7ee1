import type { RunEvent } from '../logs/events.ts';
import { LossCurve } from '../logs/loss-curve.ts';
import { type Figure, toTerminal } from '../plots/index.ts';
import type { Terminal } from './terminal.ts';

/** Milliseconds between two pictures. */
const DRAW_EVERY = 250;
/** Rows of a picture, and those that are left for the bar and the sentences. */
const [LEAST_ROWS, MOST_ROWS, LEFT] = [8, 18, 6];

/** A picture of how a run goes: what the experiment draws, or its loss. */
export class LivePlot {
  readonly #out: Terminal;
  readonly #curve = new LossCurve();
  #given: Figure | undefined;
  #lines: string[] = [];
  #drawnAt = -Infinity;
  #width = 0;
  #shown: Figure | undefined;

  constructor(out: Terminal) {
    this.#out = out;
  }

  /** What was drawn last; undefined where nothing was. */
  get shown(): Figure | undefined {
    return this.#shown;
  }

  readonly listen = (event: RunEvent): void => this.#curve.listen(event);

  /** Takes the picture of an experiment, in the place of the one before. */
  readonly draw = (figure: Figure): void => {
    this.#given = figure;
  };

  /** The picture in lines that fit the terminal, drawn anew a few times a second; none where it is too low. */
  lines(last = false): readonly string[] {
    const width = this.#out.width() - 1;
    const now = performance.now();
    if (!last && width === this.#width && now - this.#drawnAt < DRAW_EVERY) return this.#lines;
    const figure = this.#given ?? this.#curve.loss();
    const height = Math.min(this.#out.height() - LEFT, MOST_ROWS);
    if (figure !== undefined && height >= LEAST_ROWS) {
      this.#lines = figureLines(figure, this.#out, height);
      this.#shown = figure;
    } else this.#lines = [];
    this.#width = width;
    this.#drawnAt = now;
    return this.#lines;
  }
}

/** A picture in lines, as wide as the terminal and in its colours, if it has any. */
export function figureLines(figure: Figure, out: Terminal, height?: number): string[] {
  const width = Math.max(out.width() - 1, 20);
  const color = out.paint('dim', '.') !== '.';
  return toTerminal(figure, { width, color, ...(height === undefined ? {} : { height }) }).split('\n');
}
