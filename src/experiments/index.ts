import { adder } from './adder.ts';
import type { Experiment } from './experiment.ts';

/** Every experiment by its name. */
export const experiments: Readonly<Record<string, Experiment>> = { adder };
