// The pages of the tests in a folder of a user's: the packed package installed, and the pages made of it in three ways.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** How a page comes by the package. */
export const WAYS = ['esbuild', 'vite', 'plain'] as const;
export type Way = (typeof WAYS)[number];

const root = fileURLToPath(new URL('../../..', import.meta.url));
const sources = fileURLToPath(new URL('../pages', import.meta.url));
const html = (head: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>test</title>${head}</head></html>\n`;

/** A folder with the packed package, where commands run as a user's do. */
export class UserFolder implements Disposable {
  readonly path: string = mkdtempSync(join(tmpdir(), 'memcell-browser-'));
  readonly tarball: string;

  constructor() {
    this.run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', this.path], root);
    const [name = ''] = readdirSync(this.path);
    this.tarball = join(this.path, name);
  }

  /** Runs a command; its output is told where it fails. */
  run(command: string, args: readonly string[], cwd: string = this.path): string {
    const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'));
    const env = { ...Object.fromEntries(environment), NO_COLOR: '1' };
    try {
      return execFileSync(command, args, {
        cwd,
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: 240_000,
      });
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** The pages, each way in a folder of its name: `index.html` with `page.js`, `worker.js` and what they load. */
export async function makePages(user: UserFolder): Promise<string> {
  const project = join(user.path, 'pages');
  mkdirSync(join(project, 'source'), { recursive: true });
  for (const name of readdirSync(sources)) copyFileSync(join(sources, name), join(project, 'source', name));
  writeFileSync(join(project, 'package.json'), '{ "name": "pages", "private": true, "type": "module" }\n');
  user.run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', user.tarball, 'vite@8.3.8'], project);
  for (const way of WAYS) {
    mkdirSync(join(project, way));
    writeFileSync(join(project, way, 'index.html'), html('<script type="module" src="page.js"></script>'));
  }
  await bundle(project, 'esbuild', []);
  await bundle(project, 'plain', [byAddress]);
  const workerUrl = "import url from 'memcell/worker?url&no-inline';\nglobalThis.memcellWorkerUrl = url;\n";
  writeFileSync(join(project, 'source', 'worker-url.js'), workerUrl);
  writeFileSync(join(project, 'vite.config.js'), viteConfig);
  user.run('npx', ['vite', 'build', '--logLevel', 'warn'], project);
  return project;
}

async function bundle(project: string, way: Way, plugins: Plugin[]): Promise<void> {
  const entryPoints = ['page', 'worker'].map((name) => join(project, 'source', `${name}.ts`));
  const outdir = join(project, way);
  await build({
    entryPoints,
    outdir,
    plugins,
    bundle: true,
    format: 'esm',
    splitting: way === 'esbuild',
    logLevel: 'error',
  });
}

/** Leaves the package out of the bundle: its files are found by their addresses, as a page without a bundler does. */
const byAddress: Plugin = {
  name: 'by-address',
  setup({ onResolve, onLoad }) {
    const dist = '/node_modules/memcell/dist/';
    onResolve({ filter: /^memcell$/ }, () => ({ path: `${dist}index.js`, external: true }));
    onResolve({ filter: /^memcell\/io$/ }, ({ path }) => ({ path, namespace: 'io' }));
    onResolve({ filter: /^\/node_modules\// }, ({ path }) => ({ path, external: true }));
    const files = ['load-model', 'save-model'].map((name) => `export * from '${dist}interop/${name}.js';`);
    onLoad({ filter: /./, namespace: 'io' }, () => ({ contents: files.join('\n') }));
  },
};

const viteConfig = `export default {
  base: './',
  build: {
    outDir: 'vite',
    emptyOutDir: false,
    rolldownOptions: {
      input: ['source/page.ts', 'source/worker.ts', 'source/worker-url.js'],
      output: { entryFileNames: '[name].js' },
      preserveEntrySignatures: false,
    },
  },
};
`;
