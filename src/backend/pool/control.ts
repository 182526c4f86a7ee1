// What the threads of a pool share besides the engine's memory: a few words to wait on, and the arguments of jobs.

/** Threads at most, the calling one included. */
export const MAX_THREADS = 64;
/** Arguments of a kernel at most. */
export const MAX_ARGUMENTS = 24;

/** Word that counts the parts of a job that are not done. */
export const PENDING = 0;
/** Word that is 1 while the caller sleeps until there are none. */
export const CALLER_ASLEEP = 1;
/** Words of a worker, a cache line so that no two threads wait on one. */
export const WORKER_WORDS = 16;
/** Its words: turns that it was given, the kernel of this turn, how it is, and 1 while it sleeps. */
export const TURN = 0;
export const KERNEL = 1;
export const STATE = 2;
export const ASLEEP = 3;

/** A worker that waits for work, or is lost: it met an error in a kernel, or has ended. 0 is one that has not begun. */
export const READY = 1;
export const FAILED = 2;

/** The control block, seen as words and as arguments. */
export interface Control {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly numbers: Float64Array<SharedArrayBuffer>;
}

/** Index of the first word of a worker. */
export function wordsOf(worker: number): number {
  return (worker + 1) * WORKER_WORDS;
}

/** Index of the first argument of a worker among `numbers`. */
export function argumentsOf(workers: number, worker: number): number {
  return ((workers + 1) * WORKER_WORDS) / 2 + worker * MAX_ARGUMENTS;
}

/** A control block for so many workers. */
export function makeControl(workers: number): Control {
  const buffer = new SharedArrayBuffer(4 * (workers + 1) * WORKER_WORDS + 8 * workers * MAX_ARGUMENTS);
  return { buffer, words: new Int32Array(buffer), numbers: new Float64Array(buffer) };
}
