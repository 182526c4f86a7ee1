// What `npm test` leaves out: sweeps in full, then the engine's tests with narrow and with strict kernels.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Run {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly files: string;
}

const engine = '{src/{backend,ops,autograd,cells,layers,optimizers},test/{contract,golden}}/**/*.test.ts';
const runs: readonly Run[] = [
  { name: 'full sweeps', env: { MEMCELL_FULL: '1' }, files: 'test/contract/kernel-math-*.test.ts' },
  { name: 'experiments at full size', env: { MEMCELL_FULL: '1' }, files: 'src/experiments/experiments.test.ts' },
  { name: 'texts of 500 MB', env: { MEMCELL_FULL: '1' }, files: 'test/e2e/*-memory.test.ts' },
  { name: 'narrow', env: { MEMCELL_WIDE: '0' }, files: engine },
  { name: 'strict', env: { MEMCELL_STRICT: '1' }, files: engine },
  { name: 'strict and narrow', env: { MEMCELL_STRICT: '1', MEMCELL_WIDE: '0' }, files: engine },
];

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const failed = runs.filter(({ name, env, files }) => {
  console.log(
    `\n== ${name}: ${Object.entries(env)
      .map((pair) => pair.join('='))
      .join(' ')}`,
  );
  const found = globSync(files).sort();
  if (found.length === 0) return false;
  const args = [
    '--import',
    './scripts/compile-cache.mjs',
    '--test',
    '--test-concurrency=4',
    '--test-timeout=600000',
    ...found,
  ];
  return spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status !== 0;
});
if (failed.length > 0) {
  console.error(`error: Cannot pass ${failed.map(({ name }) => `'${name}'`).join(', ')}`);
  process.exitCode = 1;
}
