// Compiles kernels/ into src/backend/wasm/generated/: each entry in a relaxed and a strict build, each a module that exports
// the bytes as text (see src/backend/wasm/byte-text.ts).
// Runs at `npm ci` (prepare), `npm test` and `npm run build`; does nothing when the sources have not changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { textOfBytes } from '../src/backend/wasm/byte-text.ts';
import { brokenRules } from './wasm-rules.ts';

interface Target {
  /** Of the generated file. */
  readonly name: string;
  /** Under kernels/. */
  readonly entry: string;
  /** In kernels/asconfig.json. */
  readonly build: 'relaxed' | 'strict';
}
const entries = { '': 'index.ts', 'word2vec-': 'word2vec.ts' };
const targets: readonly Target[] = Object.entries(entries).flatMap(([prefix, entry]) =>
  (['relaxed', 'strict'] as const).map((build) => ({ name: `${prefix}${build}`, entry, build })),
);

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const asc = 'node_modules/assemblyscript/bin/asc.js';
const generated = 'src/backend/wasm/generated';
const textSource = 'src/backend/wasm/byte-text.ts';

if (!existsSync('kernels/index.ts')) fail('kernels/index.ts does not exist');
if (!existsSync(asc)) fail('the AssemblyScript compiler is not installed; run npm ci');

const stamp = `// Built by scripts/build-kernels.ts from sources with sha256 ${hashOfSources()}; do not edit.\n`;
if (!targets.every(isFresh)) {
  const start = performance.now();
  await generate();
  mkdirSync('build', { recursive: true });
  const sizes = await Promise.all(targets.map(build));
  console.log(`kernels: ${sizes.join(', ')} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function fail(reason: string): never {
  console.error(`error: Cannot build the kernels: ${reason}`);
  process.exit(1);
}

function hashOfSources(): string {
  const hash = createHash('sha256').update(readFileSync('node_modules/assemblyscript/package.json'));
  const sources = globSync(['kernels/**/*.{ts,json}', 'scripts/{build-kernels,wasm-rules}.ts', textSource]).map(
    (path) => path.replaceAll('\\', '/'),
  );
  for (const path of sources.filter((path) => !path.startsWith('kernels/generated/')).sort()) {
    hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function isFresh({ name }: Target): boolean {
  const path = `${generated}/${name}.ts`;
  return existsSync(path) && readFileSync(path, 'utf8').startsWith(stamp);
}

/** Writes kernels/generated/tiles.ts where the kernels have a generator. */
async function generate(): Promise<void> {
  if (!existsSync('kernels/generate.ts')) return;
  const { generateTiles } = (await import(pathToFileURL('kernels/generate.ts').href)) as {
    generateTiles: () => string;
  };
  writeWhole('kernels/generated/tiles.ts', generateTiles());
}

async function build({ name, entry, build }: Target): Promise<string> {
  const wasm = `build/${name}.${process.pid}.wasm`;
  const config = ['--config', 'kernels/asconfig.json', '--target', build];
  const args = [asc, `kernels/${entry}`, ...config, '--outFile', wasm];
  const compiler = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  compiler.on('error', reject).on('exit', resolve);
  if ((await promise) !== 0) fail(`asc refused the ${name} build`);
  const bytes = readFileSync(wasm);
  rmSync(wasm);
  const broken = brokenRules(bytes);
  if (broken.length > 0) fail(`the ${name} module has ${broken.join('; ')}`);
  const text = `${stamp}export const wasmText: string =\n  '${textOfBytes(bytes)}';\n`;
  writeWhole(`${generated}/${name}.ts`, text);
  return `${name} ${(bytes.length / 1024).toFixed(1)} KiB`;
}

/** Other processes may read the file meanwhile: they see the old one or the new one, never a part. */
function writeWhole(path: string, text: string): void {
  mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}
