import { OptionError } from '../errors.ts';
import { describe } from '../options.ts';
import type { OpenShapes } from '../tensor/shape.ts';
import { type CheckpointSource, capture, restore } from './checkpoint.ts';
import type { Checkpoint, Json, Position } from './checkpoint-data.ts';
import type { MetricSet } from './metric-set.ts';
import type { Progress } from './progress.ts';

/** A model whose training can be taken up again. */
export interface ResumableModel extends Omit<CheckpointSource, 'optimizer' | 'callbacks'> {
  /** Shape of its input, batch axis first, once its weights exist. */
  readonly inputShape: OpenShapes | undefined;
  /** Makes the weights for inputs of this shape. */
  build(inputShape: OpenShapes): void;
}

/** What it is trained with. */
interface Training extends Pick<CheckpointSource, 'optimizer' | 'callbacks'> {
  readonly metrics: MetricSet;
  readonly origin: Readonly<Record<string, Json>>;
}

/** Writes down where a training stands, and takes it up from there. */
export class Resumption {
  readonly #model: ResumableModel;
  readonly #training: Training;
  readonly #progress: Progress;

  constructor(model: ResumableModel, training: Training, progress: Progress) {
    this.#model = model;
    this.#training = training;
    this.#progress = progress;
  }

  /** All that is needed to go on at a position. */
  capture(position: Position): Checkpoint {
    const { metrics, origin } = this.#training;
    const inputShape = (this.#model.inputShape ?? []) as unknown as Json;
    const progress = this.#progress.state();
    return capture(this.#source(), position, { origin, inputShape, progress, metrics: metrics.state() });
  }

  /**
   * Takes up the checkpoint that a callback has, and says where it stands; undefined where there is none.
   *
   * @throws OptionError or FormatError where it does not fit.
   */
  async find(): Promise<Position | undefined> {
    for (const callback of this.#training.callbacks) {
      const checkpoint = await callback.resumeFrom?.();
      if (checkpoint === undefined) continue;
      const { state } = checkpoint;
      const { origin, inputShape, progress, metrics } = (state.fit ?? {}) as Readonly<Record<string, Json>>;
      this.#checkOrigin((origin ?? {}) as Readonly<Record<string, Json>>);
      if (this.#model.inputShape === undefined) this.#model.build(inputShape as unknown as OpenShapes);
      restore(this.#source(), checkpoint);
      this.#progress.restore(progress ?? null);
      this.#training.metrics.restore(metrics ?? null);
      return { epoch: state.epoch, step: state.step };
    }
    return undefined;
  }

  #source(): CheckpointSource {
    const { name, weights, statefulLayers } = this.#model;
    const { optimizer, callbacks } = this.#training;
    return { name, weights, statefulLayers, optimizer, callbacks };
  }

  #checkOrigin(then: Readonly<Record<string, Json>>): void {
    for (const [name, now] of Object.entries(this.#training.origin)) {
      if (JSON.stringify(then[name]) === JSON.stringify(now)) continue;
      throw new OptionError(
        `Cannot resume training of '${this.#model.name}': ${name} must be ${describe(then[name])}, as in the checkpoint, received ${describe(now)}`,
        { hint: 'Only the same training goes on with the same numbers; remove the checkpoint to begin anew.' },
      );
    }
  }
}
