import { cutOff, type Refuse, refuser, shown } from './refuse.ts';

const BLOCK = 512;
/** Where the fields of a header begin, and their lengths. */
const [NAME, SIZE, CHECKSUM, TYPE, MAGIC, PREFIX] = [
  [0, 100],
  [124, 12],
  [148, 8],
  [156, 1],
  [257, 6],
  [345, 155],
] as const;

/**
 * Reads the files of a tar archive (ustar, pax and GNU) by their names. Folders, links and devices are left out. The
 * checksum of every header and the end of every file are held against the archive.
 *
 * @param name of the archive, for errors.
 * @throws FormatError if the bytes are no tar archive, are cut off or damaged.
 * @throws UnsupportedError for sparse files and sizes beyond 8 GiB.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
export function readTar(bytes: Uint8Array, name?: string): ReadonlyMap<string, Uint8Array> {
  const refuse = refuser('tar', name);
  const found = new Map<string, Uint8Array>();
  let longName: string | undefined;
  for (let at = 0; ; ) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.length < BLOCK)
      refuse(`a header of ${BLOCK} bytes must follow at byte ${at}`, `${header.length}`, cutOff);
    if (header.every((byte) => byte === 0)) return found;
    const { file, size, type } = readHeader(header, at, refuse);
    const start = at + BLOCK;
    if (start + size > bytes.length) {
      refuse(`${shown(longName ?? file)} must end at byte ${start + size}`, `an archive of ${bytes.length}`, cutOff);
    }
    const data = bytes.subarray(start, start + size);
    if (type === 'L') longName = textOf(data);
    else if (type === 'x') longName = paxName(data, at, refuse) ?? longName;
    else if (type === 'S') refuse.unsupported(`${shown(file)} must be an ordinary file`, 'a sparse one');
    else if (type !== 'g' && type !== 'K') {
      if (type === '0' || type === '' || type === '7') found.set(longName ?? file, data);
      longName = undefined;
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function readHeader(header: Uint8Array, at: number, refuse: Refuse): { file: string; size: number; type: string } {
  const field = ([from, length]: readonly [number, number]): string => textOf(header.subarray(from, from + length));
  const number = (place: readonly [number, number], what: string): number => {
    const text = field(place).trim();
    if (/^[0-7]+$/.test(text)) return Number.parseInt(text, 8);
    if (((header[place[0]] as number) & 0x80) !== 0) {
      return refuse.unsupported(`${what} at byte ${at} must be below 8 GiB`, 'a number in another form');
    }
    return refuse(`${what} at byte ${at} must be octal digits`, shown(text), 'It has another format, or is damaged.');
  };
  const [from, length] = CHECKSUM;
  let sum = 0;
  header.forEach((byte, i) => {
    sum += i >= from && i < from + length ? 32 : byte;
  });
  const stored = number(CHECKSUM, 'checksum of the header');
  if (stored !== sum) {
    refuse(`checksum of the header at byte ${at} must be ${sum}`, `${stored}`, 'It has another format, or is damaged.');
  }
  const prefix = field(MAGIC) === 'ustar' ? field(PREFIX) : '';
  const file = prefix === '' ? field(NAME) : `${prefix}/${field(NAME)}`;
  return { file, size: number(SIZE, 'size'), type: field(TYPE) };
}

/** The name that a pax header gives to the next file: lines of their length, a key and a value. */
function paxName(data: Uint8Array, at: number, refuse: Refuse): string | undefined {
  let path: string | undefined;
  for (let from = 0; from < data.length; ) {
    const [, digits = ''] = /^(\d+) /.exec(textOf(data.subarray(from, from + 20))) ?? [];
    const end = from + Number(digits);
    const line = textOf(data.subarray(from + digits.length + 1, end - 1));
    if (digits === '' || end > data.length || !line.includes('=')) {
      return refuse(`lines of the header at byte ${at} must be a length, a key and a value`, shown(line), cutOff);
    }
    const [key, value] = [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)];
    if (key === 'path') path = value;
    if (key === 'size') refuse.unsupported('files of the archive must be below 8 GiB', `${value} bytes`);
    from = end;
  }
  return path;
}

/** Up to the first zero byte. */
function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
