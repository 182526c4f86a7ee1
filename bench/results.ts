// Rows of measurements in bench/results/: a file a kind, a line a row; what is measured anew takes the place of what was.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

/** A row: what was measured, and the machine, versions, date and command of it. */
export type Row = Readonly<Record<string, unknown>>;

/** What tells rows of a kind apart: a group is replaced as a whole, since its ratios belong to one run. */
export const groups = {
  alone: ['workload', 'threads'],
  peers: ['workload', 'threads'],
  browser: ['workload', 'threads'],
  gemm: ['threads', 'size'],
  kernels: ['threads', 'family'],
  variants: ['threads', 'layer'],
  share: ['workload'],
  overhead: ['workload'],
  scaling: ['over', 'layer'],
  experiments: ['experiment', 'preset'],
  word2vec: ['model', 'threads'],
} as const;

export type Kind = keyof typeof groups;

/** The rows that were, without those of the groups measured anew; these stand where the first of their group stood. */
export function mergeRows(before: readonly Row[], fresh: readonly Row[], keys: readonly string[]): Row[] {
  const group = (row: Row): string => JSON.stringify(keys.map((key) => row[key] ?? null));
  const anew = Map.groupBy(fresh, group);
  const merged: Row[] = [];
  const placed = new Set<string>();
  for (const row of [...before, ...fresh]) {
    const rows = anew.get(group(row));
    if (rows === undefined) merged.push(row);
    else if (!placed.has(group(row))) merged.push(...rows);
    placed.add(group(row));
  }
  return merged;
}

const pathOf = (kind: Kind): string => fileURLToPath(new URL(`results/${kind}.jsonl`, import.meta.url));

/** The rows of a kind that were kept. */
export function readRows<T extends object = Row>(kind: Kind): T[] {
  const path = pathOf(kind);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

/** Keeps rows, each with the machine that gave it; of files that the command names the folders are nobody's business. */
export function keepRows(kind: Kind, rows: readonly object[], command: string): void {
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  const origin = {
    ...machine,
    date: new Date().toISOString(),
    command: command.replace(/(?<=[ =])[^\s=]*\/(?=[^ /]+)/g, ''),
  };
  const merged = mergeRows(
    readRows(kind),
    rows.map((row) => ({ ...row, ...origin })),
    groups[kind],
  );
  mkdirSync(new URL('results/', import.meta.url), { recursive: true });
  writeFileSync(pathOf(kind), merged.map((row) => `${JSON.stringify(row, rounded)}\n`).join(''));
}

/** Six digits are more than any time has. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;
}
