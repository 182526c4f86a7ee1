import { ResourceError } from '../../errors.ts';
import { platform } from '../../platform/index.ts';
import {
  argumentsOf,
  BOOTING,
  type Control,
  FAILED,
  KERNEL,
  makeControl,
  PENDING,
  READY,
  STATE,
  TURN,
  wordsOf,
} from './control.ts';
import { type WorkerStart, workerText } from './worker-main.ts';

/** What the workers work on. */
export interface PoolEngine {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Names of the kernels, in the order of their numbers. */
  readonly names: readonly string[];
}

/** Times that a thread looks before it sleeps: some tens of microseconds. */
const SPINS = 4000;
/** Milliseconds without an answer after which a worker counts as lost. */
const PATIENCE = 60_000;

/** Threads that run parts of one kernel call at a time: the caller, and workers that sleep in between. */
export class Pool {
  readonly #control: Control;
  readonly #workers: number;
  readonly #engine: PoolEngine;
  #started = false;
  /** Workers that have begun, from the first one on. */
  #ready = 0;
  #posted = 0;
  #canWait = true;

  /** @param workers how many there are besides the caller; they are started when `threads` is asked for the first time. */
  constructor(workers: number, engine: PoolEngine) {
    this.#workers = workers;
    this.#engine = engine;
    this.#control = makeControl(workers);
  }

  #start(): void {
    this.#started = true;
    const { module, memory, names } = this.#engine;
    const workers = this.#workers;
    const text = workerText();
    for (let worker = 0; worker < workers; worker++) {
      const start: WorkerStart = {
        module,
        memory,
        names,
        control: this.#control.buffer,
        words: wordsOf(worker),
        numbers: argumentsOf(workers, worker),
        spins: SPINS,
      };
      platform().startWorker(text, start, () => Atomics.store(this.#control.words, wordsOf(worker) + STATE, FAILED));
    }
  }

  /** Threads that can take part now, the caller's included: workers do once they have booted. */
  threads(): number {
    if (!this.#started) this.#start();
    const { words } = this.#control;
    while (this.#ready < this.#workers && Atomics.load(words, wordsOf(this.#ready) + STATE) !== BOOTING) this.#ready++;
    return this.#ready + 1;
  }

  /** Gives a worker a kernel to run; `join` waits for it. */
  post(worker: number, kernel: number, args: readonly number[]): void {
    const { words, numbers } = this.#control;
    const own = wordsOf(worker);
    if (Atomics.load(words, own + STATE) !== READY) this.#refuse(worker);
    numbers.set(args, argumentsOf(this.#workers, worker));
    words[own + KERNEL] = kernel;
    this.#posted++;
    Atomics.add(words, PENDING, 1);
    Atomics.add(words, own + TURN, 1);
    Atomics.notify(words, own + TURN);
  }

  /** Waits until all is done that was posted. @throws ResourceError where a worker was lost or met an error. */
  join(): void {
    const { words } = this.#control;
    let left = Atomics.load(words, PENDING);
    for (let spins = SPINS; left > 0 && spins > 0; spins--) left = Atomics.load(words, PENDING);
    if (left > 0) this.#sleep();
    for (let worker = 0; worker < this.#posted; worker++) {
      if (Atomics.load(words, wordsOf(worker) + STATE) === FAILED) this.#refuse(worker);
    }
    this.#posted = 0;
  }

  /** Sleeps where that is allowed, else goes on looking (the main thread of a page). */
  #sleep(): void {
    const { words } = this.#control;
    const until = performance.now() + PATIENCE;
    for (let left = Atomics.load(words, PENDING); left > 0; left = Atomics.load(words, PENDING)) {
      if (performance.now() > until) this.#refuse(undefined);
      if (!this.#canWait) continue;
      try {
        Atomics.wait(words, PENDING, left, 1000);
      } catch {
        this.#canWait = false;
      }
    }
  }

  #refuse(worker: number | undefined): never {
    const which = worker === undefined ? 'all threads' : `thread ${worker + 2} of ${this.#workers + 1}`;
    throw new ResourceError(`Cannot compute on ${this.#workers + 1} threads: ${which} must answer, received nothing`, {
      hint: 'Start anew; with configure({ threads: 1 }) or MEMCELL_THREADS=1 nothing is shared between threads.',
    });
  }
}
