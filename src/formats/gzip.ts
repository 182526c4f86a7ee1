import { crc32 } from './crc32.ts';
import { MOST_GROWTH } from './most-growth.ts';
import { cutOff, refuser, shown } from './refuse.ts';

/** Bits of the flags that say what stands between the header and the data. */
const [CHECKSUM, EXTRA, NAME, COMMENT, UNKNOWN] = [2, 4, 8, 16, 0xe0];

/** Whether the bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks a gzip file of one member. Size and checksum at the end of the file are held against what comes out, so that
 * nothing that is cut off, damaged or followed by other bytes gets through.
 *
 * @param name of the file, for errors.
 * @throws FormatError if the bytes are no gzip file, are cut off, damaged, or go on after its end.
 * @example
 * ```ts
 * import { gunzip } from './gzip.ts';
 * const packed = 'H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA==';
 * const bytes = await gunzip(Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0)));
 * console.log(new TextDecoder().decode(bytes)); // => hello
 * ```
 */
export async function gunzip(bytes: Uint8Array, name?: string): Promise<Uint8Array<ArrayBuffer>> {
  const refuse = refuser('gzip', name);
  if (bytes.length > 1 && !isGzip(bytes)) {
    refuse('file must start with the bytes [31, 139]', shown([...bytes.subarray(0, 2)]), 'It has another format.');
  }
  if (bytes.length < 18) refuse('file must be at least 18 bytes', `${bytes.length}`, cutOff);
  if (bytes[2] !== 8) refuse.unsupported('data must be deflated (method 8)', `method ${bytes[2]}`);
  const start = startOfData(bytes);
  const end = bytes.length - 8;
  if (start === undefined || start > end) return refuse('header must end before the data', 'none that ends', cutOff);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [check, size] = [view.getUint32(end, true), view.getUint32(end + 4, true)];
  const most = (end - start) * MOST_GROWTH;
  if (size > most) refuse(`size of the content must be at most ${most} bytes for its data`, `${size}`, cutOff);
  const { inflateSync } = await import('fflate');
  let content: Uint8Array<ArrayBuffer>;
  try {
    content = inflateSync(bytes.subarray(start, end), { out: new Uint8Array(size) });
  } catch {
    return refuse(`data must be deflated data of ${size} bytes`, 'other bytes', cutOff);
  }
  if (content.length !== size) refuse(`content must have ${size} bytes`, `${content.length}`, cutOff);
  if (crc32(content) !== check) refuse('checksum of the content must fit its bytes', 'another one', cutOff);
  return content;
}

/** The first byte of the deflated data; undefined where the header does not end. */
function startOfData(bytes: Uint8Array): number | undefined {
  const flags = bytes[3] as number;
  if ((flags & UNKNOWN) !== 0) return undefined;
  let at = 10;
  if ((flags & EXTRA) !== 0) at += 2 + (bytes[at] as number) + 256 * (bytes[at + 1] as number);
  for (const flag of [NAME, COMMENT]) {
    if ((flags & flag) === 0) continue;
    const zero = bytes.indexOf(0, at);
    if (zero < 0) return undefined;
    at = zero + 1;
  }
  return (flags & CHECKSUM) === 0 ? at : at + 2;
}
