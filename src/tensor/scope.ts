import { backend } from '../backend/current.ts';
import type { MemoryUsage } from '../backend/memory.ts';
import { OptionError } from '../errors.ts';
import { currentScope, OpenScope } from './open-scope.ts';
import { Tensor } from './tensor.ts';

/**
 * Runs `run` and frees every tensor made in it, but for those it returns (a tensor, or an array or plain object of
 * them), which become ordinary arrays that garbage collection owns. Training steps and `predict` open a scope of their
 * own; you need one where you call many ops by hand in a loop.
 *
 * A scope opened while a tape records joins the outer one: its tensors live as long as the tape's.
 *
 * @throws OptionError if `run` returns a promise: a scope is synchronous.
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
      throw new OptionError('Cannot run scope: the function must be synchronous, received one that returns a promise', {
        hint: 'Await what it needs before the scope.',
      });
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

/** The value with every tensor of the scope in it as an ordinary array; the value itself where there is none. */
function keep(value: unknown, scope: OpenScope): unknown {
  if (value instanceof Tensor) return value.scope === scope ? value.detach() : value;
  if (Array.isArray(value)) return value.some(isContainer) ? value.map((item) => keep(item, scope)) : value;
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value);
  if (!entries.some(([, item]) => isContainer(item))) return value;
  return Object.fromEntries(entries.map(([key, item]) => [key, keep(item, scope)]));
}

/** Whether a value is a tensor or may hold one. */
function isContainer(value: unknown): boolean {
  return value instanceof Tensor || Array.isArray(value) || isPlainObject(value);
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
