import type { AnyExperiment } from '../experiment.ts';
import { classify } from './classify.ts';
import { languageModelTask } from './language-model.ts';
import { translateTask } from './translate.ts';

/** What `memcell train FILE --task NAME` does, by the names of the tasks. */
export const tasks: Readonly<Record<string, AnyExperiment>> = {
  'language-model': languageModelTask,
  translate: translateTask,
  classify,
};
