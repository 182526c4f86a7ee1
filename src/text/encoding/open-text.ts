import { ResourceError } from '../../errors.ts';
import { refuser } from '../../formats/refuse.ts';
import { platform } from '../../platform/index.ts';
import { markLength, refuseEmpty } from './decode-text.ts';
import { detectedOf } from './detect-encoding.ts';
import type { Encoding } from './encodings.ts';
import { PieceDecoder } from './piece-decoder.ts';

/** Bytes of a piece by which an encoding is found out. */
const DETECTED = 2 ** 20;

/** A text file that is read piece by piece. */
export interface OpenText {
  /** Bytes of the file. */
  readonly size: number;
  readonly encoding: Encoding;
  /** Bytes that have been read. */
  done(): number;
  /** Its text, once: cut behind line ends where there are any, else between characters. */
  pieces(): Generator<string>;
  close(): void;
}

/**
 * Opens a text file.
 *
 * @throws ResourceError for what is no file; FormatError for an empty one, and one of an encoding that is not found out.
 */
export function openText(path: string, encoding: Encoding | undefined, bytes: number): OpenText {
  if (platform().kindOf(path) === 'other') {
    throw new ResourceError(`Cannot read file '${path}': path must be a file, received a device or a pipe`, {
      hint: 'Save what it gives as a file first.',
    });
  }
  const file = platform().openFile(path);
  const refuse = refuser('text', path);
  let position = 0;
  function* read(from: number, length: number): Generator<Uint8Array> {
    const target = new Uint8Array(Math.min(length, Math.max(1, file.size - from)));
    for (position = from; ; ) {
      const got = file.read(target, position);
      position += got;
      if (got > 0) yield target.subarray(0, got);
      if (got < target.length) return;
    }
  }
  try {
    const found = encoding ?? detectedOf(read(0, DETECTED), refuse);
    const head = new Uint8Array(4);
    const skipped = markLength(head.subarray(0, file.read(head, 0)), found);
    if (file.size <= skipped) refuseEmpty(refuse);
    return {
      size: file.size,
      encoding: found,
      done: () => position,
      close: () => file.close(),
      *pieces() {
        const decoder = new PieceDecoder(found, skipped, refuse);
        let rest = '';
        for (const piece of read(skipped, bytes)) {
          const text = rest + decoder.decode(piece, false);
          // where a line is longer than a piece, it is given in parts
          const end = text.lastIndexOf('\n') + 1 || (rest === '' ? 0 : text.length);
          rest = text.slice(end);
          if (end > 0) yield text.slice(0, end);
        }
        rest += decoder.decode(new Uint8Array(0), true);
        if (rest !== '') yield rest;
      },
    };
  } catch (error) {
    file.close();
    throw error;
  }
}
