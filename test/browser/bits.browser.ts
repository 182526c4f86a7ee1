// The same bits in Chromium as in Node, however the page comes by the package, in a page and in a worker, on any number
// of threads.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { digest } from './pages/program.ts';
import { open } from './support/chromium.ts';
import { WAYS } from './support/pages.ts';
import { ISOLATED } from './support/serve.ts';
import { siteWith } from './support/setup.ts';

describe('ten steps of LSTM, GRU, SimpleRNN, Conv2D and dropout', () => {
  let wanted = '';
  before(async () => {
    wanted = await digest({ strict: true });
    assert.match(wanted, /^[0-9a-f]{64}$/);
  });

  for (const way of WAYS) {
    it(`${way}: have the bits of Node in a page, strict, on one thread`, async () => {
      await using opened = await open(`${await siteWith()}${way}/`);
      assert.equal(await opened.page.evaluate(() => memcellPage.digest({ strict: true })), wanted);
      assert.deepEqual(opened.problems, []);
    });
    it(`${way}: have them in a worker, too, with as many threads as there are`, async () => {
      await using opened = await open(`${await siteWith(ISOLATED)}${way}/`);
      assert.equal(await opened.page.evaluate(() => memcellPage.workerDigest({ strict: true })), wanted);
      assert.deepEqual(opened.problems, []);
    });
  }

  for (const threads of [1, 2, 3, 4]) {
    it(`have them on ${threads} of an isolated page`, async () => {
      await using opened = await open(`${await siteWith(ISOLATED)}esbuild/`);
      const { page, problems } = opened;
      const found = await page.evaluate((threads) => memcellPage.digest({ strict: true, threads }), threads);
      assert.equal(found, wanted);
      assert.equal(page.workers().length, threads - 1, 'workers that began');
      assert.deepEqual(problems, []);
    });
  }

  it('differ in the relaxed build, so the tests above can fail', async (t) => {
    await using opened = await open(`${await siteWith()}esbuild/`);
    const relaxed = await opened.page.evaluate(() => memcellPage.digest());
    assert.notEqual(relaxed, wanted);
    const program = fileURLToPath(new URL('pages/program.ts', import.meta.url));
    const code = `import { digest } from '${program}'; console.log(await digest({ wide: false, threads: 1 }));`;
    const inNode = execFileSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' }).trim();
    t.diagnostic(`relaxed and narrow: ${relaxed === inNode ? 'the same bits as' : 'other bits than'} in Node`);
  });
});
