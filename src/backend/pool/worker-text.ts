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
  /** Milliseconds that it looks for work before it sleeps. */
  readonly patience: number;
}

/**
 * The whole program of a worker: it gets its `WorkerStart` from Node's workerData, or as a page's first message; then it
 * waits for a turn, runs the kernel, says that it is done. A text, so that no bundler can change it; as a script or as a
 * module it does the same. The numbers are those of control.ts: words 0 to 3 of a worker are TURN, KERNEL, STATE and
 * ASLEEP, words 0 and 1 of all are PENDING and CALLER_ASLEEP. A kernel is given as many arguments as one can have: it
 * leaves out those that it does not take.
 */
export const WORKER_TEXT = `const main = ({ module, memory, names, control, words: own, numbers, patience }) => {
  const words = new Int32Array(control);
  const args = new Float64Array(control).subarray(numbers, numbers + 24);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const { load, store } = Atomics;
  let turn = load(words, own);
  store(words, own + 2, 1);
  for (;;) {
    const until = performance.now() + patience;
    while (load(words, own) === turn) {
      Atomics.pause?.();
      if (performance.now() < until) continue;
      store(words, own + 3, 1);
      Atomics.wait(words, own, turn);
      store(words, own + 3, 0);
    }
    turn = load(words, own);
    try {
      exports[names[words[own + 1]]](...args);
    } catch {
      store(words, own + 2, 2);
    }
    if (Atomics.sub(words, 0, 1) === 1 && load(words, 1)) Atomics.notify(words, 0);
  }
};
if (typeof process === 'object' && process.getBuiltinModule)
  main(process.getBuiltinModule('node:worker_threads').workerData);
else onmessage = ({ data }) => main(data);
`;
