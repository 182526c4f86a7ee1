// Pages with a strict Content-Security-Policy, and worker scripts that cannot be had.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Refusal } from './pages/program.ts';
import { open } from './support/chromium.ts';
import { WAYS } from './support/pages.ts';
import { type Headers, ISOLATED } from './support/serve.ts';
import { siteWith } from './support/setup.ts';

const WORKER = '/node_modules/memcell/dist/worker.js';
const policy = (text: string): Headers => ({ ...ISOLATED, 'content-security-policy': text });
const allowing = policy("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:");
const withoutBlob = policy("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'");

describe("a policy with 'wasm-unsafe-eval' and workers from blob:", () => {
  for (const way of WAYS) {
    it(`${way}: trains on two threads, in a page and in a worker`, async () => {
      await using opened = await open(`${await siteWith(allowing)}${way}/`);
      const { page, problems } = opened;
      const two = await page.evaluate(() => memcellPage.digest({ strict: true, threads: 2 }));
      assert.equal(page.workers().length, 1);
      assert.equal(await page.evaluate(() => memcellPage.workerDigest({ strict: true, threads: 2 })), two);
      assert.deepEqual(problems, []);
    });
  }
});

describe('a policy without blob:', () => {
  const headers = withoutBlob;
  it('trains on two threads with workerUrl', async () => {
    await using opened = await open(`${await siteWith(headers)}esbuild/`);
    const { page, problems } = opened;
    const two = await page.evaluate((workerUrl) => memcellPage.digest({ strict: true, threads: 2, workerUrl }), WORKER);
    assert.match(two, /^[0-9a-f]{64}$/);
    assert.deepEqual(
      page.workers().map((worker) => new URL(worker.url()).pathname),
      [WORKER],
    );
    assert.deepEqual(problems, []);
  });
  it('trains so with the address that Vite gives the file', async () => {
    await using opened = await open(`${await siteWith(headers)}vite/`);
    const { page, problems } = opened;
    const address = await page.evaluate(async (entry) => {
      await memcellPage.exportsOf(entry);
      const { memcellWorkerUrl: workerUrl = '' } = globalThis as { memcellWorkerUrl?: string };
      await memcellPage.digest({ strict: true, threads: 2, workerUrl });
      return new URL(workerUrl, globalThis.document.baseURI).href;
    }, '/vite/worker-url.js');
    assert.match(address, /\/vite\/assets\/worker-.*\.js$/);
    assert.deepEqual(
      page.workers().map((worker) => worker.url()),
      [address],
    );
    assert.deepEqual(problems, []);
  });
  it('goes without threads that nobody asked for, and the report says why', async () => {
    await using opened = await open(`${await siteWith(headers)}esbuild/`);
    assert.match(await opened.page.evaluate(() => memcellPage.digest({ strict: true })), /^[0-9a-f]{64}$/);
    const { threads, warnings } = await opened.page.evaluate(() => memcellPage.report());
    assert.equal(threads, 1);
    assert.match(warnings.join(), /^1 of \d+ threads, since a worker could not start: /);
  });
  it('refuses threads that were asked for, and says what to do', async () => {
    await using opened = await open(`${await siteWith(headers)}esbuild/`);
    saysHowToServe(await opened.page.evaluate(() => memcellPage.refusedDigest({ strict: true, threads: 2 })));
  });
});

describe('a worker script', () => {
  const wrong = {
    'that is not there': '/assets/worker.js',
    'in whose place a page is served': '/esbuild/index.html',
  };
  for (const [name, workerUrl] of Object.entries(wrong)) {
    it(`${name} is an error that says how to serve it`, async () => {
      await using opened = await open(`${await siteWith(ISOLATED)}esbuild/`);
      const { page } = opened;
      const refused = await page.evaluate(
        (workerUrl) => memcellPage.refusedDigest({ threads: 2, workerUrl }),
        workerUrl,
      );
      saysHowToServe(refused);
      assert.ok(refused.message.includes(workerUrl), refused.message);
    });
  }
});

describe("a policy without 'wasm-unsafe-eval'", () => {
  for (const way of ['esbuild', 'vite']) {
    it(`${way}: is refused with a hint that says what it must hold`, async () => {
      await using opened = await open(`${await siteWith(policy("default-src 'self'"))}${way}/`);
      const { name, code, message, hint } = await opened.page.evaluate(() => memcellPage.refusedDigest());
      assert.deepEqual([name, code], ['UnsupportedError', 'unsupported'], 'also where names of classes are shortened');
      assert.match(message, /^Cannot start the engine: WebAssembly must be allowed to compile, received /);
      assert.match(hint, /'wasm-unsafe-eval' to script-src of its Content-Security-Policy/);
    });
  }
});

function saysHowToServe({ code, message, hint }: Refusal): void {
  assert.equal(code, 'resource', message);
  assert.match(message, /^Cannot compute on 2 threads: thread 2 of 2 must start, received /);
  assert.match(hint, /worker-src blob:.*memcell\/worker.*workerUrl/);
}
