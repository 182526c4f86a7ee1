import type { Rgb } from '../colors.ts';

/** A small picture as the address of a PNG: stored as it is, not compressed. */
export function pngAddress(width: number, height: number, colorAt: (x: number, y: number) => Rgb | undefined): string {
  const rows = new Uint8Array(height * (1 + 4 * width));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const color = colorAt(x, y);
      if (color !== undefined) rows.set([...color, 255], y * (1 + 4 * width) + 1 + 4 * x);
    }
  }
  const header = [...bigEndian(width), ...bigEndian(height), 8, 6, 0, 0, 0]; // 8 bits each of red, green, blue, alpha
  const bytes = Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', header),
    ...chunk('IDAT', stored(rows)),
    ...chunk('IEND', []),
  ]);
  let signs = '';
  for (const byte of bytes) signs += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(signs)}`;
}

/** Bytes as a zlib stream of stored blocks. */
function stored(bytes: Uint8Array): number[] {
  const out = [0x78, 0x01];
  for (let from = 0; from === 0 || from < bytes.length; from += 0xffff) {
    const block = bytes.subarray(from, from + 0xffff);
    const [low, high] = [block.length & 0xff, block.length >> 8];
    out.push(from + 0xffff >= bytes.length ? 1 : 0, low, high, low ^ 0xff, high ^ 0xff);
    for (const byte of block) out.push(byte);
  }
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  out.push(b >> 8, b & 0xff, a >> 8, a & 0xff);
  return out;
}

function chunk(type: string, data: readonly number[]): number[] {
  const named = [...Array.from(type, (sign) => sign.charCodeAt(0)), ...data];
  return [...bigEndian(data.length), ...named, ...bigEndian(crc32(named))];
}

function crc32(bytes: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

function bigEndian(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
