import type { AnyExperiment } from '../experiment.ts';

/** What `memcell train FILE --task NAME` does, by the names of the tasks. */
export const tasks: Readonly<Record<string, AnyExperiment>> = {};
