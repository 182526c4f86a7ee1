// An exported module in pages and workers, as it stands, with and without WebAssembly.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Bidirectional, Dense, Embedding, GRU, Input, LSTM, Sequential } from '../../src/index.ts';
import { exportStandalone } from '../../src/interop/io.ts';
import { closeBrowser, open } from './support/chromium.ts';
import { type Headers, serve } from './support/serve.ts';

const policy = (text: string): Headers => ({ 'content-security-policy': text });
const withWasm = policy("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'");
const without = policy("default-src 'self'");

const model = new Sequential(
  [
    Input({ shape: [null] }),
    new Embedding({ inputDim: 50, outputDim: 24, maskZero: true }),
    new Bidirectional({ layer: new GRU({ units: 33, returnSequences: true }) }),
    new LSTM({ units: 40 }),
    new Dense({ units: 5, activation: 'softmax' }),
  ],
  { seed: 6 },
);
const ids = Array.from({ length: 9 }, (_, b) =>
  Array.from({ length: 12 }, (_, t) => (t > 9 ? 0 : (b * 7 + t * 3) % 50)),
);

const folder = mkdtempSync(join(tmpdir(), 'memcell-standalone-'));
const worker = `import { predict, start } from './wasm.mjs';
onmessage = async ({ data }) => {
  await start();
  postMessage([...predict(data).data]);
};`;
let inNode: readonly number[] = [];

before(async () => {
  for (const engine of ['wasm', 'js'] as const) {
    writeFileSync(join(folder, `${engine}.mjs`), (await exportStandalone(model, { engine })).module);
  }
  writeFileSync(join(folder, 'worker.mjs'), worker);
  writeFileSync(join(folder, 'index.html'), '<!doctype html><html lang="en"><title>test</title></html>');
  const { predict } = (await import(join(folder, 'wasm.mjs'))) as { predict(x: unknown): { data: Float32Array } };
  inNode = [...predict(ids).data];
});
after(async () => {
  await closeBrowser();
  rmSync(folder, { recursive: true });
});

/** Predictions in a page that is served with these headers. */
async function inPage(headers: Headers, engine: string): Promise<readonly number[]> {
  await using site = await serve(folder, headers);
  await using opened = await open(site.url);
  const made = await opened.page.evaluate(
    async ([path, x]) => {
      const { predict } = (await import(path)) as { predict(x: unknown): { data: Float32Array } };
      return [...predict(x).data];
    },
    [`/${engine}.mjs`, ids] as const,
  );
  assert.deepEqual(opened.problems, []);
  return made;
}

describe('an exported module in Chromium', () => {
  it('predicts at once in a page, with the bits of Node', async () =>
    assert.deepEqual(await inPage({}, 'wasm'), inNode));
  it("does so where a policy allows 'wasm-unsafe-eval' alone", async () =>
    assert.deepEqual(await inPage(withWasm, 'wasm'), inNode));
  it('predicts in a worker', async () => {
    await using site = await serve(folder);
    await using opened = await open(site.url);
    const made = await opened.page.evaluate(async (x) => {
      const worker = new Worker('/worker.mjs', { type: 'module' });
      const answer = new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = reject;
      });
      worker.postMessage(x);
      return await answer;
    }, ids);
    assert.deepEqual(made, inNode);
  });
  it('predicts in plain JavaScript where a policy allows no WebAssembly', async () => {
    const made = await inPage(without, 'js');
    assert.ok(made.every((value, i) => Math.abs(value - (inNode[i] as number)) < 1e-6));
  });
  it('says what to do where a policy allows no WebAssembly', async () =>
    await assert.rejects(inPage(without, 'wasm'), /call await start\(\) first, or export with the engine js/));
});
