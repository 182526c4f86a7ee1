/** What a worker starts with. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Names of the kernels, in the order of their numbers. */
  readonly names: readonly string[];
  readonly control: SharedArrayBuffer;
  /** Index of its first word, and of its first argument. */
  readonly words: number;
  readonly numbers: number;
  /** Times that it looks for work before it sleeps. */
  readonly spins: number;
}

/**
 * All that a worker does: waits for a turn, runs the kernel, says that it is done. Its text is what a worker is started
 * with, so it names nothing from outside (the numbers are those of control.ts).
 */
export function workerMain(start: WorkerStart): void {
  const { module, memory, names, control, words: own, numbers: first, spins } = start;
  const words = new Int32Array(control);
  const numbers = new Float64Array(control);
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as Record<
    string,
    (...args: number[]) => void
  >;
  const kernels = names.map((name) => exports[name] as (...args: number[]) => void);
  const at = (i: number): number => numbers[first + i] as number;
  let turn = Atomics.load(words, own);
  Atomics.store(words, own + 2, 1);
  for (;;) {
    for (let left = spins; Atomics.load(words, own) === turn; left--) {
      if (left <= 0) Atomics.wait(words, own, turn);
    }
    turn = Atomics.load(words, own);
    try {
      // as many as a kernel can have: those that it does not take are left out
      (kernels[words[own + 1] as number] as (...args: number[]) => void)(
        ...[at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9), at(10), at(11)],
        ...[at(12), at(13), at(14), at(15), at(16), at(17), at(18), at(19), at(20), at(21), at(22), at(23)],
      );
    } catch {
      Atomics.store(words, own + 2, 2);
    }
    if (Atomics.sub(words, 0, 1) === 1) Atomics.notify(words, 0);
  }
}

/** The text that a worker is started with: it gets its `WorkerStart` from Node's workerData, or as a page's first message. */
export function workerText(): string {
  return `const main = ${workerMain};
if (typeof require === 'function') main(require('node:worker_threads').workerData);
else onmessage = ({ data }) => main(data);`;
}
