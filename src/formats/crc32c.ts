/** Castagnoli's polynomial, its bits from the last to the first. */
const POLYNOMIAL = 0x82f63b78;
const MASK = 0xa282ead8;

let table: Uint32Array | undefined;

function tableOf(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
    return crc;
  });
}

/**
 * CRC-32C (Castagnoli) of bytes.
 *
 * @see RFC 3720, appendix B.4
 * @example
 * ```ts
 * import { crc32c } from './crc32c.ts';
 * crc32c(new TextEncoder().encode('123456789')).toString(16); // => e3069283
 * ```
 */
export function crc32c(bytes: Uint8Array): number {
  table ??= tableOf();
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 255] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** As records of TensorFlow keep it: turned by 15 bits, plus a constant, so that a checksum of checksums says something. */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + MASK) >>> 0;
}
