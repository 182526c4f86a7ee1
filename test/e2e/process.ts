// The command line as a user meets it: a process of its own, in an empty folder.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

/** What a process left behind. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Path of the program. */
export const main: string = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Where the processes run; empty at first, removed at the end. */
export const folder: string = mkdtempSync(join(tmpdir(), 'memcell-cli-'));
after(() => rmSync(folder, { recursive: true }));

/** The environment of the processes: no colours, nothing of the tester's own. */
export const env: Readonly<Record<string, string>> = { PATH: process.env.PATH ?? '', NO_COLOR: '1' };

/** Milliseconds after which a process counts as hung, and is killed: a test then fails rather than waits. */
export const PATIENCE = 120_000;

/** Runs the program with these words. */
export function memcell(...words: string[]): Ended {
  const ended = spawnSync(process.execPath, [main, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env,
    timeout: PATIENCE,
  });
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

/** It must end with this error and nothing else: no stack, no output. */
export function fails(words: string[], code: number, error: string, hint?: string): void {
  const err = `error: ${error}\n${hint === undefined ? '' : `hint: ${hint}\n`}`;
  assert.deepEqual(memcell(...words), { code, out: '', err });
}

/** Every line as JSON. */
export function jsonLines(text: string): unknown[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}
