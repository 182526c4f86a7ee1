import { unzlibSync, zlibSync } from 'fflate';
import { crc32 } from './crc32.ts';
import { joinBytes } from './join-bytes.ts';
import { MOST_GROWTH } from './most-growth.ts';
import { cutOff, refuser } from './refuse.ts';

/** Rows of pixels of [height, width, channels], 0 to 255. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 red, green and blue. */
  readonly channels: 1 | 3;
  readonly pixels: ArrayLike<number>;
}

/** The same, or with a fourth channel: how solid a pixel is. */
export interface PngPixels extends Omit<Pixels, 'channels'> {
  readonly channels: 1 | 3 | 4;
}

const COLOR_TYPES = { 1: 0, 3: 2, 4: 6 } as const;

/**
 * Pixels as a PNG file.
 *
 * @see https://www.w3.org/TR/png/
 * @example
 * ```ts
 * import { writePng } from './png.ts';
 * const bytes = writePng({ width: 1, height: 2, channels: 1, pixels: [0, 255] });
 * String.fromCharCode(...bytes.subarray(1, 4)); // => PNG
 * ```
 */
export function writePng({ width, height, channels, pixels }: PngPixels): Uint8Array<ArrayBuffer> {
  const row = width * channels;
  const lines = new Uint8Array(height * (row + 1)); // each line begins with its filter: 0, none
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < row; i++) lines[y * (row + 1) + 1 + i] = pixels[y * row + i] as number;
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, COLOR_TYPES[channels]], 8); // 8 bits; grey, RGB or RGBA; deflate, plain filters, no interlacing
  return joinBytes([
    Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(lines)),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(4, -4)));
  return bytes;
}

/**
 * The pixels of a PNG file as `writePng` writes it: 8 bits, grey, RGB or RGBA, plain filters, one block of data.
 *
 * @throws FormatError for other bytes, and those that are cut off or damaged; UnsupportedError for other kinds of PNG.
 */
export function readPng(bytes: Uint8Array): PngPixels & { readonly pixels: Uint8Array } {
  const refuse = refuser('PNG', undefined);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 57 || view.getUint32(0) !== 0x89504e47) refuse('file must begin as PNG does', 'another beginning');
  const [width, height, kind] = [view.getUint32(16), view.getUint32(20), view.getUint16(24)];
  const channels = ([1, 3, 4] as const).find((count) => kind === 0x800 + COLOR_TYPES[count]);
  if (channels === undefined) return refuse.unsupported('pixels must be grey, RGB or RGBA of 8 bits', `kind ${kind}`);
  const row = width * channels;
  const size = view.getUint32(33);
  const end = 41 + size;
  if (end + 16 !== bytes.length) refuse(`file must have ${end + 16} bytes`, `${bytes.length}`, cutOff);
  for (const [what, from, to] of [
    ['header', 12, 29],
    ['data', 37, end],
  ] as const) {
    if (crc32(bytes.subarray(from, to)) !== view.getUint32(to))
      refuse(`checksum of the ${what} must fit`, 'another one');
  }
  const whole = height * (row + 1);
  if (whole > size * MOST_GROWTH) refuse(`data of ${width} × ${height} pixels must be larger`, `${size} bytes`);
  let lines: Uint8Array;
  try {
    lines = unzlibSync(bytes.subarray(41, end), { out: new Uint8Array(whole) });
  } catch {
    return refuse(`data must be deflated data of ${whole} bytes`, 'other bytes');
  }
  if (lines.length !== whole) refuse(`data must have ${whole} bytes`, `${lines.length}`);
  const pixels = new Uint8Array(height * row);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (row + 1)];
    if (filter !== 0) refuse.unsupported('lines must have no filter', `filter ${filter}`);
    pixels.set(lines.subarray(y * (row + 1) + 1, (y + 1) * (row + 1)), y * row);
  }
  return { width, height, channels, pixels };
}
