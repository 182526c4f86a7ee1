import { inspect } from 'node:util';
import { MemcellError } from '../errors.ts';
import { harmless, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const DEBUG_HINT = 'This is a fault of memcell itself. Run it again with --debug to see where.';

/** Prints `error: sentence` and `hint: advice`, and with `debug` the stack; gives the exit code, 2 for wrong usage. */
export function reportError(error: unknown, err: Terminal, debug: boolean): number {
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof MemcellError ? error.hint : DEBUG_HINT;
  err.line(`${err.paint('red', 'error:')} ${harmless(message)}`);
  if (hint !== undefined) err.line(`${err.paint('yellow', 'hint:')} ${harmless(hint)}`);
  if (debug) err.line(inspect(error));
  return error instanceof UsageError ? 2 : 1;
}
