import { OptionError } from '../errors.ts';
import { checkBoolean, checkNumber, checkOptions, describe } from '../options.ts';
import { platform } from '../platform/index.ts';
import type { Callback, Checkpoint, History, Position } from '../train/callback.ts';
import { checkpointBytes, readCheckpoint } from './checkpoint-file.ts';
import { makeFolderOf } from './make-folder-of.ts';

/** Where a checkpoint is kept, for those who keep it elsewhere than in a file. */
export interface CheckpointStore {
  /** The bytes that were kept last; undefined where there are none. */
  read(): Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /** Keeps these bytes in the place of those before. */
  write(bytes: Uint8Array<ArrayBuffer>): void | Promise<void>;
  /** Forgets them. */
  remove(): void | Promise<void>;
}

/** Options of `BackupAndRestore`. */
export interface BackupAndRestoreOptions {
  /** When a checkpoint is written: after each epoch, or after so many steps, from 1. Default 'epoch'. */
  saveFreq?: 'epoch' | number;
  /** Remove the checkpoint once training has come to its end. Default true. */
  deleteCheckpoint?: boolean;
}

const NAME = 'BackupAndRestore';

/**
 * Lets an interrupted training go on: writes a checkpoint now and then and, where there is one when `fit` begins, goes on
 * from there. Weights, optimizer, states, callbacks, the order of samples and dropout are then as if training had never
 * stopped, bit for bit, wherever it was stopped, with the same model, options and data.
 *
 * Arrays are taken up at the position; a generator of batches is run again and its batches skipped up to there, so that
 * it must give the same batches again. The file is whole or not there; it is a safetensors file, in a folder that is made
 * where it is missing.
 *
 * @param target path of the file (in Node), or a store of your own.
 * @throws OptionError if an option is unknown or out of its range.
 * @example
 * ```ts
 * import { Dense, Sequential } from 'memcell';
 * import { BackupAndRestore } from 'memcell/io';
 * const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: 'adam', loss: 'mse' });
 * const backup = new BackupAndRestore('training.safetensors', { saveFreq: 100 });
 * const { history } = await model.fit([[1], [2]], [[2], [4]], { epochs: 3, callbacks: [backup] });
 * console.log(history.loss?.length); // => 3
 * ```
 */
export class BackupAndRestore implements Callback {
  readonly #store: CheckpointStore;
  readonly #name: string;
  readonly #saveFreq: 'epoch' | number;
  readonly #delete: boolean;
  #steps = 0;

  constructor(target: string | CheckpointStore, options: BackupAndRestoreOptions = {}) {
    checkOptions(NAME, options, ['saveFreq', 'deleteCheckpoint']);
    const { saveFreq = 'epoch' } = options;
    this.#saveFreq =
      saveFreq === 'epoch' ? saveFreq : checkNumber(NAME, 'saveFreq', saveFreq, { from: 1, whole: true });
    this.#delete = checkBoolean(NAME, 'deleteCheckpoint', options.deleteCheckpoint ?? true);
    this.#store = typeof target === 'string' ? fileStore(target) : checkStore(target);
    this.#name = typeof target === 'string' ? target : 'store';
  }

  async resumeFrom(): Promise<Checkpoint | undefined> {
    this.#steps = 0;
    const bytes = await this.#store.read();
    return bytes === undefined ? undefined : readCheckpoint(bytes, this.#name);
  }

  async onSettled(position: Position, checkpoint: () => Checkpoint): Promise<void> {
    if (position.step > 0) this.#steps++;
    const due =
      this.#saveFreq === 'epoch' ? position.step === 0 : position.step > 0 && this.#steps % this.#saveFreq === 0;
    if (due) await this.#store.write(checkpointBytes(checkpoint()));
  }

  async onTrainEnd({ stopped }: History): Promise<void> {
    if (this.#delete && stopped !== 'abort') await this.#store.remove();
  }
}

function fileStore(path: string): CheckpointStore {
  return {
    read: () => (platform().kindOf(path) === 'nothing' ? undefined : platform().readFile(path)),
    write: (bytes) => {
      makeFolderOf(path);
      platform().writeFileAtomic(path, bytes);
    },
    remove: () => platform().removeFile(path),
  };
}

function checkStore(store: CheckpointStore): CheckpointStore {
  const methods = ['read', 'write', 'remove'] as const;
  if (typeof store === 'object' && store !== null && methods.every((name) => typeof store[name] === 'function')) {
    return store;
  }
  throw new OptionError(
    `Cannot create ${NAME}: target must be a path or an object with read, write and remove, received ${describe(store)}`,
  );
}
