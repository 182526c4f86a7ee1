// npm run bench -- --help says what it does.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { benchBrowser } from './browser.ts';
import { disagreements, lineOf, type WorkloadRow } from './compare.ts';
import { benchExperiments } from './experiments.ts';
import { benchWorkload, environmentOf } from './peers.ts';
import { helpText, ON_ONE_THREAD, type Request, readRequest, UsageError } from './request.ts';
import { type Kind, keepRows } from './results.ts';
import { benchScaling } from './scaling.ts';
import { benchWord2vec } from './word2vec.ts';
import type { WorkloadName } from './workloads.ts';

const args = process.argv.slice(2);
const command = `npm run bench${args.length > 0 ? ' -- ' : ''}${args.join(' ')}`;
// fixtures are drawn here: that needs no thread
process.env.MEMCELL_THREADS = '1';
try {
  if (args[0] === 'experiments') keepRows('experiments', benchExperiments(args.slice(1)), command);
  else if (args[0] === 'word2vec') keepRows('word2vec', benchWord2vec(args.slice(1)), command);
  else await bench(readRequest(args));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`error: ${error.message}\nhint: npm run bench -- --help lists names and options.`);
  process.exitCode = 2;
}

async function bench(request: Request): Promise<void> {
  if (request.help) {
    console.log(helpText());
    return;
  }
  const keep = (kind: Kind, rows: readonly object[]): void => {
    if (!request.quick) keepRows(kind, rows, command);
  };
  const problems: string[] = [];
  const kind = request.browser ? 'browser' : request.against.length > 0 ? 'peers' : 'alone';
  const effort = { rounds: request.rounds, milliseconds: request.milliseconds };
  const workloadRows = (name: WorkloadName, threads: number): Promise<WorkloadRow[]> =>
    request.browser
      ? benchBrowser(name, threads, effort)
      : benchWorkload(name, { threads, against: request.against, effort });
  for (const name of request.workloads) {
    for (const threads of request.threads) {
      const rows = await workloadRows(name, threads).catch((error: unknown): WorkloadRow[] => {
        if (error instanceof UsageError) throw error;
        problems.push(`${name} on ${threads}: ${(error as Error).message}`);
        return [];
      });
      for (const row of rows) console.log(lineOf(row));
      const wrong = disagreements(rows);
      if (wrong.length === 0) keep(kind, rows);
      problems.push(...wrong);
    }
  }
  for (const name of request.parts) {
    for (const threads of request.threads) {
      if (ON_ONE_THREAD.includes(name) && threads > 1) continue;
      const { kind, rows } = runPart(name, threads, effort.rounds * effort.milliseconds);
      keep(kind, rows);
    }
  }
  if (request.scaling) keep('scaling', await benchScaling(effort));
  for (const problem of problems) console.error(`error: ${problem}; its rows were not kept`);
  if (problems.length > 0) process.exitCode = 1;
}

/** Measures a part in a process of its own, on a number of threads. */
function runPart(name: string, threads: number, milliseconds: number): { kind: Kind; rows: object[] } {
  const script = fileURLToPath(new URL('part.ts', import.meta.url));
  const text = execFileSync(process.execPath, [script, name, String(milliseconds)], {
    encoding: 'utf8',
    env: { ...process.env, ...environmentOf(threads) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = text.trimEnd().split('\n');
  console.log(lines.slice(0, -1).join('\n'));
  const { kind, rows } = JSON.parse((lines.at(-1) as string).slice(2)) as { kind: Kind; rows: object[] };
  return { kind, rows: rows.map((row) => ({ ...row, threads })) };
}
