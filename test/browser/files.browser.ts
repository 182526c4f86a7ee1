// Models in and out of a page: bytes, never paths.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { answers } from './pages/program.ts';
import { open } from './support/chromium.ts';
import { siteWith, userFolder } from './support/setup.ts';

/** What reads HDF5 is WebAssembly, too, and needs no more than the engine. */
const policy = { 'content-security-policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" };
/** Files that Keras wrote. */
const keras = ['sequence.keras', 'sequence.h5'];

describe('a model', () => {
  const bytes = new Map<string, Uint8Array>();
  before(async () => {
    await siteWith();
    for (const name of keras) {
      bytes.set(name, gunzipSync(readFileSync(new URL(`../golden/files/${name}.gz`, import.meta.url))));
      writeFileSync(join(userFolder().path, 'pages', name), bytes.get(name) as Uint8Array);
    }
  });

  for (const way of ['esbuild', 'vite'] as const) {
    for (const name of keras) {
      it(`${way}: that is fetched, ${name}, answers as in Node, under a strict policy`, async () => {
        await using opened = await open(`${await siteWith(policy)}${way}/`);
        const found = await opened.page.evaluate((url) => memcellPage.fetchedAnswers(url), `/${name}`);
        assert.equal(found.length, 64);
        assert.equal(found, await answers(bytes.get(name) as Uint8Array));
        assert.deepEqual(opened.problems, []);
      });
    }
  }

  for (const way of ['esbuild', 'vite', 'plain'] as const) {
    it(`${way}: that a page trained is offered as a file, which Node reads`, async () => {
      await using opened = await open(`${await siteWith()}${way}/`);
      const waiting = opened.page.waitForEvent('download');
      const inPage = await opened.page.evaluate(() => memcellPage.download('model.safetensors'));
      const download = await waiting;
      assert.equal(download.suggestedFilename(), 'model.safetensors');
      const file = readFileSync(await download.path());
      assert.equal(await opened.page.evaluate((file) => memcellPage.answers(Uint8Array.from(file)), [...file]), inPage);
      assert.match(await answers(new Uint8Array(file)), /^[0-9a-f]{64}$/);
      assert.deepEqual(opened.problems, []);
    });
  }

  it('is refused by its path, with a hint', async () => {
    await using opened = await open(`${await siteWith()}esbuild/`);
    const [saved, loaded] = await opened.page.evaluate(() => memcellPage.paths());
    assert.deepEqual([saved?.code, loaded?.code], ['resource', 'resource']);
    assert.match(
      saved?.message ?? '',
      /^Cannot write file 'model.safetensors': paths work in Node only, received a browser$/,
    );
    assert.match(saved?.hint ?? '', /bytes instead of a path/);
    assert.match(loaded?.message ?? '', /^Cannot read file 'model.safetensors': paths work in Node only/);
    assert.match(loaded?.hint ?? '', /fetch/);
  });
});
