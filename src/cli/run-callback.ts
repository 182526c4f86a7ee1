import { OptionError } from '../errors.ts';
import type { RunListener } from '../logs/events.ts';
import { describe } from '../options.ts';
import type { Json, ResumableCallback } from '../train/callback.ts';

/** Steps and epochs that are all kept; from there on every tenth, from ten times as many every hundredth, and so on. */
const ALL_UNTIL = 10_000;
/** Seconds that the rate looks back. */
const LOOK_BACK = 3;

/** A listener of a training that counts its steps. */
export interface RunCallback extends ResumableCallback {
  /** Steps so far. */
  readonly step: number;
}

/**
 * Turns what a training tells its callbacks into events.
 *
 * @param clock seconds since the run began.
 */
export function runCallback(listen: RunListener, clock: () => number): RunCallback {
  const marks: { seconds: number; step: number }[] = [];
  let step = 0;
  let epoch = 0;

  /** Steps a second over the last few seconds. */
  function rateAt(seconds: number): number | undefined {
    while (marks.length > 1 && (marks[1]?.seconds ?? seconds) < seconds - LOOK_BACK) marks.shift();
    const [first] = marks;
    if (first === undefined || (marks.at(-1)?.seconds ?? 0) < seconds - 0.1) marks.push({ seconds, step });
    return first === undefined || seconds - first.seconds < 0.05
      ? undefined
      : (step - first.step) / (seconds - first.seconds);
  }

  return {
    className: 'RunCallback',
    variables: [],
    state: () => ({ step, epoch }),
    restore(state) {
      const then = (state ?? {}) as { readonly [name: string]: Json };
      if (typeof then.step !== 'number' || typeof then.epoch !== 'number') {
        throw new OptionError(`Cannot resume run: checkpoint must count the steps, received ${describe(state)}`);
      }
      ({ step, epoch } = then as { step: number; epoch: number });
    },
    get step() {
      return step;
    },
    onEpochBegin(number) {
      epoch = number + 1;
    },
    onBatchEnd(_batch, logs) {
      step++;
      const { loss = NaN, ...metrics } = logs;
      const seconds = clock();
      const rate = rateAt(seconds);
      listen({ event: 'step', step, epoch, loss, metrics, seconds, ...(rate === undefined ? {} : { rate }) });
    },
    onEpochEnd(number, { loss = NaN, ...all }) {
      const metrics: Record<string, number> = {};
      const validation: Record<string, number> = {};
      for (const [name, value] of Object.entries(all)) {
        const [, first, rest] = /^val([A-Z])(.*)$/.exec(name) ?? [];
        if (first === undefined) metrics[name] = value;
        else validation[`${first.toLowerCase()}${rest}`] = value;
      }
      const tried = Object.keys(validation).length > 0 ? { validation } : {};
      listen({ event: 'epoch', epoch: number + 1, step, loss, metrics, ...tried, seconds: clock() });
    },
  };
}

/** Leaves steps and epochs out of a long run, by their number alone, so that its log stays small. */
export function thinOut(listen: RunListener): RunListener {
  return (event) => {
    const number = event.event === 'step' ? event.step : event.event === 'epoch' ? event.epoch : 0;
    let every = 1;
    while (number >= every * ALL_UNTIL) every *= 10;
    if (number % every === 0) listen(event);
  };
}
