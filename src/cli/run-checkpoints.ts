import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { OptionError } from '../errors.ts';
import { checkpointBytes, readCheckpoint } from '../interop/checkpoint-file.ts';
import { makeFolderOf } from '../interop/make-folder-of.ts';
import type { RunFolder } from '../logs/run-folder.ts';
import { describe } from '../options.ts';
import { platform } from '../platform/index.ts';
import type { Variable } from '../tensor/variable.ts';
import type { Checkpoint, History, Json, Position, ResumableCallback, TrainPlan } from '../train/callback.ts';

/** Seconds between two checkpoints; before a validation, which may take long, fewer. */
const EVERY = 10;
const BEFORE_VALIDATION = 1;

/** What the checkpoints of a run work with. */
export interface RunCheckpointsOptions {
  readonly folder: RunFolder;
  readonly signal: AbortSignal;
  /** Seconds since the run began. */
  readonly clock: () => number;
  /** Whether the run goes on from its checkpoint. */
  readonly resume: boolean;
  /** Called when it does, with the seconds that the run had taken. */
  readonly onResume: (seconds: number) => void;
  /** Seconds between two checkpoints. Default 10. */
  readonly every?: number;
}

/** Path of a run's checkpoint. */
export function checkpointOf(folder: string): string {
  return `${folder}/checkpoints/last.safetensors`;
}

/**
 * Keeps a checkpoint of a run every few seconds and where it is interrupted, and has the events up to there in the folder.
 * Where a run has several trainings, the first one is kept: the others follow from it.
 */
export class RunCheckpoints implements ResumableCallback {
  readonly className = 'RunCheckpoints';
  readonly variables: readonly Variable[] = [];
  /** Whether the last training was ended by the signal; undefined where none has ended. */
  aborted: boolean | undefined;
  readonly #options: RunCheckpointsOptions;
  #trainings = 0;
  /** What the checkpoint said, until training begins. */
  #restored: { readonly events: number; readonly seconds: number } | undefined;
  #asked = false;
  #lastStep: number | undefined;
  #kept: number = performance.now();

  constructor(options: RunCheckpointsOptions) {
    this.#options = options;
  }

  /** Path of the checkpoint. */
  get path(): string {
    return checkpointOf(this.#options.folder.path);
  }

  resumeFrom(): Checkpoint | undefined {
    if (!this.#options.resume || this.#trainings > 0) return undefined;
    this.#asked = true;
    return readCheckpoint(platform().readFile(this.path), this.path);
  }

  onTrainBegin({ steps, validates }: TrainPlan): void {
    this.#trainings++;
    this.#lastStep = validates ? steps : undefined;
    this.#kept = performance.now();
    if (this.#restored === undefined) return;
    const { events, seconds } = this.#restored;
    this.#restored = undefined;
    this.#options.folder.goOnFrom(events);
    this.#options.onResume(seconds);
  }

  onSettled({ step }: Position, checkpoint: () => Checkpoint): void {
    const { folder, signal, every = EVERY } = this.#options;
    const wait = step === this.#lastStep ? Math.min(BEFORE_VALIDATION, every) : every;
    if (this.#trainings > 1 || (!signal.aborted && performance.now() - this.#kept < 1000 * wait)) return;
    const bytes = checkpointBytes(checkpoint());
    folder.flush();
    makeFolderOf(this.path);
    platform().writeFileAtomic(this.path, bytes);
    this.#kept = performance.now();
  }

  onTrainEnd({ stopped }: History): void {
    this.aborted = stopped === 'abort';
  }

  /** Removes what is not needed once the run has ended. */
  remove(): void {
    rmSync(dirname(this.path), { recursive: true, force: true });
  }

  state(): Json {
    return { events: this.#options.folder.lines, seconds: this.#options.clock() };
  }

  restore(state: Json): void {
    const { events, seconds } = (state ?? {}) as { readonly [name: string]: Json };
    if (typeof events !== 'number' || typeof seconds !== 'number') {
      throw new OptionError(`Cannot resume run: checkpoint must count the events before, received ${describe(state)}`);
    }
    // an experiment may go on from a checkpoint of its own: the folder stays as it is
    if (this.#asked) this.#restored = { events, seconds };
    this.#asked = false;
  }
}
