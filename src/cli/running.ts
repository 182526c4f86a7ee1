import { stateOf } from '../logs/find-run.ts';
import type { Run } from '../logs/read-run.ts';

/** The process that a run is still going on in, on this machine; undefined where it has ended or broke off. */
export function runningIn(run: Run): number | undefined {
  const { process: id } = run.info;
  if (stateOf(run) !== 'unfinished' || id === undefined || id === process.pid) return undefined;
  try {
    process.kill(id, 0); // sends nothing: it asks whether there is such a process
    return id;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? id : undefined;
  }
}
