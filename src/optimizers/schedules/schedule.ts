import type { Config, Configurable } from '../../config.ts';

/** A learning rate that follows from the step alone, so that a resumed training has the same bits. */
export abstract class Schedule implements Configurable {
  abstract readonly className: string;

  /** Learning rate of a step; the first one is step 0. */
  abstract at(step: number): number;

  abstract config(): Config;
}
