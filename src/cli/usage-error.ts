import { OptionError } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';

/** What was typed is not what a command takes: exit code 2. */
export class UsageError extends OptionError {}

/** A hint that names what was probably meant. */
export function didYouMean(wrong: string, names: readonly string[]): { hint?: string } {
  const near = nearestName(wrong, names);
  return near === undefined ? {} : { hint: `Did you mean '${near}'?` };
}
