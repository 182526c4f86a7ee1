import { crcOf } from './crc.ts';

const MASK = 0xa282ead8;

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
export const crc32c: (bytes: Uint8Array) => number = crcOf(0x82f63b78);

/** As records of TensorFlow keep it: turned by 15 bits, plus a constant, so that a checksum of checksums says something. */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + MASK) >>> 0;
}
