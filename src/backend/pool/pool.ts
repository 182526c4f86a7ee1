import { ResourceError } from '../../errors.ts';
import { platform } from '../../platform/index.ts';
import {
  ASLEEP,
  argumentsOf,
  CALLER_ASLEEP,
  type Control,
  FAILED,
  KERNEL,
  MAX_ARGUMENTS,
  makeControl,
  PENDING,
  READY,
  STATE,
  TURN,
  wordsOf,
} from './control.ts';
import { WORKER_TEXT, type WorkerStart } from './worker-text.ts';

/** What the workers work on. */
export interface PoolEngine {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Names of the kernels, in the order of their numbers. */
  readonly names: readonly string[];
}

/** How the workers are to be had. */
export interface PoolOptions {
  /** Where the text of a worker is served; undefined for one that is made here. */
  readonly workerUrl?: string | undefined;
  /** Whether those that cannot start are an error; else the others do their work. Default true. */
  readonly required?: boolean;
  /** Milliseconds without an answer, besides the time that the caller's own part took ten times, until a worker is lost. */
  readonly patience?: number;
}

/** Milliseconds that a thread looks before it sleeps: more than what lies between two calls of a training step. */
const LOOK = 1;
const SERVE =
  "Allow them (Content-Security-Policy: worker-src blob:), or serve 'memcell/worker' and configure({ workerUrl }).";
const ALONE = 'A call of configure({ threads: 1 }) or MEMCELL_THREADS=1 does without.';

/** Threads that run parts of one kernel call at a time: the caller, and workers that sleep in between. */
export class Pool {
  readonly #control: Control;
  readonly #engine: PoolEngine;
  readonly #options: PoolOptions;
  /** Workers there may be; fewer once some could not start. */
  #workers: number;
  readonly #asked: number;
  /** Where the arguments of each worker's kernel go: all of them, and those behind a first one. */
  readonly #places: readonly (readonly [all: Float64Array, rest: Float64Array])[];
  /** What ends the workers that were started. */
  readonly #ends: (() => void)[] = [];
  #started = 0;
  /** Workers that have begun, from the first one on. */
  #ready = 0;
  #posted = 0;
  #canWait = true;
  /** Why a worker could not start, and what is known of one that was lost. */
  #refusal: string | undefined;
  #loss: string | undefined;

  /** @param workers how many there are besides the caller; each is started when it is asked for the first time. */
  constructor(workers: number, engine: PoolEngine, options: PoolOptions = {}) {
    this.#workers = workers;
    this.#asked = workers;
    this.#engine = engine;
    this.#options = options;
    this.#control = makeControl(workers);
    const { numbers } = this.#control;
    this.#places = Array.from({ length: workers }, (_, worker) => {
      const at = argumentsOf(workers, worker);
      return [numbers.subarray(at, at + MAX_ARGUMENTS), numbers.subarray(at + 1, at + MAX_ARGUMENTS)];
    });
  }

  /** Threads that there are or will be, the caller's included. */
  get size(): number {
    return this.#workers + 1;
  }

  /** Why there are fewer than were asked for. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /**
   * Threads that can take part now, the caller's included, up to so many: workers do once they have booted.
   * @throws ResourceError where one is required and cannot start.
   */
  threads(most: number = this.size): number {
    const wanted = Math.min(most - 1, this.#workers);
    if (this.#ready >= wanted) return wanted + 1;
    while (this.#started < Math.min(wanted, this.#workers)) this.#start(this.#started++);
    const { words } = this.#control;
    while (this.#ready < wanted && Atomics.load(words, wordsOf(this.#ready) + STATE) === READY) this.#ready++;
    if (this.#refusal !== undefined && this.#options.required !== false) this.#refuse(this.#ready);
    return Math.min(this.#ready, this.#workers) + 1;
  }

  #start(worker: number): void {
    const { module, memory, names } = this.#engine;
    const start: WorkerStart = {
      module,
      memory,
      names,
      control: this.#control.buffer,
      words: wordsOf(worker),
      numbers: argumentsOf(this.#asked, worker),
      patience: LOOK,
    };
    const onEnd = (reason: string): void => this.#end(worker, reason);
    try {
      this.#ends.push(platform().startWorker({ text: WORKER_TEXT, url: this.#options.workerUrl }, start, onEnd));
    } catch (error) {
      onEnd(error instanceof Error ? error.message : String(error));
    }
  }

  /** A worker has ended: before it began, there are fewer threads where that is allowed. */
  #end(worker: number, reason: string): void {
    Atomics.store(this.#control.words, wordsOf(worker) + STATE, FAILED);
    if (worker < this.#ready) {
      this.#loss ??= reason;
      return;
    }
    this.#refusal ??= reason;
    if (this.#options.required === false) this.#workers = Math.min(this.#workers, worker);
  }

  /** Ends the workers; nothing can be posted any more. */
  end(): void {
    for (const end of this.#ends) end();
  }

  /** Whether the first worker sleeps; those that have not begun do not. */
  get asleep(): boolean {
    return Atomics.load(this.#control.words, wordsOf(0) + ASLEEP) === 1;
  }

  /** Where the arguments of a worker's next kernel go, behind a first one where there is one. */
  argumentsOf(worker: number, first: number | undefined): Float64Array {
    const [all, rest] = this.#places[worker] as readonly [Float64Array, Float64Array];
    if (first === undefined) return all;
    all[0] = first;
    return rest;
  }

  /** Gives a worker a kernel to run; `join` waits for it. */
  post(worker: number, kernel: number): void {
    const { words } = this.#control;
    const own = wordsOf(worker);
    if (Atomics.load(words, own + STATE) !== READY) this.#refuse(worker);
    words[own + KERNEL] = kernel;
    this.#posted++;
    Atomics.add(words, PENDING, 1);
    Atomics.add(words, own + TURN, 1);
    if (Atomics.load(words, own + ASLEEP) === 1) Atomics.notify(words, own + TURN);
  }

  /**
   * Waits until all is done that was posted.
   *
   * @param began when the caller began with its own part.
   * @throws ResourceError where a worker was lost or met an error.
   */
  join(began: number = performance.now()): void {
    const { words } = this.#control;
    if (Atomics.load(words, PENDING) > 0) this.#wait(began);
    for (let worker = 0; worker < this.#posted; worker++) {
      if (Atomics.load(words, wordsOf(worker) + STATE) === FAILED) this.#refuse(worker);
    }
    this.#posted = 0;
  }

  /** Looks for a while, then sleeps where that is allowed (not in the main thread of a page). */
  #wait(began: number): void {
    const { words } = this.#control;
    const now = performance.now();
    const until = now + 10 * (now - began) + (this.#options.patience ?? 60_000);
    for (let left = Atomics.load(words, PENDING); left > 0; left = Atomics.load(words, PENDING)) {
      const time = performance.now();
      if (time > until) {
        for (let worker = 0; worker < this.#posted; worker++) Atomics.store(words, wordsOf(worker) + STATE, FAILED);
        this.#refuse(undefined);
      }
      if (time < now + LOOK || !this.#canWait) continue;
      Atomics.store(words, CALLER_ASLEEP, 1);
      try {
        Atomics.wait(words, PENDING, left, Math.min(until - time, 1000));
      } catch {
        this.#canWait = false;
      }
      Atomics.store(words, CALLER_ASLEEP, 0);
    }
  }

  #refuse(worker: number | undefined): never {
    const [threads, reason] = [this.#asked + 1, this.#refusal];
    const which = worker === undefined ? 'all threads' : `thread ${worker + 2} of ${threads}`;
    if (reason !== undefined) {
      throw new ResourceError(`Cannot compute on ${threads} threads: ${which} must start, received ${reason}`, {
        hint: `${SERVE} ${ALONE}`,
      });
    }
    throw new ResourceError(
      `Cannot compute on ${threads} threads: ${which} must answer, received ${this.#loss ?? 'nothing'}`,
      {
        hint: `Start anew. ${ALONE}`,
      },
    );
  }
}
