// Who is timed: a process of its own that takes its steps on order, so that many can take turns on one machine.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Warm } from './turns.ts';

/** What an order is answered with. */
export interface Answers {
  readonly warm: Warm;
  readonly round: { readonly turns: readonly number[] };
  readonly check: { readonly losses: readonly number[] };
  readonly peak: { readonly peak: number };
}

/** Somebody who has the weights and waits for orders. */
export interface Contender {
  readonly peer: string;
  readonly version: string;
  /** Milliseconds from its start until it could take its first step. */
  readonly start: number;
  ask<Order extends keyof Answers>(order: Order, milliseconds?: number): Promise<Answers[Order]>;
  end(): Promise<void>;
}

/** How a process is started. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether it may use one core only. */
  readonly pinned: boolean;
}

const TASKSET = '/usr/bin/taskset';

/** Starts a process and waits until it is ready. @throws Error with the end of what it wrote where it ends before. */
export async function startContender({ command, args, environment = {}, pinned }: Launch): Promise<Contender> {
  const begun = performance.now();
  const [file, rest] = pinned && existsSync(TASKSET) ? [TASKSET, ['-c', '1', command, ...args]] : [command, [...args]];
  const child = spawn(file, rest, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  const told = answersOf(child);
  const { peer, version } = (await told.next()) as { peer: string; version: string };
  return {
    peer,
    version,
    start: performance.now() - begun,
    async ask(order, milliseconds) {
      child.stdin?.write(`${order} ${milliseconds ?? ''}\n`);
      return (await told.next()) as Answers[typeof order];
    },
    async end() {
      child.stdin?.end('end\n');
      if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}

/** The lines that begin with '@ ', as objects, one after the other. */
function answersOf(child: ChildProcess): { next(): Promise<unknown> } {
  let errors = '';
  child.stderr?.on('data', (text: Buffer) => {
    errors = (errors + text.toString()).slice(-2000);
  });
  const lines: string[] = [];
  let wake = (): void => {};
  let ended = false;
  const reader = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  reader.on('line', (line) => {
    if (line.startsWith('@ ')) lines.push(line.slice(2));
    wake();
  });
  child.on('error', ({ message }) => {
    errors += message;
  });
  reader.on('close', () => {
    ended = true;
    wake();
  });
  return {
    async next() {
      while (lines.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const line = lines.shift();
      if (line === undefined) throw new Error(`${child.spawnargs.slice(-3).join(' ')} ended early: ${errors.trim()}`);
      return JSON.parse(line) as unknown;
    },
  };
}
