import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** What a command works with besides its arguments. */
export interface Shell {
  /** Standard output: results and progress. */
  readonly out: Terminal;
  /** Standard error. */
  readonly err: Terminal;
  /** Version of memcell. */
  readonly version: string;
  /**
   * From now on Ctrl-C aborts this signal instead of ending the process, so that the command can save what it has;
   * a second one ends the process at once.
   */
  interruptible(): AbortSignal;
}

/** Adds one command with its options, help and action to the program. */
export type AddCommand = (program: Command, shell: Shell) => void;

/** Help text of examples: each a command line and, below it, what it does. */
export function examples(lines: readonly (readonly [line: string, meaning: string])[]): string {
  return `\nExamples:\n${lines.map(([line, meaning]) => `  ${line}\n      ${meaning}`).join('\n')}`;
}
