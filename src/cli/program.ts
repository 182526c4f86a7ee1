import { Command, type CommanderError } from 'commander';
import { commands } from './commands/index.ts';
import { watchActing } from './name-flags.ts';
import type { Shell } from './shell.ts';
import { didYouMean, UsageError } from './usage-error.ts';

const DESCRIPTION = 'Recurrent networks (RNN, LSTM, GRU): train, inspect and use them.';

/** The command line with all commands; wrong usage throws a UsageError. */
export function buildProgram(shell: Shell): Command {
  const program = new Command('memcell')
    .description(DESCRIPTION)
    .version(shell.version, '--version', 'show the version');
  program.helpOption('-h, --help', 'show this help').helpCommand(false);
  program.option('--debug', 'show the stack trace of an error');
  program.configureHelp({ styleTitle: (title) => shell.out.paint('bold', title), showGlobalOptions: true });
  program.action(() => program.outputHelp());
  watchActing(program);
  for (const add of commands) add(program, shell);
  for (const command of withSubcommands(program)) {
    command.allowExcessArguments(false).helpCommand(false);
    command.configureOutput({ outputError: () => {}, writeOut: shell.out.write, writeErr: shell.err.write });
    command.exitOverride((error) => {
      if (error.exitCode !== 0) throw usageError(command, error);
    });
  }
  return program;
}

/** A command and all below it. */
export function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** Commander's complaint in our words. */
function usageError(command: Command, { code, message }: CommanderError): UsageError {
  const [, quoted = ''] = /'([^']*)'/.exec(message) ?? [];
  const path = pathOf(command);
  const subject = `Cannot run '${path}'`;
  const usage = { hint: `Usage: ${path} ${command.usage()}` };
  switch (code) {
    case 'commander.unknownOption': {
      const known = command
        .createHelp()
        .visibleOptions(command)
        .map(({ long, short }) => long ?? short ?? '');
      return new UsageError(`${subject}: options must be among ${known.join(', ')}, received '${quoted}'`, {
        ...didYouMean(quoted, known),
      });
    }
    case 'commander.missingArgument':
      return new UsageError(`${subject}: argument '${quoted}' must be given, received none`, usage);
    case 'commander.excessArguments':
      return unexpected(command, subject, usage);
    case 'commander.optionMissingArgument':
      return new UsageError(`${subject}: option '${quoted}' must have a value, received none`, usage);
    case 'commander.missingMandatoryOptionValue':
      return new UsageError(`${subject}: option '${quoted}' must be given, received none`, usage);
    default:
      return new UsageError(`${subject}: the command line must be valid, received ${message}`, usage);
  }
}

/** One argument too many; behind the name of the program, or of a group of commands, it is one that does not exist. */
function unexpected(command: Command, subject: string, usage: { hint: string }): UsageError {
  const taken = command.registeredArguments.length;
  const first = command.args[taken] ?? '';
  const { parent } = command;
  // a group's usual command is given what is no command of the group
  if (parent?.parent && !parent.args.includes(command.name())) return noSuchCommand(parent, first);
  if (command.commands.length === 0) {
    const must =
      taken === 0
        ? 'no argument must follow'
        : `at most ${taken} ${taken === 1 ? 'argument' : 'arguments'} must follow`;
    return new UsageError(`${subject}: ${must}, received '${first}'`, usage);
  }
  return noSuchCommand(command, first);
}

function noSuchCommand(group: Command, name: string): UsageError {
  const known = group.commands.map((one) => one.name());
  const must = `command must be one of ${known.join(', ')}`;
  return new UsageError(`Cannot run '${pathOf(group)}': ${must}, received '${name}'`, didYouMean(name, known));
}

/** 'memcell runs list'. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
