import { findByName } from '../options.ts';
import { adder } from './adder.ts';
import type { Experiment } from './experiment.ts';

/** Every experiment by its name. */
export const experiments: Readonly<Record<string, Experiment>> = { adder };

/** An experiment by name. @throws OptionError for a name that does not exist, with the nearest one. */
export function experiment(name: string): Experiment {
  return findByName('experiment', experiments, name);
}
