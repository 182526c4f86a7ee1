// Installs the peers on demand, in exact versions: from npm into bench/peers/node_modules, from PyPI into a virtual environment.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from './request.ts';

const here = (path: string): string => fileURLToPath(new URL(`peers/${path}`, import.meta.url));
const run = (command: string, args: readonly string[], cwd?: string): void => {
  execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...(cwd === undefined ? {} : { cwd }) });
};
const answers = (command: string, ...args: readonly string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
};

/** Makes the packages of bench/peers/package-lock.json be there. */
export function installNpmPeers(): void {
  const lock = here('package-lock.json');
  const mark = here('node_modules/.installed.json');
  if (existsSync(mark) && readFileSync(mark).equals(readFileSync(lock))) return;
  console.log('Installing the peers from npm into bench/peers/node_modules (about 300 MB; npm ci, no scripts)');
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], here('.'));
  copyFileSync(lock, mark);
}

/** The Python of an environment that has what bench/peers/requirements.txt names. */
export function installPythonPeers(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const venv = process.env.MEMCELL_BENCH_VENV ?? join(cache, 'memcell-bench-venv');
  const python = join(venv, 'bin', 'python');
  const mark = join(venv, 'installed.txt');
  const wanted = here('requirements.txt');
  if (existsSync(mark) && readFileSync(mark).equals(readFileSync(wanted))) return python;
  const pip = join(venv, 'bin', 'pip');
  if (process.env.MEMCELL_BENCH_VENV !== undefined && existsSync(venv) && !existsSync(mark))
    throw new UsageError(
      `Cannot install peers: MEMCELL_BENCH_VENV must name a folder that is made here, received '${venv}', which has no installed.txt`,
    );
  if (!answers('python3', '-m', 'venv', '--help'))
    throw new UsageError('Cannot install peers: python3 with its module venv must be there for PyTorch, Keras and JAX');
  rmSync(venv, { recursive: true, force: true });
  run('python3', ['-m', 'venv', venv]);
  const index = 'https://download.pytorch.org/whl/cpu';
  const forProcessors = answers(
    pip,
    'download',
    '--quiet',
    '--no-deps',
    '--dest',
    venv,
    '--index-url',
    index,
    'filelock',
  );
  const size = forProcessors ? '2 GB' : '7 GB, since the index of PyTorch without CUDA does not answer';
  console.log(`Installing PyTorch, Keras and JAX into a folder memcell-bench-venv of the user's cache (about ${size})`);
  run(pip, ['install', '--quiet', '--no-cache-dir', 'uv==0.13.8']);
  const extra = forProcessors ? ['--extra-index-url', index, '--index-strategy', 'unsafe-best-match'] : [];
  run(join(venv, 'bin', 'uv'), ['pip', 'install', '--quiet', '--no-cache', '--python', python, ...extra, '-r', wanted]);
  copyFileSync(wanted, mark);
  return python;
}
