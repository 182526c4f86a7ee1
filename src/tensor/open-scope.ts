import { backend } from '../backend/current.ts';
import type { Mark, Memory } from '../backend/memory.ts';

/** One open scope: tensors made in it live in the arena until it ends. */
export class OpenScope {
  alive = true;
  /** What records its ops (the tape) and wants every tensor of this scope kept until it ends. */
  recorder: object | undefined = undefined;
  readonly memory: Memory;
  readonly outer: OpenScope | undefined;
  readonly #mark: Mark;

  constructor(memory: Memory) {
    this.memory = memory;
    this.#mark = memory.enter();
    this.outer = innermost;
    innermost = this;
  }

  /** Frees all that was made in it. */
  close(): void {
    this.alive = false;
    this.recorder = undefined;
    this.memory.leave(this.#mark);
    innermost = this.outer;
  }
}

let innermost: OpenScope | undefined;

/** The innermost open scope, where it belongs to the current backend. */
export function currentScope(): OpenScope | undefined {
  return innermost !== undefined && innermost.memory === backend().memory ? innermost : undefined;
}
