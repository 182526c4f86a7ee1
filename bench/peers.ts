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

interface Runner {
  readonly command: string;
  readonly args: readonly string[];
}

const ROUNDS = 5;
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/** A Python that has PyTorch: MEMCELL_PYTHON, the conformance tools' own, or the machine's. */
function python(): string | undefined {
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

function runOnce({ command, args }: Runner): Result {
  const pinned = process.platform === 'linux' && existsSync('/usr/bin/taskset');
  const [file, rest] = pinned ? ['/usr/bin/taskset', ['-c', '1', command, ...args]] : [command, [...args]];
  const text = execFileSync(file, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return JSON.parse(text.trim().split('\n').at(-1) as string) as Result;
}

/** Times workloads of memcell against the peers, keeps the rows in results/ and prints them. */
export function benchPeers(names: readonly string[]): void {
  const rows: object[] = [];
  for (const workload of names) {
    const runners = runnersOf(workload);
    const rounds = runners.map((): Result[] => []);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, runner] of runners.entries()) (rounds[i] as Result[]).push(runOnce(runner));
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
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    node: process.version,
    date: new Date().toISOString(),
  };
  mkdirSync(here('results'), { recursive: true });
  const lines = rows.map((row) => JSON.stringify({ ...machine, ...row })).join('\n');
  writeFileSync(here('results/workloads.jsonl'), `${lines}\n`);
}

if (import.meta.main)
  benchPeers(process.argv.length > 2 ? process.argv.slice(2) : ['A', 'B', 'E', 'G', 'I', 'I1', 'S']);
