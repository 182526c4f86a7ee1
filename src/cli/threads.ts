import { MAX_THREADS } from '../backend/pool/control.ts';
import { wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

/** The option of every command that computes: its name and what it does. */
export const THREADS = ['--threads <n>', 'threads that share large computations (default: one for each core)'] as const;

/**
 * Lets the engine have so many threads; undefined leaves it to the environment. What there is to say of their number is
 * said on standard error.
 *
 * @throws UsageError where it is no number of threads.
 */
export async function useThreads(
  action: string,
  text: string | undefined,
  err?: Terminal,
  engine: { readonly strict?: true } = {},
): Promise<void> {
  const threads = text === undefined ? {} : { threads: wholeNumber(action, 'threads', text, { to: MAX_THREADS }) };
  const { configure, threadWarnings } = await import('../backend/current.ts');
  await configure({ ...engine, ...threads });
  for (const warning of threadWarnings()) err?.line(`${err.paint('yellow', 'warning:')} ${warning}`);
}
