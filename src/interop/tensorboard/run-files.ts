import type { Json } from '../../train/callback.ts';
import { cutBack, type EventFile, eventFiles, makeEventFile } from './event-folder.ts';
import { SummaryWriter } from './summary-writer.ts';

/** Keras's folders. */
export type RunName = 'train' | 'validation';

const RUNS: readonly RunName[] = ['train', 'validation'];

/** The event files of a training, in a folder each for what was trained on and what was validated on. */
export class RunFiles {
  readonly #folder: string;
  readonly #open = new Map<RunName, { readonly file: EventFile; readonly writer: SummaryWriter }>();
  /** Tells the files of a training from others. */
  #training = '';
  /** Bytes of the files of a training that is gone on with, as 'train/NAME'. */
  #before = new Map<string, number>();
  #goesOn = false;
  #purgeStep: number | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether the next training goes on with one before. */
  get goesOn(): boolean {
    return this.#goesOn;
  }

  /**
   * Begins a training; one that goes on, with this step, is brought back to where it stood.
   *
   * @throws FormatError where files are missing.
   */
  open(nextStep: number): void {
    this.close();
    this.#purgeStep = this.#goesOn ? nextStep : undefined;
    if (this.#goesOn) {
      for (const run of RUNS) {
        const own = [...this.#before].filter(([name]) => name.startsWith(`${run}/`));
        const sizes = new Map(own.map(([name, size]) => [name.slice(run.length + 1), size]));
        cutBack(`${this.#folder}/${run}`, this.#training, sizes);
      }
    } else {
      this.#training = this.#newName();
      this.#before.clear();
    }
    this.#goesOn = false;
  }

  /** The writer of a run; its file is made when it is first asked for. */
  writer(run: RunName): SummaryWriter {
    const known = this.#open.get(run);
    if (known !== undefined) return known.writer;
    const file = makeEventFile(`${this.#folder}/${run}`, this.#training);
    const purge = this.#purgeStep === undefined ? {} : { purgeStep: this.#purgeStep };
    const writer = new SummaryWriter(file.write, { maxQueue: 1000, ...purge });
    this.#open.set(run, { file, writer });
    return writer;
  }

  /** A name that no training has in these folders. */
  #newName(): string {
    const used = (name: string): boolean => RUNS.some((run) => eventFiles(`${this.#folder}/${run}`, name).length > 0);
    for (let n = Date.now(); ; n++) if (!used(n.toString(36))) return n.toString(36);
  }

  flush(): void {
    for (const { writer } of this.#open.values()) writer.flush();
  }

  close(): void {
    for (const [run, { file, writer }] of this.#open) {
      writer.close();
      this.#before.set(`${run}/${file.name}`, file.size);
    }
    this.#open.clear();
  }

  state(): Json {
    const now = [...this.#open].map(([run, { file }]) => [`${run}/${file.name}`, file.size] as const);
    return { training: this.#training, sizes: Object.fromEntries([...this.#before, ...now]) };
  }

  /** Takes up what `state` gave; false where it is none. */
  restore(state: Json | undefined): boolean {
    const { training, sizes } = (typeof state === 'object' && state !== null ? state : {}) as Record<string, Json>;
    const entries = Object.entries(typeof sizes === 'object' && sizes !== null ? sizes : {});
    const named = entries.every(
      ([name, size]) => /^(train|validation)\/[\w.]+$/.test(name) && Number.isSafeInteger(size),
    );
    if (typeof training !== 'string' || !/^\w*$/.test(training) || sizes === undefined || !named) return false;
    this.close();
    this.#training = training;
    this.#before = new Map(entries as [string, number][]);
    this.#goesOn = training !== '';
    return true;
  }
}
