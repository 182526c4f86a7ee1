import { FormatError } from '../errors.ts';
import { describe } from '../options.ts';
import type { History } from './callback.ts';
import { type Json, numberFromJson, numberToJson } from './checkpoint-data.ts';
import type { Logs } from './metric-set.ts';

/** What `fit` has done so far. */
export class Progress {
  readonly epoch: number[] = [];
  readonly history: Record<string, number[]> = {};
  /** Steps that were taken. */
  steps = 0;

  /** Keeps the numbers of an epoch. */
  add(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) {
      this.history[name] ??= [];
      this.history[name].push(value);
    }
  }

  /** What `fit` returns. */
  result(stopped: History['stopped']): History {
    return { epoch: this.epoch, history: this.history, steps: this.steps, stopped };
  }

  /** All of it for a checkpoint. */
  state(): Json {
    const history = Object.fromEntries(
      Object.entries(this.history).map(([name, values]) => [name, values.map(numberToJson)]),
    );
    return { epoch: [...this.epoch], history, steps: this.steps };
  }

  /** Takes up what `state` gave. @throws FormatError where it is none. */
  restore(state: Json): void {
    const { epoch, history, steps } = (state ?? {}) as { epoch?: Json; history?: Json; steps?: Json };
    if (!Array.isArray(epoch) || typeof history !== 'object' || history === null || typeof steps !== 'number') {
      throw new FormatError(
        `Cannot resume training: checkpoint must hold epochs, history and steps, received ${describe(state)}`,
      );
    }
    this.epoch.splice(0, Infinity, ...(epoch as number[]));
    this.steps = steps;
    for (const [name, values] of Object.entries(history as Record<string, Json[]>)) {
      this.history[name] = values.map(numberFromJson);
    }
  }
}
