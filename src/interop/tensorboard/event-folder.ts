import { FormatError } from '../../errors.ts';
import { firstRecord } from '../../formats/event-file.ts';
import { platform } from '../../platform/index.ts';

/** Takes the bytes of whole records, in order. */
export type EventSink = (bytes: Uint8Array<ArrayBuffer>) => void;

const NAME = /^events\.out\.tfevents\.(\d+)\.memcell/;

/** A file that is being written. */
export interface EventFile {
  readonly name: string;
  /** Bytes written so far. */
  readonly size: number;
  readonly write: EventSink;
}

/**
 * Makes an event file in a folder, after all that lie there: TensorBoard reads the files of a folder in the order of their
 * names, which begin with the second in which they were made.
 *
 * @param training told apart by this: several files may be of one training, and other processes make files of their own.
 * @throws ResourceError where it cannot be written (in a browser: always).
 */
export function makeEventFile(folder: string, training: string): EventFile {
  platform().makeFolder(folder);
  const seconds = eventFiles(folder).map((file) => Number(NAME.exec(file)?.[1]));
  const second = Math.max(Math.floor(Date.now() / 1000), ...seconds.map((n) => n + 1));
  const name = `events.out.tfevents.${String(second).padStart(10, '0')}.memcell.${training}`;
  let size = 0;
  const write: EventSink = (bytes) => {
    platform().appendFile(`${folder}/${name}`, bytes);
    size += bytes.length;
  };
  return {
    name,
    write,
    get size() {
      return size;
    },
  };
}

/** The event files of a folder that memcell wrote; of one training, where it is given. */
export function eventFiles(folder: string, training?: string): string[] {
  if (platform().kindOf(folder) === 'nothing') return [];
  const files = platform().listFolder(folder);
  return files.filter((file) => NAME.test(file) && (training === undefined || file.endsWith(`.memcell.${training}`)));
}

/**
 * Brings the files of a training back to what they were: cuts off what was written later. Of later files the first record
 * stays: a TensorBoard that has a file open goes on only where it is still there.
 *
 * @param sizes bytes of each file by its name.
 * @throws FormatError where a file is missing or shorter.
 */
export function cutBack(folder: string, training: string, sizes: ReadonlyMap<string, number>): void {
  for (const [name, size] of sizes) {
    const path = `${folder}/${name}`;
    const bytes = platform().kindOf(path) === 'nothing' ? undefined : platform().readFile(path);
    if (bytes === undefined || bytes.length < size) {
      throw new FormatError(
        `Cannot go on with file '${path}': it must have the ${size} bytes that were written, received ${bytes?.length ?? 'none'}`,
        { hint: 'Put the event files back, or remove the checkpoint to begin anew.' },
      );
    }
    if (bytes.length > size) platform().writeFileAtomic(path, bytes.subarray(0, size));
  }
  for (const name of eventFiles(folder, training)) {
    if (sizes.has(name)) continue;
    const bytes = platform().readFile(`${folder}/${name}`);
    const first = bytes.subarray(0, firstRecord(bytes));
    if (first.length < bytes.length) platform().writeFileAtomic(`${folder}/${name}`, first);
  }
}
