import type { LineSeries, LinesFigure } from '../plots/figure.ts';
import type { EpochEvent, Numbers, RunEvent } from './events.ts';

/** Points of a line at most; beyond it neighbours become one. */
const POINTS = 512;
/** Epochs from which they make a better line than the steps within them. */
const EPOCHS = 10;

/** A line of means: as many points as fit, however many values come. */
class Means {
  readonly x: number[] = [];
  readonly y: number[] = [];
  #size = 1;
  #count = 0;
  #sum = 0;

  add(x: number, y: number): void {
    this.#count++;
    this.#sum += y;
    if (this.#count < this.#size) return;
    this.x.push(x);
    this.y.push(this.#sum / this.#count);
    this.#count = 0;
    this.#sum = 0;
    if (this.x.length >= 2 * POINTS) this.#halve();
  }

  /** The line, with what was not yet enough for a point of its own at its end. */
  points(last: number): { x: readonly number[]; y: readonly number[] } {
    if (this.#count === 0) return { x: [...this.x], y: [...this.y] };
    return { x: [...this.x, last], y: [...this.y, this.#sum / this.#count] };
  }

  #halve(): void {
    for (let i = 0; i < POINTS; i++) {
      this.x[i] = this.x[2 * i + 1] as number;
      this.y[i] = ((this.y[2 * i] as number) + (this.y[2 * i + 1] as number)) / 2;
    }
    this.x.length = POINTS;
    this.y.length = POINTS;
    this.#size *= 2;
  }
}

/** Follows a run and draws its learning curve and its metrics. */
export class LossCurve {
  readonly #steps = new Means();
  readonly #epochs = new Means();
  readonly #validation = new Means();
  readonly #metrics = new Map<string, Means>();
  #epochCount = 0;
  #epoch = 0;
  #step = 0;
  /** Whether an epoch has more than one step: the loss that is told is then the mean since it began. */
  #means = false;

  /** Takes an event, as a listener of the run. */
  readonly listen = (event: RunEvent): void => {
    if (event.event === 'step') {
      this.#step = event.step;
      this.#means = (event.epoch ?? event.step) < event.step;
      this.#steps.add(event.step, event.loss);
    } else if (event.event === 'epoch') this.#addEpoch(event);
  };

  /** Loss over steps: the mean of each epoch, or with few epochs that of the steps; undefined before the first. */
  loss(title = 'Learning curve'): LinesFigure | undefined {
    const byEpoch = this.#epochCount >= EPOCHS || (this.#epochCount > 1 && this.#validation.x.length > 0);
    const series = [
      this.#line('loss', byEpoch ? this.#epochs : this.#steps),
      { ...this.#line('validation loss', this.#validation), dashed: true },
    ].filter(({ x }) => x.length > 0);
    if (series.length === 0) return undefined;
    const all = series.flatMap(({ y }) => y);
    const caption = this.#means && !byEpoch ? { caption: 'Within an epoch, the mean since it began.' } : {};
    return { kind: 'lines', title, ...caption, x: { label: 'step' }, y: { label: 'loss', ...scaleOf(all) }, series };
  }

  /** Metrics over steps, each epoch's mean; undefined where there are none. */
  metrics(): LinesFigure | undefined {
    const series = [...this.#metrics].map(([name, means]) => ({
      ...this.#line(name, means),
      dashed: name.startsWith('validation '),
    }));
    if (series.every(({ x }) => x.length < 2)) return undefined;
    const names = new Set(series.map(({ name }) => name.replace(/^validation /, '')));
    const label = names.size === 1 ? [...names].join() : 'metric';
    return { kind: 'lines', title: 'Metrics', x: { label: 'step' }, y: { label }, series };
  }

  #addEpoch({ epoch, step, loss, metrics = {}, validation = {} }: EpochEvent): void {
    this.#epochCount++;
    if (epoch <= this.#epoch) this.#epochs.add(step, Number.NaN); // another training: a gap before it
    this.#epoch = epoch;
    this.#step = step;
    this.#epochs.add(step, loss);
    const { loss: validated, ...others } = validation;
    if (validated !== undefined) this.#validation.add(step, validated);
    this.#addMetrics(step, metrics, '');
    this.#addMetrics(step, others, 'validation ');
  }

  #addMetrics(step: number, metrics: Numbers, before: string): void {
    for (const [name, value] of Object.entries(metrics)) {
      const means = this.#metrics.get(before + name) ?? new Means();
      this.#metrics.set(before + name, means);
      means.add(step, value);
    }
  }

  #line(name: string, means: Means): LineSeries {
    return { name, ...means.points(this.#step) };
  }
}

/** The curve of events that are there already. */
export function curveOf(events: readonly RunEvent[]): LossCurve {
  const curve = new LossCurve();
  events.forEach(curve.listen);
  return curve;
}

/** A logarithmic axis where values span more than a hundredfold. */
export function scaleOf(values: readonly number[]): { scale?: 'log' } {
  const finite = values.filter((value) => Number.isFinite(value));
  const least = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const most = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  return least > 0 && most / least > 100 ? { scale: 'log' } : {};
}
