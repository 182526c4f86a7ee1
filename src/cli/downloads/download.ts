import type { SourceFile } from '../../data/sets/data-set.ts';
import { ResourceError } from '../../errors.ts';
import { formatBytes } from '../numbers.ts';
import { attempt, type Outcome, waitSeconds } from './attempt.ts';
import { PartFile } from './part-file.ts';

/** How to download. */
export interface DownloadOptions {
  /** Addresses of the file, one after another until one gives it. */
  readonly addresses: readonly string[];
  /** Seconds without a byte after which an attempt is broken off. */
  readonly timeout: number;
  /** Attempts at one address that may fail in a row. */
  readonly retries: number;
  /** Breaks it off; what is there is kept. */
  readonly signal: AbortSignal;
  /** Takes the bytes that are there. */
  readonly onProgress: (bytes: number) => void;
  /** Takes a sentence on what went wrong and is tried again. */
  readonly tell: (sentence: string) => void;
}

/** Seconds before the second attempt; each further one waits twice as long. */
const FIRST_PAUSE = 0.5;
const LONGEST_PAUSE = 30;

/**
 * Downloads a file to `target`, which is there only when it is whole and its checksum fits. What was kept of an earlier
 * attempt is gone on with.
 *
 * @returns the bytes that are there; less than the file has where the signal came.
 * @throws ResourceError where no address gives the file, or it cannot be written; what fits so far is kept.
 */
export async function download(file: SourceFile, target: string, options: DownloadOptions): Promise<number> {
  const part = await PartFile.open(target, file.bytes);
  const failures: string[] = [];
  try {
    options.onProgress(part.length);
    for (const address of options.addresses) {
      const reason = await fromAddress(address, file, part, options);
      if (reason === undefined) {
        await part.finish();
        return file.bytes;
      }
      if (options.signal.aborted) break;
      failures.push(`'${address}': ${reason}`);
      if (failures.length < options.addresses.length) options.tell(`${file.name}: ${reason}; trying the next address`);
    }
    await part.keep();
  } catch (error) {
    await part.keep().catch(() => {});
    throw error;
  }
  if (options.signal.aborted) return part.length;
  const must = failures.length === 1 ? 'its address must give it' : `one of ${failures.length} addresses must give it`;
  const kept = part.length === 0 ? '' : ` (${formatBytes(part.length)} of it are kept and need not come again)`;
  throw new ResourceError(`Cannot download '${file.name}': ${must}, received ${failures.join('; ')}${kept}`, {
    hint: 'Look at the connection and run it again, or get the files elsewhere: --from <folder> takes them.',
  });
}

/** Attempts until the file is whole and fits: undefined; else the reason why this address does not give it. */
async function fromAddress(
  url: string,
  file: SourceFile,
  part: PartFile,
  options: DownloadOptions,
): Promise<string | undefined> {
  const versions = new Map<string, string>();
  let failed = 0;
  let restarted = false;
  let answered = false;
  for (;;) {
    const before = part.length;
    const outcome: Outcome =
      before === file.bytes ? { end: 'whole' } : await attempt(url, file, part, { ...options, versions });
    if (options.signal.aborted) return 'interrupted';
    answered ||= part.length > before;
    if (outcome.end === 'whole') {
      const received = await part.digest();
      if (received === file.sha256) return undefined;
      await part.empty();
      options.onProgress(0);
      // pieces of two versions may have come together: once more, in one go
      if (before === 0 || restarted) return `another file: SHA-256 must be ${file.sha256}, received ${received}`;
      restarted = true;
      options.tell(`${file.name}: its pieces do not make the file that it must be; starting again`);
      continue;
    }
    if (outcome.end === 'refused' || (outcome.end === 'unreachable' && !answered)) return outcome.reason;
    // a server that gives a little each time is not to be asked forever
    failed = part.length - before >= file.bytes / 100 ? 0 : failed + 1;
    if (failed > options.retries) return outcome.reason;
    options.tell(`${file.name}: ${outcome.reason}; trying again`);
    const asked = outcome.end === 'broken' ? outcome.seconds : undefined;
    await waitSeconds(asked ?? Math.min(FIRST_PAUSE * (1 << Math.max(0, failed - 1)), LONGEST_PAUSE), options.signal);
    if (options.signal.aborted) return 'interrupted';
  }
}
