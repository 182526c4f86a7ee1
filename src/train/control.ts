import type { History, TrainControl } from './callback.ts';

/** Whether a training goes on, waits or ends: what callbacks and the signal ask for. */
export class Control implements TrainControl {
  readonly #signal: AbortSignal | undefined;
  #stopped: History['stopped'];
  #paused = false;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** Why training ends early, if it does; the signal counts before the callbacks. */
  get stopped(): History['stopped'] {
    return this.#signal?.aborted ? 'abort' : this.#stopped;
  }

  /** Whether it waits, or soon will. */
  get paused(): boolean {
    return this.#paused;
  }

  stop(): void {
    this.#stopped ??= 'callback';
    this.#wake?.();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#wake?.();
  }

  /** Waits while it is paused and has not ended. */
  async whilePaused(): Promise<void> {
    while (this.#paused && this.stopped === undefined) {
      const wake = await new Promise<() => void>((resolve) => {
        const run = (): void => resolve(run);
        this.#wake = run;
        this.#signal?.addEventListener('abort', run);
      });
      this.#signal?.removeEventListener('abort', wake);
    }
    this.#wake = undefined;
  }
}
