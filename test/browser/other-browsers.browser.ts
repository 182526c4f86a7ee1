// What other browsers lack, taken away from Chromium: the engine makes do, or says what to do.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { digest } from './pages/program.ts';
import { open } from './support/chromium.ts';
import { siteWith } from './support/setup.ts';

let wanted = '';
before(async () => {
  wanted = await digest({ strict: true });
});

describe('a browser that has no shared memory in a page that is not isolated', () => {
  it('trains to the same bits on a memory of its own', async () => {
    await using opened = await open(`${await siteWith()}esbuild/`);
    const { page, problems } = opened;
    const found = await page.evaluate(() => {
      const { Memory } = WebAssembly;
      WebAssembly.Memory = class extends Memory {
        constructor(limits: WebAssembly.MemoryDescriptor) {
          if (limits.shared) throw new TypeError('no shared memory');
          super(limits);
        }
      };
      return memcellPage.digest({ strict: true });
    });
    assert.equal(found, wanted);
    assert.deepEqual(problems, []);
  });
});

describe('a browser without relaxed SIMD', () => {
  /** Makes a page of it. */
  const withoutRelaxed = (): void => {
    const { validate } = WebAssembly;
    const madd = [0xfd, 0x85, 0x02];
    WebAssembly.validate = (bytes) => {
      const all = new Uint8Array(bytes as ArrayBuffer);
      return validate(bytes) && !all.some((_, i) => madd.every((byte, j) => all[i + j] === byte));
    };
  };
  it('trains to the same bits with the strict build', async () => {
    await using opened = await open(`${await siteWith()}esbuild/`);
    await opened.page.evaluate(withoutRelaxed);
    assert.equal(await opened.page.evaluate(() => memcellPage.digest({ strict: true })), wanted);
  });
  it('is told to ask for it', async () => {
    await using opened = await open(`${await siteWith()}esbuild/`);
    await opened.page.evaluate(withoutRelaxed);
    const { code, message, hint } = await opened.page.evaluate(() => memcellPage.refusedDigest());
    assert.equal(code, 'unsupported');
    assert.match(message, /received relaxed: this runtime has no relaxed SIMD; strict: not loaded/);
    assert.match(hint, /await configure\(\{ strict: true \}\) first/);
  });
});
