/** Bytes that are read piece by piece: an open file, or bytes that are there. */
export interface ByteSource {
  readonly size: number;
  /** Fills `target` from a position on; how many bytes there were, fewer than asked for only at the end. */
  read(target: Uint8Array, position: number): number;
}

/** Bytes that are there, as a source. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read(target, position) {
      const part = bytes.subarray(position, position + target.length);
      target.set(part);
      return part.length;
    },
  };
}

/** The part of a source that is looked at, moved on from piece to piece. */
export class ByteWindow {
  /** What is in sight: the source's bytes from `start` on, up to `length` of them. */
  bytes: Uint8Array;
  start = 0;
  length = 0;
  readonly #source: ByteSource;

  constructor(source: ByteSource, piece: number = 2 ** 20) {
    this.#source = source;
    this.bytes = new Uint8Array(Math.min(piece, source.size));
  }

  get size(): number {
    return this.#source.size;
  }

  /**
   * Brings `count` bytes from a position on into sight, or those until the end; gives the index of the first of them in
   * `bytes`. Views of `bytes` that were taken before may then show others.
   */
  see(position: number, count: number): number {
    const wanted = Math.min(position + count, this.size);
    if (position < this.start || wanted > this.start + this.length) {
      if (count > this.bytes.length) this.bytes = new Uint8Array(2 * count);
      this.start = position;
      this.length = this.#source.read(this.bytes, position);
    }
    return position - this.start;
  }

  /** Bytes from a position on that are in sight. */
  left(position: number): number {
    return this.start + this.length - position;
  }
}
