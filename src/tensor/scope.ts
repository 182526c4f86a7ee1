import { backend } from '../backend/current.ts';
import type { MemoryUsage } from '../backend/memory.ts';
import { currentScope, OpenScope } from './open-scope.ts';
import { Tensor } from './tensor.ts';

/**
 * Runs `run` and frees every tensor made in it, but for those it returns (a tensor, or an array or plain object of
 * them), which become ordinary arrays that garbage collection owns. Training steps and `predict` open a scope of their
 * own; you need one where you call many ops by hand in a loop.
 *
 * A scope opened while a tape records joins the outer one: its tensors live as long as the tape's.
 *
 * @throws TypeError if `run` returns a promise: a scope is synchronous.
 * @example
 * ```ts
 * import { add, multiply, scope, tensor } from 'memcell';
 * const x = tensor([1, 2, 3]);
 * const y = scope(() => add(multiply(x, x), x));
 * console.log(y.toArray()); // => [ 2, 6, 12 ]
 * ```
 */
export function scope<T>(run: () => T): T {
  if (currentScope()?.recorder !== undefined) return run();
  const own = new OpenScope(backend().memory);
  try {
    const result = run();
    if (result instanceof Promise) {
      throw new TypeError('Cannot run scope: the function must be synchronous, received one that returns a promise');
    }
    return keep(result, own) as T;
  } finally {
    own.close();
  }
}

/** Runs `run` in the open scope, or in one of its own where none is open. */
export function inScope<T>(run: (scope: OpenScope) => T): T {
  const open = currentScope();
  return open === undefined ? scope(() => run(currentScope() as OpenScope)) : run(open);
}

/**
 * Memory of the engine: bytes in use by variables and by tensors of open scopes, peak, reserved bytes, open scopes.
 *
 * @example
 * ```ts
 * import { memory } from 'memcell';
 * console.log(memory().scopes); // => 0
 * ```
 */
export function memory(): MemoryUsage {
  return backend().memory.usage();
}

function keep(value: unknown, scope: OpenScope): unknown {
  if (value instanceof Tensor) return value.scope === scope ? value.detach() : value;
  if (Array.isArray(value)) return value.some(mayHoldTensor) ? value.map((item) => keep(item, scope)) : value;
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value);
  return entries.some(([, item]) => mayHoldTensor(item))
    ? Object.fromEntries(entries.map(([key, item]) => [key, keep(item, scope)]))
    : value;
}

function mayHoldTensor(value: unknown): boolean {
  return value instanceof Tensor || Array.isArray(value);
}
