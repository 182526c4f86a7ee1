import { UnsupportedError } from '../../errors.ts';
import { checkNumber } from '../../options.ts';
import { platform } from '../../platform/index.ts';
import { MAX_THREADS } from './control.ts';

/** How many threads there are to be. */
export interface ThreadChoice {
  readonly threads: number;
  /** Whether somebody asked for that many: then nothing less will do. */
  readonly required: boolean;
  /** What the engine's report says of it, one sentence each. */
  readonly warnings: readonly string[];
}

const ISOLATE = 'A page must be cross-origin isolated: serve it with COOP same-origin and COEP require-corp.';

/**
 * What was asked for, by an option or by the environment; else a thread for each physical core, and one where memory
 * cannot be shared.
 *
 * @throws OptionError where it is no number of threads, UnsupportedError where more than one is asked for and cannot be had.
 */
export function chooseThreads(option: unknown): ThreadChoice {
  const { canShareMemory, cores, environment, physicalCores } = platform();
  const preset = environment('MEMCELL_THREADS');
  if (option === undefined && preset === undefined) {
    if (canShareMemory()) return { threads: Math.min(physicalCores(), MAX_THREADS), required: false, warnings: [] };
    return { threads: 1, required: false, warnings: [`1 thread, since memory cannot be shared here. ${ISOLATE}`] };
  }
  const action = 'configure engine';
  const name = option === undefined ? 'MEMCELL_THREADS' : 'threads';
  const given = /^\d+$/.test(preset ?? '') ? Number(preset) : preset;
  const asked = option === undefined ? given : option;
  const threads = checkNumber(action, name, asked, { from: 1, to: MAX_THREADS, whole: true });
  if (threads > 1 && !canShareMemory()) {
    throw new UnsupportedError(
      `Cannot ${action}: ${name} must be 1 where memory cannot be shared with other threads, received ${threads}`,
      { hint: ISOLATE },
    );
  }
  const most = cores();
  const sentence = `${threads} threads, more than the ${most} that can run at once here: they wait for one another`;
  return { threads, required: true, warnings: threads > most ? [sentence] : [] };
}
