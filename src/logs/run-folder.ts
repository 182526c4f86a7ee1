import { ResourceError } from '../errors.ts';
import { platform } from '../platform/index.ts';
import { type EndEvent, formatEvent, type RunEvent } from './events.ts';
import { toJson } from './json.ts';

/** What run.json holds from the start. */
export interface RunInfo {
  readonly experiment: string;
  readonly preset: string;
  readonly seed: number;
  /** Everything that was chosen, defaults included. */
  readonly options: Readonly<Record<string, unknown>>;
  /** SHA-256 of the files that options name, by the name of the option. */
  readonly sha256?: Readonly<Record<string, string>>;
  /** Version of memcell, of the runtime, … */
  readonly versions: Readonly<Record<string, string>>;
  /** Fingerprint of the engine: build, width, threads. */
  readonly engine: Readonly<Record<string, unknown>>;
  /** When it began, ISO 8601. */
  readonly began: string;
  /** Number of the process that it goes on in. */
  readonly process?: number;
}

/** What run.json holds when the run has ended. */
export type RunResult = Pick<EndEvent, 'score' | 'published' | 'incomparable' | 'seconds' | 'steps' | 'stopped'>;

/** Options of createRunFolder. */
export interface RunFolderOptions {
  /** The folder itself; may exist, but must hold no run. Default `runs/<experiment>-<date>-<time>`. */
  readonly folder?: string | undefined;
  /** Where the default goes. Default 'runs'. */
  readonly root?: string;
}

const FLUSH_AFTER = 1000;
const EVENTS = 'events.jsonl';

/**
 * Makes the folder of a run with its run.json and an empty events.jsonl, so that a folder that cannot be written is found
 * out before anything is computed.
 *
 * @throws ResourceError if it cannot be made or holds a run already.
 */
export function createRunFolder(info: RunInfo, { folder, root = 'runs' }: RunFolderOptions = {}): RunFolder {
  const path = folder === undefined ? makeNew(`${root}/${info.experiment}-${stamp(new Date(info.began))}`) : folder;
  if (folder !== undefined && !platform().makeFolder(path) && platform().kindOf(`${path}/run.json`) !== 'nothing') {
    throw new ResourceError(`Cannot create run folder '${path}': folder must hold no run, received one that does`, {
      hint: 'Choose another folder, or remove this one.',
    });
  }
  const made = new RunFolder(path, info);
  made.goOnFrom(0);
  return made;
}

/**
 * The folder of a run that is to go on. Events are left out until `goOnFrom` says after which line of events.jsonl;
 * until then nothing in the folder changes.
 */
export function reopenRunFolder(path: string, info: RunInfo): RunFolder {
  return new RunFolder(path, info);
}

/** The folder, or the first of `-2`, `-3`, … that was not there. */
function makeNew(path: string): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? path : `${path}-${n}`;
    if (platform().makeFolder(name)) return name;
  }
}

/** Local time as 20261121-093005. */
function stamp(time: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const date = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${date}-${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}

/** The folder of a run that is going on. Made by createRunFolder and reopenRunFolder. */
export class RunFolder {
  /** Where it is. */
  readonly path: string;
  readonly #info: RunInfo;
  #lines: string[] = [];
  /** Lines of the file, those that wait included; undefined until it is known where the run goes on. */
  #count: number | undefined;
  #flushed: number = performance.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failure: unknown;

  /** @internal Use createRunFolder. */
  constructor(path: string, info: RunInfo) {
    this.path = path;
    this.#info = info;
  }

  /** Events so far, each a line of the file. */
  get lines(): number {
    return this.#count ?? 0;
  }

  /**
   * Keeps so many whole lines of events.jsonl, and goes on from there; run.json is that of a run without a result.
   */
  goOnFrom(lines: number): void {
    const path = this.file(EVENTS);
    const kept = lines === 0 ? [] : readText(path).split('\n').slice(0, -1).slice(0, lines);
    this.#writeInfo(this.#info);
    platform().writeFileAtomic(path, kept.map((line) => `${line}\n`).join(''));
    this.#lines = [];
    this.#count = kept.length;
  }

  /** Path of a file in it. */
  file(name: string): string {
    return `${this.path}/${name}`;
  }

  /**
   * Adds an event. Lines go to the file every second, and when the run is closed.
   *
   * @throws ResourceError if the file could not be written, now or since the last event.
   */
  write(event: RunEvent): void {
    this.#rethrow();
    if (this.#count === undefined) return;
    this.#count++;
    this.#lines.push(formatEvent(event));
    const wait = this.#flushed + FLUSH_AFTER - performance.now();
    if (wait <= 0) this.flush();
    else this.#timer ??= unref(setTimeout(() => this.#flushLater(), wait));
  }

  /** Writes the events that wait. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushed = performance.now();
    if (this.#lines.length === 0) return;
    const text = `${this.#lines.join('\n')}\n`;
    this.#lines = [];
    platform().appendFile(this.file(EVENTS), text);
  }

  /** Writes what waits and, where the run came to its end, the result into run.json. */
  close(result?: RunResult): void {
    this.#rethrow();
    this.flush();
    if (result === undefined || this.#count === undefined) return;
    const { score, published, incomparable, seconds, steps, stopped } = result;
    const why = incomparable === undefined ? {} : { incomparable };
    const ended = { steps, seconds, score, published, ...why, ...(stopped === undefined ? {} : { stopped }) };
    this.#writeInfo({ ...this.#info, ...ended });
  }

  /** A timer has nobody to throw to: the next write does. */
  #flushLater(): void {
    try {
      this.flush();
    } catch (error) {
      this.#failure = error;
    }
  }

  #rethrow(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  #writeInfo(info: object): void {
    platform().writeFileAtomic(this.file('run.json'), `${toJson(info, 2)}\n`);
  }
}

function readText(path: string): string {
  return new TextDecoder().decode(platform().readFile(path));
}

/** So that a timer alone does not keep the process alive. */
function unref(timer: ReturnType<typeof setTimeout>): ReturnType<typeof setTimeout> {
  (timer as { unref?: () => void }).unref?.();
  return timer;
}
