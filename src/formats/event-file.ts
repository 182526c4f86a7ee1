import { FormatError, OptionError } from '../errors.ts';
import { describe } from '../options.ts';
import { maskedCrc32c } from './crc32c.ts';
import { eventMessage, type LogEvent, parseEvent } from './event-messages.ts';
import { cutOff, refuser } from './refuse.ts';

/** Bytes of a record around its data: a length of 8 bytes, a checksum of the length, a checksum of the data. */
const BEFORE = 12;
const AFTER = 4;

/**
 * One record of a TFRecord file.
 *
 * u64 length, u32 masked CRC-32C of the length, data, u32 masked CRC-32C of the data; all little-endian.
 *
 * @see https://www.tensorflow.org/tutorials/load_data/tfrecord
 */
export function recordBytes(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(BEFORE + data.length + AFTER);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
  bytes.set(data, BEFORE);
  view.setUint32(BEFORE + data.length, maskedCrc32c(data), true);
  return bytes;
}

/**
 * The data of each record of a TFRecord file.
 *
 * @param name of the file, for errors.
 * @throws FormatError where a record is cut off or a checksum does not fit.
 */
export function readRecords(bytes: Uint8Array, name?: string): Uint8Array[] {
  const refuse = refuser('event file', name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const which = `record ${records.length + 1} (at byte ${at})`;
    const rest = bytes.length - at;
    if (rest < BEFORE + AFTER) refuse(`${which} must be at least ${BEFORE + AFTER} bytes`, `${rest}`, cutOff);
    if (maskedCrc32c(bytes.subarray(at, at + 8)) !== view.getUint32(at + 8, true)) {
      refuse(
        `checksum of the length of ${which} must fit`,
        'another one',
        'The file is damaged or has another format.',
      );
    }
    const length = view.getBigUint64(at, true);
    const most = rest - BEFORE - AFTER;
    if (length > BigInt(most)) refuse(`${which} must hold at most ${most} bytes in this file`, `${length}`, cutOff);
    const data = bytes.subarray(at + BEFORE, at + BEFORE + Number(length));
    at += BEFORE + data.length + AFTER;
    if (maskedCrc32c(data) !== view.getUint32(at - AFTER, true)) {
      refuse(`checksum of the data of ${which} must fit`, 'another one', 'The file is damaged.');
    }
    records.push(data);
  }
  return records;
}

/** Bytes of the first record; 0 where there is no whole one. */
export function firstRecord(bytes: Uint8Array): number {
  if (bytes.length < BEFORE) return 0;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const size = length + BigInt(BEFORE + AFTER);
  return size > BigInt(bytes.length) ? 0 : Number(size);
}

/** An event as a record of an event file. */
export function eventBytes(event: LogEvent): Uint8Array<ArrayBuffer> {
  return recordBytes(eventMessage(event));
}

/**
 * The events of a TensorBoard event file, in the order in which they were written: of memcell, and also of Keras,
 * TensorFlow or PyTorch. What memcell does not write itself (audio, profiles) comes as `kind: 'other'`.
 *
 * @param name of the file, for errors.
 * @throws FormatError where a record is cut off, damaged or holds no event; it says which. OptionError for what are no bytes.
 * @example
 * ```ts
 * import { readEvents, SummaryWriter } from 'memcell/io';
 * const parts: Uint8Array[] = [];
 * const writer = new SummaryWriter((bytes) => void parts.push(bytes));
 * writer.addScalar('loss', 0.5, 3);
 * writer.close();
 * const [, event] = readEvents(Uint8Array.from(parts.flatMap((part) => [...part])));
 * console.log(event.step, event.values[0].tag, event.values[0].value); // => 3 loss 0.5
 * ```
 */
export function readEvents(bytes: Uint8Array, name?: string): LogEvent[] {
  if (!(bytes instanceof Uint8Array)) {
    throw new OptionError(`Cannot read event file: bytes must be a Uint8Array, received ${describe(bytes)}`, {
      hint: 'Read the file first: readEvents(readFileSync(path), path).',
    });
  }
  return readRecords(bytes, name).map((data, i) => {
    try {
      return parseEvent(data);
    } catch (error) {
      const { message } = error as Error;
      const subject = name === undefined ? 'event file' : `event file '${name}'`;
      throw new FormatError(
        `Cannot read ${subject}: record ${i + 1} must be an Event message, received other bytes (${message})`,
        { cause: error, hint: 'It is a TFRecord file of something else.' },
      );
    }
  });
}
