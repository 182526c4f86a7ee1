/** Signals that ask a process to end, and the exit code that says so. */
const codes: Readonly<Record<'SIGINT' | 'SIGTERM', number>> = { SIGINT: 130, SIGTERM: 143 };

/** Turns Ctrl-C and `kill` into an AbortSignal, once somebody asks for it. */
export class Interrupt {
  /** Exit code of the signal that came; undefined where none did. */
  code: number | undefined;
  #controller: AbortController | undefined;

  /** The signal; from the first call on the process no longer ends by itself. */
  signal(): AbortSignal {
    if (this.#controller !== undefined) return this.#controller.signal;
    const controller = new AbortController();
    this.#controller = controller;
    for (const name of Object.keys(codes) as (keyof typeof codes)[]) {
      process.on(name, () => {
        if (this.code !== undefined) process.exit(codes[name]);
        this.code = codes[name];
        controller.abort();
      });
    }
    return controller.signal;
  }
}
