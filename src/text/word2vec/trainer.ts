import { Pool } from '../../backend/pool/pool.ts';
import { Random } from '../../random.ts';
import { bindKernel, type Word2vecKernel } from './kernel.ts';
import { memoryFor } from './memory.ts';
import { CHUNK, CHUNK_WORDS, type Layout, layOut, type Net, PLAN, writeLayout } from './plan.ts';
import { GOLDEN, mix } from './random-words.ts';
import type { Train, WordViews } from './reference.ts';

/** Chunks that a thread trains on in a plan, on average. */
const CHUNKS_EACH = 16;

/** How a training is made. */
export interface TrainerOptions {
  readonly action: string;
  readonly kernel: Word2vecKernel;
  readonly threads: number;
  readonly workerUrl: string | undefined;
  readonly seed: number;
  /** Ids of a chunk at most. */
  readonly ids: number;
}

/** Fills the ids of a chunk from an index on; how many there are, and the learning rate; undefined at the end. */
export type NextChunk = (
  ids: Int32Array,
  from: number,
) => { readonly length: number; readonly rate: number } | undefined;

/** The weights of a training, and the threads that train them. */
export class Trainer {
  readonly #net: Net;
  readonly #layout: Layout;
  readonly #views: WordViews;
  readonly #train: Train;
  readonly #pool: Pool | undefined;
  readonly #threads: number;
  readonly #random: Random;
  readonly #chunks: number;
  readonly #ids: number;
  /** Chunks handed out so far, which the random numbers of the next one depend on. */
  #handed = 0;
  /** Which of the two plans is next, and how many chunks it has. */
  #next: 0 | 1 = 0;
  #count = 0;

  /** @throws ResourceError where the weights would not fit into memory. */
  constructor(net: Net, { action, kernel, threads, workerUrl, seed, ids }: TrainerOptions) {
    this.#net = net;
    this.#threads = threads;
    this.#chunks = CHUNKS_EACH * threads;
    this.#ids = ids;
    this.#layout = layOut(net, { threads, chunks: this.#chunks, ids });
    const store = memoryFor(action, net, this.#layout);
    this.#views = { floats: new Float32Array(store.memory.buffer), ints: new Int32Array(store.memory.buffer) };
    writeLayout(this.#views.ints, net, this.#layout);
    this.#train = bindKernel(kernel, store);
    const engine = { module: kernel.module, memory: store.memory, names: ['train'] };
    this.#pool = threads > 1 ? new Pool(threads - 1, engine, { workerUrl }) : undefined;
    this.#random = new Random(seed);
    this.#draw();
  }

  /** Input rows as the C tool draws them: uniform from −½ to ½, divided by the size. The others are zero. */
  #draw(): void {
    const { input, rowSize } = this.#layout;
    const { words, size } = this.#net;
    const [first, key] = this.#random.fold(0).key;
    let x = first;
    for (let word = 0; word < words; word++) {
      const row = input / 4 + word * rowSize;
      for (let j = 0; j < size; j++) {
        x = (x + GOLDEN) | 0;
        this.#views.floats[row + j] = (mix(x, key) / 2 ** 32 - 0.5) / size;
      }
    }
  }

  /** Makes the next plan, of as many chunks as there are; false where there are none. */
  prepare(next: NextChunk): boolean {
    const { ints, floats } = this.#views;
    const table = this.#layout.chunks[this.#next] / 4;
    const places = this.#layout.ids[this.#next];
    this.#count = 0;
    while (this.#count < this.#chunks) {
      const ids = places + 4 * this.#ids * this.#count;
      const chunk = next(ints, ids / 4);
      if (chunk === undefined) break;
      const at = table + CHUNK_WORDS * this.#count++;
      const [seed, key] = this.#random.fold(++this.#handed).key;
      ints[at + CHUNK.ids] = ids;
      ints[at + CHUNK.length] = chunk.length;
      floats[at + CHUNK.rate] = chunk.rate;
      ints[at + CHUNK.seed] = seed;
      ints[at + CHUNK.key] = key;
    }
    return this.#count > 0;
  }

  /**
   * Carries out the plan that was prepared, on all threads that have begun, and prepares the next one meanwhile: all
   * threads take chunk after chunk until there are none left. Whether there is a next one.
   *
   * @throws ResourceError where a thread is lost.
   */
  run(next: NextChunk): boolean {
    const { ints } = this.#views;
    const plan = this.#layout.plans[this.#next];
    const pool = this.#pool;
    ints[plan / 4 + PLAN.next] = 0;
    ints[plan / 4 + PLAN.count] = this.#count;
    this.#next = this.#next === 0 ? 1 : 0;
    const began = performance.now();
    const workers = pool === undefined ? 0 : pool.threads() - 1;
    for (let worker = 0; worker < workers; worker++) {
      pool?.argumentsOf(worker, undefined).set([plan, this.#layout.desks[worker + 1] as number]);
      pool?.post(worker, 0);
    }
    try {
      const more = this.prepare(next);
      this.#train(plan, this.#layout.desks[0] as number);
      return more;
    } finally {
      pool?.join(began);
    }
  }

  /** The vectors as they are now [V, U]. */
  vectors(): Float32Array {
    const { input, rowSize } = this.#layout;
    const { words, size } = this.#net;
    const vectors = new Float32Array(words * size);
    for (let word = 0; word < words; word++) {
      const row = input / 4 + word * rowSize;
      vectors.set(this.#views.floats.subarray(row, row + size), word * size);
    }
    return vectors;
  }

  /** Ends the threads. */
  end(): void {
    this.#pool?.end();
  }
}
