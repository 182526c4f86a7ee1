// With and without cross-origin isolation: threads where memory can be shared, else one, and the engine says why.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { open } from './support/chromium.ts';
import { ISOLATED } from './support/serve.ts';
import { siteWith } from './support/setup.ts';

describe('a page that is not isolated', () => {
  it('computes on one thread, and the report says why', async () => {
    await using opened = await open(`${await siteWith()}esbuild/`);
    const { page, problems } = opened;
    assert.equal(await page.evaluate(() => crossOriginIsolated), false);
    assert.equal(await page.evaluate(() => typeof SharedArrayBuffer), 'undefined');
    const { threads, warnings, build } = await page.evaluate(() => memcellPage.report());
    assert.deepEqual([threads, build], [1, 'relaxed']);
    assert.match(
      warnings.join(),
      /memory cannot be shared here. A page must be cross-origin isolated: serve it with COOP/,
    );
    assert.deepEqual(problems, []);
  });
  it('is told so where it asks for threads', async () => {
    await using opened = await open(`${await siteWith()}esbuild/`);
    const { code, message, hint } = await opened.page.evaluate(() => memcellPage.refusedDigest({ threads: 2 }));
    assert.equal(code, 'unsupported');
    assert.match(message, /threads must be 1 where memory cannot be shared with other threads, received 2/);
    assert.match(hint, /COOP same-origin and COEP require-corp/);
  });
});

describe('an isolated page', () => {
  it('has a thread for each core that it knows of', async () => {
    await using opened = await open(`${await siteWith(ISOLATED)}esbuild/`);
    const { page } = opened;
    const { threads, warnings } = await page.evaluate(() => memcellPage.report());
    assert.equal(threads, await page.evaluate(() => navigator.hardwareConcurrency));
    assert.deepEqual(warnings, []);
  });
});
