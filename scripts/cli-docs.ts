// npm run docs:cli: writes docs/cli.md from the help of the command line itself; test/docs/cli.test.ts holds it against that.
import { writeFileSync } from 'node:fs';
import { buildProgram, withSubcommands } from '../src/cli/program.ts';
import type { Terminal } from '../src/cli/terminal.ts';

/** docs/cli.md as it should be. */
export function cliDocs(): string {
  let text = '';
  const write = (part: string): void => {
    text += part;
  };
  const line = (part = ''): void => write(`${part}\n`);
  const out: Terminal = {
    interactive: false,
    width: () => 100,
    height: () => 24,
    paint: (_style, part) => part,
    write,
    line,
  };
  const program = buildProgram({ out, err: out, version: '', interruptible: () => new AbortController().signal });
  const help = (command: typeof program): string => {
    text = '';
    command.configureOutput({ getOutHelpWidth: () => 100 }).outputHelp();
    return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
  };
  const titleOf = (command: typeof program): string =>
    `${command.parent === null ? '' : `${titleOf(command.parent)} `}${command.name()}`;
  const sections = withSubcommands(program)
    .slice(1)
    .map((command) => `## ${titleOf(command)}\n${help(command)}`);
  return [
    '# The command line',
    '<!-- Written by npm run docs:cli from the help of the commands; do not edit. -->',
    help(program),
    'Errors go to standard error as `error: …` and, where there is advice, `hint: …`. Exit codes: 0, 1 for an error, 2 for wrong\nusage, 130 after Ctrl-C in a training or a download (at the prompt for sums, when all is saved, it ends with 0).',
    ...sections,
    '',
  ].join('\n\n');
}

if (import.meta.main) writeFileSync(new URL('../docs/cli.md', import.meta.url), cliDocs());
