// Runs `memcell data` as a process beside a server of the test, with a cache of its own.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { DataSet } from '../../src/data/sets/data-set.ts';
import { tinyParts, tinySets, tinySources } from './tiny-sets.ts';

const program = fileURLToPath(new URL('./memcell-with-tiny-sets.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'memcell-data-'));
after(() => rmSync(root, { recursive: true }));
const PATIENCE = 60_000;
let count = 0;

/** What a process left behind. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A new empty folder, as the user's cache. */
export function newFolder(): string {
  const folder = join(root, String(++count));
  mkdirSync(folder);
  return folder;
}

/** The folder of a set in a cache. */
export function folderOf(cache: string, name: string): string {
  return join(cache, 'memcell', 'data', name);
}

/** Runs `memcell data …words`; `watch` is given the process. */
export async function data(
  cache: string | undefined,
  words: readonly string[],
  {
    environment = {},
    watch,
  }: { environment?: Record<string, string>; watch?: (child: ChildProcess) => void | Promise<void> } = {},
): Promise<Ended> {
  const env = { PATH: process.env.PATH ?? '', NO_COLOR: '1', ...(cache && { XDG_CACHE_HOME: cache }), ...environment };
  const child = spawn(process.execPath, [program, 'data', ...words], { cwd: root, env, timeout: PATIENCE });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part) => {
    out += part;
  });
  child.stderr.on('data', (part) => {
    err += part;
  });
  const watched = watch?.(child);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  await watched;
  return { code, out, err };
}

/** The folder must hold the set and nothing besides. */
export function assertWhole(cache: string, name: string): void {
  const { parts, sources } = tinySets[name] as DataSet;
  const archive = sources.some((source) => source.name.endsWith('.tar.gz'));
  const names = (archive ? parts : sources).map((file) => file.name);
  assert.deepEqual(readdirSync(folderOf(cache, name)).sort(), names.sort());
  for (const file of names) {
    const right = archive ? tinyParts[file] : tinySources[file];
    assert.ok(readFileSync(join(folderOf(cache, name), file)).equals(right as Uint8Array), file);
  }
}

/** What there is of a file, not yet under its name. */
export function kept(cache: string, name: string, file: string): Uint8Array | undefined {
  const path = join(folderOf(cache, name), `${file}.part`);
  return existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined;
}
