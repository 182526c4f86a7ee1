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
 * ASLEEP, words 0 and 1 of all are PENDING and CALLER_ASLEEP.
 */
export const WORKER_TEXT = `const main = ({ module, memory, names, control, words: own, numbers: first, patience }) => {
  const words = new Int32Array(control);
  const n = new Float64Array(control).subarray(first, first + 24);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = names.map((name) => exports[name]);
  const pause = Atomics.pause ?? (() => {});
  let turn = Atomics.load(words, own);
  Atomics.store(words, own + 2, 1);
  for (;;) {
    const until = performance.now() + patience;
    while (Atomics.load(words, own) === turn) {
      pause();
      if (performance.now() < until) continue;
      Atomics.store(words, own + 3, 1);
      Atomics.wait(words, own, turn);
      Atomics.store(words, own + 3, 0);
    }
    turn = (turn + 1) | 0;
    try {
      // as many as a kernel can have: those that it does not take are left out
      kernels[words[own + 1]](
        n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11],
        n[12], n[13], n[14], n[15], n[16], n[17], n[18], n[19], n[20], n[21], n[22], n[23],
      );
    } catch {
      Atomics.store(words, own + 2, 2);
    }
    if (Atomics.sub(words, 0, 1) === 1 && Atomics.load(words, 1) === 1) Atomics.notify(words, 0);
  }
};
if (typeof process === 'object' && process.getBuiltinModule) {
  main(process.getBuiltinModule('node:worker_threads').workerData);
} else onmessage = ({ data }) => main(data);
`;
