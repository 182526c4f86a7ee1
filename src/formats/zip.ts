import { crc32 } from './crc32.ts';
import { MOST_GROWTH } from './most-growth.ts';
import { cutOff, refuser } from './refuse.ts';

/** Where a member of a zip file lies. */
interface Member {
  readonly name: string;
  readonly method: number;
  readonly check: number;
  readonly packed: number;
  readonly size: number;
  readonly start: number;
}

/** Largest size of a member that is unpacked: a file of a few bytes must not fill the memory. */
const MOST = 2 ** 31 - 1;

/**
 * Reads the members of a zip file, stored or deflated, by their names. Sizes and checksums are held against the file's
 * own list before anything is given back.
 *
 * @param name of the file, for errors.
 * @throws FormatError if the bytes are no zip file, are cut off or damaged.
 * @throws UnsupportedError for encrypted members, other ways of packing, and files beyond 4 GiB (zip64).
 * @example
 * ```ts
 * import { readZip, writeZip } from './zip.ts';
 * const bytes = await writeZip(new Map([['a.txt', new TextEncoder().encode('hello')]]));
 * const members = await readZip(bytes);
 * console.log(new TextDecoder().decode(members.get('a.txt'))); // => hello
 * ```
 */
export async function readZip(bytes: Uint8Array, name?: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const refuse = refuser('zip', name);
  const members = readList(bytes, name);
  const { inflateSync } = await import('fflate');
  const found = new Map<string, Uint8Array>();
  for (const { name: member, method, check, packed, size, start } of members) {
    const data = bytes.subarray(start, start + packed);
    let content = data;
    if (method === 8) {
      const most = packed * MOST_GROWTH;
      if (size > most) refuse(`'${member}' must have at most ${most} bytes for its data`, `${size}`, cutOff);
      try {
        content = inflateSync(data, { out: new Uint8Array(size) });
      } catch {
        refuse(`'${member}' must be deflated data of ${size} bytes`, 'other bytes', cutOff);
      }
    }
    if (content.length !== size) refuse(`'${member}' must have ${size} bytes`, `${content.length}`, cutOff);
    if (crc32(content) !== check) refuse(`checksum of '${member}' must fit its bytes`, 'another one', cutOff);
    found.set(member, content);
  }
  return found;
}

/** The list of members at the end of the file. */
function readList(bytes: Uint8Array, name: string | undefined): readonly Member[] {
  const refuse = refuser('zip', name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  const least = Math.max(0, end - 0xffff);
  while (end >= least && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < least) refuse('file must end in a list of its members', 'a file without it', cutOff);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (at === 0xffffffff || count === 0xffff) refuse.unsupported('file must be smaller than 4 GiB', 'a zip64 file');
  const members: Member[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) {
      refuse(`list of members must have ${count} entries`, `${i}`, cutOff);
    }
    const length = view.getUint16(at + 28, true);
    const member = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length));
    const local = view.getUint32(at + 42, true);
    const method = view.getUint16(at + 10, true);
    const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    if ((view.getUint16(at + 8, true) & 1) !== 0)
      refuse.unsupported(`'${member}' must not be encrypted`, 'one that is');
    if (method !== 0 && method !== 8) refuse.unsupported(`'${member}' must be stored or deflated`, `method ${method}`);
    if (size > MOST) refuse.unsupported(`'${member}' must have at most ${MOST} bytes`, `${size}`);
    if (local + 30 > bytes.length || view.getUint32(local, true) !== 0x04034b50) {
      refuse(`'${member}' must begin at byte ${local}`, 'other bytes there', cutOff);
    }
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (start + packed > bytes.length) {
      refuse(`'${member}' must end at byte ${start + packed}`, `a file of ${bytes.length}`, cutOff);
    }
    members.push({ name: member, method, check: view.getUint32(at + 16, true), packed, size, start });
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return members;
}

/** Writes a zip file whose members are stored as they are; the same members give the same bytes. */
export async function writeZip(members: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const { zipSync } = await import('fflate');
  return new Uint8Array(zipSync(Object.fromEntries(members), { level: 0, mtime: new Date(1980, 0, 1) }));
}
