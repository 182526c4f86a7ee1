// Runs workloads of memcell and of the peers that are here, each in a process of its own, in turns; prints ratios.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus, homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Result {
  readonly peer: string;
  readonly workload: string;
  readonly milliseconds: number;
  readonly steps: number;
  readonly last: number;
}

/** What is run in a process of its own. */
export interface Runner {
  readonly command: string;
  readonly args: readonly string[];
}

const ROUNDS = 5;
/** A path beside this file. */
export const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The middle one; of an even number of values the upper of two. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] as number;

let found: { readonly python: string | undefined } | undefined;

/** A Python that has PyTorch: MEMCELL_PYTHON, the conformance tools' own, or the machine's. */
export function python(): string | undefined {
  found ??= { python: findPython() };
  return found.python;
}

function findPython(): string | undefined {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const venv = process.env.MEMCELL_CONFORMANCE_VENV ?? join(cache, 'memcell-conformance-venv');
  const candidates = [process.env.MEMCELL_PYTHON, join(venv, 'bin', 'python'), 'python3'];
  return candidates.find((candidate) => {
    if (candidate === undefined) return false;
    try {
      execFileSync(candidate, ['-c', 'import torch'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

function runnersOf(workload: string): Runner[] {
  const runners: Runner[] = [{ command: process.execPath, args: [here('workload.ts'), workload] }];
  const torch = python();
  if (torch) runners.push({ command: torch, args: [here('peers/torch_bench.py'), workload] });
  else console.log('PyTorch is not here: run npm run conformance once, or set MEMCELL_PYTHON');
  if (workload === 'A' || workload === 'B') {
    if (existsSync(here('peers/node_modules'))) {
      runners.push({ command: process.execPath, args: [here('peers/tfjs-bench.mjs'), workload] });
    } else console.log('TensorFlow.js is not here: run npm install in bench/peers');
  }
  return runners;
}

/** Runs a process on one core and gives what it says in its last line, which is JSON. */
export function runOnce<T>({ command, args }: Runner): T {
  const pinned = process.platform === 'linux' && existsSync('/usr/bin/taskset');
  const [file, rest] = pinned ? ['/usr/bin/taskset', ['-c', '1', command, ...args]] : [command, [...args]];
  const text = execFileSync(file, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return JSON.parse(text.trim().split('\n').at(-1) as string) as T;
}

/** Times workloads of memcell against the peers, keeps the rows in results/ and prints them. */
export function benchPeers(names: readonly string[]): void {
  const rows: object[] = [];
  for (const workload of names) {
    const runners = runnersOf(workload);
    const rounds = runners.map((): Result[] => []);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, runner] of runners.entries()) (rounds[i] as Result[]).push(runOnce<Result>(runner));
    }
    const ours = rounds[0] as Result[];
    for (const results of rounds) {
      const times = results.map(({ milliseconds }) => milliseconds);
      const milliseconds = median(times);
      const { peer, last } = results[0] as Result;
      const ratios = results.map((result, i) => (ours[i] as Result).milliseconds / result.milliseconds);
      const ratio = median(ratios);
      rows.push({ workload, peer, milliseconds, times, memcellToPeer: ratio, last });
      const versus = peer.startsWith('memcell') ? '' : `memcell takes ${ratio.toFixed(3)} of its time`;
      console.log(
        `${workload}  ${peer.padEnd(32)} ${milliseconds.toFixed(4).padStart(10)} ms  ${versus}  last ${last.toFixed(5)}`,
      );
    }
    if (rounds.length === 1) console.log(`${workload}  no peer to compare with`);
  }
  keep('workloads.jsonl', rows);
}

/** Keeps rows in results/, each with the machine that gave it. */
export function keep(file: string, rows: readonly object[]): void {
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    node: process.version,
    date: new Date().toISOString(),
  };
  mkdirSync(here('results'), { recursive: true });
  const lines = rows.map((row) => JSON.stringify({ ...machine, ...row })).join('\n');
  writeFileSync(here(`results/${file}`), `${lines}\n`);
}

if (import.meta.main)
  benchPeers(process.argv.length > 2 ? process.argv.slice(2) : ['A', 'B', 'E', 'G', 'I', 'I1', 'S']);
