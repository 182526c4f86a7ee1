// memcell in Chromium, in a worker of an isolated page, and in Node wide and narrow: the same weights and the same data, in turns.
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Effort, WorkloadRow } from './compare.ts';
import { type Answers, type Contender, startContender } from './contender.ts';
import { compareAll, ownLaunch, withFixture } from './peers.ts';
import { UsageError } from './request.ts';
import type { WorkloadName } from './workloads.ts';

const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/** Times a workload in Chromium against Node, wide and narrow. */
export function benchBrowser(name: WorkloadName, threads: number, effort: Effort): Promise<WorkloadRow[]> {
  return withFixture(name, (folder) => {
    const own = ownLaunch(name, threads, folder);
    const narrow = { ...own, environment: { ...own.environment, MEMCELL_WIDE: '0' } };
    const starts = [
      () => startContender(own),
      async () => ({ ...(await startContender(narrow)), peer: 'memcell narrow' }),
      () => startPage(folder, threads),
    ];
    return compareAll(name, threads, starts, effort);
  });
}

/** What is asked of the worker in the page. */
interface Asking {
  ask(message: object): Promise<unknown>;
}

async function startPage(folder: string, threads: number): Promise<Contender> {
  const script = await bundle();
  const server = await serve(folder, script);
  const begun = performance.now();
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const { build, width } = (await ask(page, { order: 'start', threads })) as { build: string; width: number };
    return {
      peer: 'memcell in Chromium',
      version: `${browser.version().split('.')[0]}, ${build} ${width}-bit`,
      start: performance.now() - begun,
      ask: async (order, milliseconds) => (await ask(page, { order, milliseconds })) as Answers[typeof order],
      end: () => close(browser, server),
    };
  } catch (error) {
    await close(browser, server);
    throw error;
  }
}

async function ask(page: Page, message: object): Promise<unknown> {
  const answer = await page.evaluate(
    (message) => (globalThis as unknown as { asking: Asking }).asking.ask(message),
    message,
  );
  const { error } = answer as { error?: string };
  if (error !== undefined) throw new Error(`the page says: ${error}`);
  return answer;
}

async function close(browser: Browser, server: Server): Promise<void> {
  await browser.close();
  server.closeAllConnections();
  server.close();
}

function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath))
    throw new UsageError(`Cannot run benchmark: Chromium must be at ${executablePath} (or CHROMIUM), received nothing`);
  return chromium.launch({ executablePath, args: FLAGS });
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('browser/worker.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

/** Hands a message to the worker and waits for what it answers; only one is under way. */
const PAGE = `<!doctype html><title>bench</title><script type="module">
const worker = new Worker('/worker.js', { type: 'module' });
globalThis.asking = {
  ask: (message) => new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message: error }) => resolve({ error });
    worker.postMessage(message);
  }),
};
</script>`;

function serve(folder: string, script: string): Promise<Server> {
  const files: Readonly<Record<string, () => [type: string, body: string | Buffer]>> = {
    '/': () => ['text/html', PAGE],
    '/worker.js': () => ['text/javascript', script],
    '/fixture.json': () => ['application/json', readFileSync(join(folder, 'fixture.json'))],
    '/fixture.bin': () => ['application/octet-stream', readFileSync(join(folder, 'fixture.bin'))],
  };
  const server = createServer(({ url = '/' }, response) => {
    const file = files[url];
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    const [type, body] = file();
    response.writeHead(200, { ...ISOLATED, 'content-type': type }).end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
