// Packs the package, installs it in an empty folder as a user would, and uses it there on each supported Node.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The newest of each line that is published as platform binaries; '' is the Node that runs this script. */
const nodes: readonly string[] = ['22.23.3', '24.21.0', ''];
const digest = 'the strict build trains to the same bits';
const checks: Readonly<Record<string, readonly string[]>> = {
  "import 'memcell'": ['node', 'use.mjs', 'memcell'],
  "import 'memcell/data'": ['node', 'use.mjs', 'memcell/data'],
  "import 'memcell/inspect'": ['node', 'use.mjs', 'memcell/inspect'],
  "import 'memcell/plots'": ['node', 'use.mjs', 'memcell/plots'],
  "import 'memcell/text'": ['node', 'use.mjs', 'memcell/text'],
  "import 'memcell/io'": ['node', 'use.mjs', 'memcell/io'],
  "require('memcell')": ['node', 'use.cjs', 'memcell'],
  'npx memcell --version': ['npx', '--no-install', 'memcell', '--version'],
  'npx memcell run adder': ['npx', '--no-install', 'memcell', 'run', 'adder', '--quiet'],
  [digest]: ['node', 'train.mjs'],
};
/** Prints the build and a digest of weights after some steps: the same for every Node. */
const train = `process.env.MEMCELL_STRICT = '1';
import { createHash } from 'node:crypto';
const { Dense, LSTM, Random, Sequential, tensor } = await import('memcell');
const random = new Random(1);
const model = new Sequential([new LSTM({ units: 19 }), new Dense({ units: 3, activation: 'softmax' })], { seed: 1 });
model.compile({ optimizer: 'adam', loss: 'mse' });
const x = tensor(random.normal(33 * 7 * 5), [33, 7, 5]);
const y = tensor(random.uniform(99), [33, 3]);
for (let i = 0; i < 20; i++) model.trainOnBatch(x, y);
const hash = createHash('sha256');
for (const { data } of model.getWeights()) hash.update(new Uint8Array(data.buffer));
console.log(hash.digest('hex'));
`;
const TYPED = `import { Dense, type History, LSTM, Sequential } from 'memcell';
import { loadModel } from 'memcell/io';
const model = new Sequential([new LSTM({ units: 4 }), new Dense({ units: 1 })], { seed: 1 });
model.compile({ optimizer: 'adam', loss: 'mse', metrics: ['mae'] });
export const history: History = await model.fit([[[1]]], [[1]], { epochs: 1 });
export const again: Sequential = await loadModel('model.safetensors');
`;
const names =
  "if (Object.keys(entry).length === 0) throw new Error('no exports');\nconsole.log(Object.keys(entry).join(' '));\n";

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'memcell-package-'));
let passed = 0;
let failed = 0;

try {
  const packed = join(folder, 'packed');
  const user = join(folder, 'user');
  mkdirSync(packed);
  mkdirSync(user);
  writeFileSync(join(user, 'package.json'), '{ "name": "user", "private": true }\n');
  writeFileSync(join(user, 'use.mjs'), `const entry = await import(process.argv[2]);\n${names}`);
  writeFileSync(join(user, 'train.mjs'), train);
  writeFileSync(join(user, 'use.cjs'), `const entry = require(process.argv[2]);\n${names}`);
  const ready =
    report('npm pack', run(['npm', 'pack', '--silent', '--pack-destination', packed], root)) &&
    report('npm install', run(['npm', 'install', '--omit=dev', ...tarballs(packed)], user));
  const digests = new Set<string>();
  for (const version of ready ? nodes : []) {
    const path = version === '' ? process.execPath : install(version);
    for (const [name, command] of Object.entries(checks)) {
      const result = run(command, user, join(path, '..'));
      report(`Node ${version || process.versions.node}: ${name}`, result);
      if (name === digest) digests.add(result.output);
    }
  }
  if (ready) report('types without the DOM', typesWithoutDom(user));
  report('one digest for all', { ok: digests.size === 1, output: [...digests].join(' ') });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

/** Compiles a program of a user's that knows Node's types and none of a browser, declarations of packages included. */
function typesWithoutDom(user: string): { ok: boolean; output: string } {
  writeFileSync(join(user, 'typed.mts'), TYPED);
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false', '--noEmit'];
  const types = ['--typeRoots', join(root, 'node_modules', '@types'), '--types', 'node'];
  const target = ['--module', 'nodenext', '--target', 'es2024', '--lib', 'es2024'];
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  return run([process.execPath, tsc, ...strict, ...types, ...target, 'typed.mts'], user);
}

function tarballs(packed: string): string[] {
  return readdirSync(packed).map((name) => join(packed, name));
}

/** Installs a Node into build/nodes, where a later run finds it again; returns the path of its binary. */
function install(version: string): string {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const packageName = `node-${system === 'darwin' && process.arch === 'arm64' ? 'bin-' : ''}${system}-${process.arch}`;
  const place = join(root, 'build', 'nodes', version);
  mkdirSync(place, { recursive: true });
  const command = ['npm', 'install', '--no-save', '--prefer-offline', '--prefix', place, `${packageName}@${version}`];
  report(`install Node ${version}`, run(command, place));
  return join(place, 'node_modules', packageName, 'bin', 'node');
}

function run(command: readonly string[], cwd: string, firstInPath = ''): { ok: boolean; output: string } {
  const [name = '', ...args] = command;
  const env = { ...process.env, PATH: [firstInPath, process.env.PATH].filter(Boolean).join(delimiter) };
  const { status, stdout, stderr } = spawnSync(name, args, {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 300_000,
  });
  return { ok: status === 0, output: status === 0 ? stdout.trim() : `${stdout ?? ''}${stderr ?? ''}`.trim() };
}

function report(name: string, { ok, output }: { ok: boolean; output: string }): boolean {
  if (ok) passed++;
  else failed++;
  console.log(`${ok ? 'ok' : 'FAILED'}  ${name}${output === '' ? '' : ok ? `: ${shortened(output)}` : `\n${output}`}`);
  return ok;
}

function shortened(output: string): string {
  const line = output.split('\n').at(-1) ?? '';
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
