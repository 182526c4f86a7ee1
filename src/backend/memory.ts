import { ResourceError } from '../errors.ts';
import type { Address } from './table.ts';

/** The two views of a backend's memory; in a float64 backend both are the same Float64Array. */
export interface Views {
  readonly floats: Float32Array | Float64Array;
  readonly ints: Int32Array | Float64Array;
}

/** Linear bytes that only grow: a WebAssembly.Memory, or a resizable buffer for the reference. */
export interface Store {
  /** Bytes of one element of any dtype. */
  readonly elementBytes: 4 | 8;
  /** Bytes that it can never exceed. */
  readonly maximumBytes: number;
  /** Bytes that it has now. */
  bytes(): number;
  /** Makes it at least so large; throws where the platform refuses. */
  grow(bytes: number): void;
  /** Fresh views of all its bytes. */
  views(): Views;
}

/** What `memory()` reports, in bytes but for `scopes`. */
export interface MemoryUsage {
  /** Held by Variables and other long-lived blocks. */
  readonly variables: number;
  /** Held by tensors of open scopes. */
  readonly tensors: number;
  /** Most that both together ever held. */
  readonly peak: number;
  /** Taken from the platform; never shrinks. */
  readonly reserved: number;
  /** Scopes open now. */
  readonly scopes: number;
}

/** A place in the arena to come back to. */
export interface Mark {
  readonly chunk: number;
  readonly offset: number;
  readonly used: number;
}

interface Chunk {
  readonly address: Address;
  readonly bytes: number;
}

const ALIGN = 64;
/** Kernels may read one panel row behind the last element. */
const SLACK = 64;
const FIRST_CHUNK = 1 << 20;
const LARGEST_CHUNK = 1 << 28;

const align = (bytes: number): number => bytes + ALIGN - 1 - ((bytes + ALIGN - 1) % ALIGN);

/** Block sizes: multiples of 64 bytes, above 1 kB rounded to an eighth of the next power of two, so that freed blocks fit again. */
function sizeClass(bytes: number): number {
  const least = align(Math.max(bytes, 1) + SLACK);
  if (least <= 1024) return least;
  const step = 1 << Math.max(6, 29 - Math.clz32(least - 1));
  return Math.ceil(least / step) * step;
}

/**
 * The memory of one backend, with its two owners inside: long-lived blocks (Variables) and the arena (tensors of a
 * scope), a bump allocator that is reset when its scope ends. What a user holds is a plain typed array and not here.
 */
export class Memory {
  readonly elementBytes: 4 | 8;
  readonly #store: Store;
  readonly #free = new Map<number, Address[]>();
  readonly #blocks = new Map<Address, number>();
  readonly #chunks: Chunk[] = [];
  #views: Views;
  #top = ALIGN; // address 0 stands for "none"
  #chunk = 0;
  #offset = 0;
  #arenaUsed = 0;
  #blocksUsed = 0;
  #peak = 0;
  #scopes = 0;
  #scratch: Address = 0;
  #scratchSize = 0;

  constructor(store: Store) {
    this.#store = store;
    this.elementBytes = store.elementBytes;
    this.#views = store.views();
  }

  /** Views that are valid until memory grows; do not keep them over an allocation. */
  readonly views = (): Views => this.#views;

  /** Takes a long-lived block of n elements, filled with zeros. */
  allocate(n: number): Address {
    const bytes = sizeClass(n * this.elementBytes);
    const address = this.#take(bytes);
    this.#blocks.set(address, bytes);
    this.#blocksUsed += bytes;
    this.#note();
    const start = address / this.elementBytes;
    this.#views.floats.fill(0, start, start + n);
    return address;
  }

  /** Gives a block of `allocate` back. */
  release(address: Address): void {
    const bytes = this.#blocks.get(address);
    if (bytes === undefined) return;
    this.#blocks.delete(address);
    this.#blocksUsed -= bytes;
    const list = this.#free.get(bytes);
    if (list) list.push(address);
    else this.#free.set(bytes, [address]);
  }

  /** Takes n elements of the arena, unfilled, until the scope is left. */
  bump(n: number): Address {
    const bytes = align(n * this.elementBytes);
    let chunk = this.#chunks[this.#chunk];
    while (chunk === undefined || this.#offset + bytes + SLACK > chunk.bytes) {
      if (chunk !== undefined) {
        this.#chunk++;
        this.#offset = 0;
      }
      if (this.#chunk === this.#chunks.length) {
        const size = this.#chunkSize(bytes);
        this.#chunks.push({ address: this.#take(size), bytes: size });
      }
      chunk = this.#chunks[this.#chunk];
    }
    const address = chunk.address + this.#offset;
    this.#offset += bytes;
    this.#arenaUsed += bytes;
    this.#note();
    return address;
  }

  /** A place of n elements for the inside of one kernel call; every call gets the same one. */
  scratch(n: number): Address {
    if (n > this.#scratchSize) {
      this.release(this.#scratch);
      this.#scratch = 0;
      this.#scratchSize = 0; // so that a refused request leaves no place that is not ours
      this.#scratch = this.allocate(n);
      this.#scratchSize = n;
    }
    return this.#scratch;
  }

  /** Opens a scope. */
  enter(): Mark {
    this.#scopes++;
    return { chunk: this.#chunk, offset: this.#offset, used: this.#arenaUsed };
  }

  /** Leaves a scope: all that was taken from the arena since its mark is free again. */
  leave(mark: Mark): void {
    this.#scopes--;
    this.#chunk = mark.chunk;
    this.#offset = mark.offset;
    this.#arenaUsed = mark.used;
  }

  /** How far into the arena the open scopes reach: what was taken from a farther place can be taken from this one. */
  depth(): number {
    return this.#chunk * 2 ** 40 + this.#offset;
  }

  /** Bytes in use, peak and open scopes. */
  usage(): MemoryUsage {
    return {
      variables: this.#blocksUsed,
      tensors: this.#arenaUsed,
      peak: this.#peak,
      reserved: this.#store.bytes(),
      scopes: this.#scopes,
    };
  }

  /** Twice the last chunk, but no more than is left where the request itself would fit. */
  #chunkSize(bytes: number): number {
    const least = sizeClass(bytes);
    const last = this.#chunks.at(-1)?.bytes ?? FIRST_CHUNK / 2;
    const better = sizeClass(Math.max(bytes, Math.min(last * 2, LARGEST_CHUNK)));
    return this.#top + better > this.#store.maximumBytes ? least : better;
  }

  #note(): void {
    const used = this.#blocksUsed + this.#arenaUsed;
    if (used > this.#peak) this.#peak = used;
  }

  #take(bytes: number): Address {
    const address = this.#free.get(bytes)?.pop();
    if (address !== undefined) return address;
    const end = this.#top + bytes;
    if (end > this.#store.maximumBytes) {
      throw new ResourceError(
        `Cannot allocate ${bytes} bytes: memory in use must stay within ${this.#store.maximumBytes} bytes, received a request that makes it ${end}`,
        { hint: 'Use a smaller batch or fewer units, or truncate long sequences.' },
      );
    }
    if (end > this.#store.bytes()) {
      try {
        this.#store.grow(end);
      } catch (cause) {
        throw new ResourceError(
          `Cannot allocate ${bytes} bytes: the platform must have ${end} bytes of memory to give, received a refusal`,
          { hint: 'Use a smaller batch or fewer units, or give the process more memory.', cause },
        );
      }
      this.#views = this.#store.views();
    }
    const taken = this.#top;
    this.#top = end;
    return taken;
  }
}
