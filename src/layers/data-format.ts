import { UnsupportedError } from '../errors.ts';
import { checkChoice } from '../options.ts';

/** Where the channels stand: last, the only order that there is here. */
export type DataFormat = 'channelsLast';

/** Gives back Keras's option `dataFormat`. @throws UnsupportedError for 'channelsFirst'; OptionError for anything else. */
export function checkDataFormat(subject: string, value: unknown): DataFormat {
  const given = checkChoice(subject, 'dataFormat', value ?? 'channelsLast', ['channelsLast', 'channelsFirst']);
  if (given === 'channelsLast') return given;
  throw new UnsupportedError(`Cannot create ${subject}: dataFormat must be 'channelsLast', received 'channelsFirst'`, {
    hint: 'Move the channels to the end of each sample, with Permute or transpose.',
  });
}
