// memcell and its peers in one workload, each in a process of its own, with the same weights and the same data.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, type Effort, type WorkloadRow } from './compare.ts';
import { type Contender, type Launch, startContender } from './contender.ts';
import { writeFixture } from './fixture.ts';
import { installNpmPeers, installPythonPeers } from './install.ts';
import { type RivalName, rivals } from './request.ts';
import type { WorkloadName } from './workloads.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Says to every library how many threads it may use. */
export function environmentOf(threads: number): Record<string, string> {
  const count = String(threads);
  const names = 'MEMCELL_THREADS OMP_NUM_THREADS MKL_NUM_THREADS OPENBLAS_NUM_THREADS TF_NUM_INTRAOP_THREADS';
  return {
    ...Object.fromEntries([...names.split(' '), 'TF_NUM_INTEROP_THREADS'].map((name) => [name, count])),
    XLA_FLAGS: threads === 1 ? '--xla_cpu_multi_thread_eigen=false' : '',
    TF_CPP_MIN_LOG_LEVEL: '3',
    CUDA_VISIBLE_DEVICES: '',
  };
}

/** Our own process for a workload whose fixture is in the folder. */
export function ownLaunch(name: WorkloadName, threads: number, folder: string): Launch {
  return {
    command: process.execPath,
    args: [here('workload.ts'), name, folder],
    environment: environmentOf(threads),
    pinned: threads === 1,
  };
}

function rivalLaunch(name: RivalName, threads: number, folder: string): Launch {
  const rival = rivals[name];
  const script = here(`peers/${rival.script}`);
  const common = { environment: environmentOf(threads), pinned: threads === 1 };
  if (rival.kind === 'python')
    return { command: installPythonPeers(), args: [script, folder, String(threads)], ...common };
  installNpmPeers();
  const argument = rival.argument === undefined ? [] : [rival.argument];
  return { command: process.execPath, args: [script, folder, ...argument], ...common };
}

function takesPart(name: RivalName, workload: WorkloadName, threads: number): boolean {
  const { of, threads: many } = rivals[name];
  return of.includes(workload) && (many || threads === 1);
}

/** Times a workload of memcell, against those peers that can do it. */
export async function benchWorkload(
  name: WorkloadName,
  { threads, against, effort }: { threads: number; against: readonly RivalName[]; effort: Effort },
): Promise<WorkloadRow[]> {
  return withFixture(name, async (folder) => {
    const launches = against
      .filter((rival) => takesPart(rival, name, threads))
      .map((rival) => rivalLaunch(rival, threads, folder));
    return compareAll(name, threads, [ownLaunch(name, threads, folder), ...launches].map(startable), effort);
  });
}

const startable =
  (launch: Launch): (() => Promise<Contender>) =>
  () =>
    startContender(launch);

/** Starts all, one after the other, compares them, and ends them whatever happens. */
export async function compareAll(
  name: WorkloadName,
  threads: number,
  starts: readonly (() => Promise<Contender>)[],
  effort: Effort,
): Promise<WorkloadRow[]> {
  const contenders: Contender[] = [];
  try {
    for (const start of starts) contenders.push(await start());
    return await compare(name, threads, contenders, effort);
  } finally {
    for (const contender of contenders) await contender.end();
  }
}

/** Draws weights and data into a folder of its own, and removes it. */
export async function withFixture<T>(name: WorkloadName, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'memcell-bench-'));
  try {
    writeFixture(folder, name);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
