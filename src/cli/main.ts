#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import module from 'node:module';
import { type Command, CommanderError } from 'commander';
import { Interrupt } from './interrupt.ts';
import { nameFlags } from './name-flags.ts';
import { buildProgram } from './program.ts';
import { reportError } from './report-error.ts';
import { doubleDashes } from './single-dashes.ts';
import { terminal } from './terminal.ts';

// what the commands import is compiled once and kept among the temporary files, not at each start (Node 22.0 cannot)
module.enableCompileCache?.();

const out = terminal(process.stdout);
const err = terminal(process.stderr);
const interrupt = new Interrupt();

/** Runs the command line; the exit code is 1 for an error, 2 for wrong usage, 130 after Ctrl-C. */
async function main(words: readonly string[]): Promise<number> {
  let program: Command | undefined;
  try {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    program = buildProgram({ out, err, version, interruptible: () => interrupt.signal() });
    await program.parseAsync(doubleDashes(words), { from: 'user' });
    return interrupt.code ?? 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    return reportError(program ? nameFlags(error, program) : error, err, words.includes('--debug'));
  }
}

// a reader that leaves early (`memcell list | head -1`) is no error
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    if (stream === process.stdout)
      err.line(`error: Cannot write output: it must take what is written, received ${error.message}`);
    process.exit(1);
  });
}

process.exitCode = await main(process.argv.slice(2));
