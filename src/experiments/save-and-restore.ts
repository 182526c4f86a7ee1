import { checkpointBytes, readCheckpoint } from '../interop/io.ts';
import type { Callback, Checkpoint, Position, TrainControl } from '../train/callback.ts';

/** Saves a training after a step and ends it there; the next training that it listens to goes on from what was saved. */
export class SaveAndRestore implements Callback {
  readonly #step: number;
  readonly #perEpoch: number;
  readonly #onRestore: () => void;
  #control: TrainControl | undefined;
  #bytes: Uint8Array | undefined;

  /**
   * @param step counted from 1, over all epochs of `perEpoch` steps.
   * @param onRestore called when the next training has what was saved.
   */
  constructor(step: number, perEpoch: number, onRestore: () => void = () => {}) {
    this.#step = step;
    this.#perEpoch = perEpoch;
    this.#onRestore = onRestore;
  }

  /** The bytes of the checkpoint file; undefined before it was saved. */
  get saved(): Uint8Array | undefined {
    return this.#bytes;
  }

  resumeFrom(): Checkpoint | undefined {
    return this.#bytes && readCheckpoint(this.#bytes, 'half-way');
  }

  onTrainBegin(_plan: unknown, _model: unknown, control: TrainControl): void {
    this.#control = control;
    if (this.#bytes !== undefined) this.#onRestore();
  }

  onSettled({ epoch, step }: Position, checkpoint: () => Checkpoint): void {
    if (this.#bytes !== undefined || step === 0 || epoch * this.#perEpoch + step !== this.#step) return;
    this.#bytes = checkpointBytes(checkpoint());
    this.#control?.stop();
  }
}
