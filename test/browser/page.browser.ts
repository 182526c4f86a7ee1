// A page lives on while it trains, and needs no more memory after a thousand steps than after a few.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { open } from './support/chromium.ts';
import { siteWith } from './support/setup.ts';

describe('fit in a page', () => {
  it('lets the event loop run every 50 ms, and the page draw', async (t) => {
    await using opened = await open(`${await siteWith()}esbuild/`);
    const { steps, frames, longest, late } = await opened.page.evaluate(() => memcellPage.turns(2000, false));
    t.diagnostic(`${steps} steps, ${frames} frames, messages at most ${longest.toFixed(1)} ms apart`);
    assert.ok(steps > 100, `${steps} steps`);
    assert.ok(frames >= 20, `${frames} frames in 2 s`);
    assert.ok(late < 0.25, `${late} of the time without a turn in 100 ms`); // another program may hold the processor
  });
  it('would not without its pauses, so the test above can fail', async () => {
    await using opened = await open(`${await siteWith()}esbuild/`);
    const { longest, late } = await opened.page.evaluate(() => memcellPage.turns(600, true));
    assert.ok(longest >= 500 && late > 0.5, `${longest} ms, ${late} of the time`);
  });
});

describe('the memory of a page', () => {
  it('is flat over a thousand steps', async (t) => {
    await using opened = await open(`${await siteWith()}esbuild/`);
    const { page } = opened;
    const session = await page.context().newCDPSession(page);
    const heap = async (): Promise<number> => {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    };
    const [before, after] = await page.evaluate(() => memcellPage.memoryOver(100));
    assert.deepEqual(after, before);
    const atFirst = await heap();
    const [second, last] = await page.evaluate(() => memcellPage.memoryOver(1000));
    assert.deepEqual(last, second);
    const grown = (await heap()) - atFirst;
    t.diagnostic(
      `the heap of JavaScript: ${(atFirst / 1e6).toFixed(1)} MB, and ${(grown / 1e3).toFixed(0)} kB more after 1,000 steps`,
    );
    assert.ok(grown < 300_000, `${grown} bytes`);
  });
});
