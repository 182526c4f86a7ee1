import { crcOf } from './crc.ts';

/** CRC-32 as zip, gzip and PNG have it. */
export const crc32: (bytes: Uint8Array) => number = crcOf(0xedb88320);
