import type { Command } from 'commander';
import { MemcellError, OptionError } from '../errors.ts';
import { UsageError } from './usage-error.ts';

/** The command that each program carries out. */
const acting = new WeakMap<Command, Command>();

/** Flags whose option has another name in the library. */
const NAMES: Readonly<Record<string, string>> = { '--beams': 'beamWidth' };

/** Notes which command a program carries out, for `nameFlags`. */
export function watchActing(program: Command): void {
  program.hook('preAction', (_, command) => {
    acting.set(program, command);
  });
}

/** Lets an error of the library name the options of the command as they are typed: --top-k, not topK. */
export function nameFlags(error: unknown, program: Command): unknown {
  const command = acting.get(program);
  if (!(error instanceof MemcellError) || command === undefined) return error;
  const inFlags = (text: string): string => command.options.reduce(nameFlag, text);
  const message = inFlags(error.message);
  const hint = error.hint === undefined ? {} : { hint: inFlags(error.hint) };
  if (message === error.message && hint.hint === error.hint) return error;
  const Kind = error instanceof UsageError ? UsageError : OptionError;
  return new Kind(message, { ...hint, cause: error });
}

function nameFlag(text: string, option: Command['options'][number]): string {
  const { long: flag = '' } = option;
  const name = NAMES[flag ?? ''] ?? option.attributeName();
  // a name of one word may be any word, and what is quoted was received
  return /[A-Z]/.test(name)
    ? text.replace(new RegExp(`(?<![\\w'".])${name}(?![\\w'":(]|\\.\\w)`, 'g'), `${flag}`)
    : text;
}
