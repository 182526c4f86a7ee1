import { createHash } from 'node:crypto';
import { platform } from '../platform/index.ts';

/** Bytes that are read at once. */
const PIECE = 2 ** 20;

/** SHA-256 of a file of any size, in hexadecimal. */
export function sha256(path: string): string {
  const file = platform().openFile(path);
  try {
    const hash = createHash('sha256');
    const piece = new Uint8Array(PIECE);
    for (let at = 0; ; ) {
      const got = file.read(piece, at);
      hash.update(piece.subarray(0, got));
      at += got;
      if (got < PIECE) return hash.digest('hex');
    }
  } finally {
    file.close();
  }
}
