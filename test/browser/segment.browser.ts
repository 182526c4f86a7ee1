// Words and Jieba in a page: its own WebAssembly comes with the page, or the error says how to install it.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { open } from './support/chromium.ts';
import { type Site, serve } from './support/serve.ts';
import './support/setup.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const wasm = 'jieba_rs_wasm_bg.wasm';
const page = `import { Jieba, Words } from './dist/tasks/text.js';
globalThis.cutWords = (text) => new Words().segment(text);
globalThis.cutByJieba = async (text, options) => (await Jieba.load(options)).segment(text);
globalThis.refusal = () => Jieba.load().then(() => undefined, ({ code, message, hint }) => ({ code, message, hint }));
`;

declare global {
  var cutWords: (text: string) => string[];
  var cutByJieba: (text: string, options?: { wasm: string }) => Promise<string[]>;
  var refusal: () => Promise<{ code: string; message: string; hint: string } | undefined>;
}

const folder = mkdtempSync(join(tmpdir(), 'memcell-segment-'));
let site: Site;

async function bundle(name: string, external: string[]): Promise<void> {
  writeFileSync(join(folder, `${name}.html`), `<!doctype html><script type="module" src="${name}.js"></script>\n`);
  const stdin = { contents: page, resolveDir: root };
  await build({ stdin, outfile: join(folder, `${name}.js`), bundle: true, format: 'esm', logLevel: 'error', external });
}

before(async () => {
  await bundle('with', []);
  await bundle('without', ['jieba-wasm']);
  const file = join(root, 'node_modules', 'jieba-wasm', 'pkg', 'web', wasm);
  for (const name of [wasm, 'elsewhere.wasm']) copyFileSync(file, join(folder, name));
  site = await serve(folder, {});
});
after(async () => {
  await site[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const text = '却说宝玉出了大观园，又名石头记。\ud842';
const words = ['却说', '宝玉', '出', '了', '大观园', '，', '又名', '石头记', '。', '\ud842'];

it('a page cuts words', async () => {
  await using opened = await open(`${site.url}with.html`);
  await opened.page.waitForFunction('globalThis.cutWords !== undefined');
  assert.deepEqual(await opened.page.evaluate(() => cutWords('Don’t panic, 你好')), [
    'Don’t',
    ' ',
    'panic',
    ',',
    ' ',
    '你好',
  ]);
  assert.deepEqual(await opened.page.evaluate((text) => cutByJieba(text), text), words);
  assert.deepEqual(opened.problems, []);
});

it('a page says where the WebAssembly of jieba is', async () => {
  await using opened = await open(`${site.url}with.html`);
  await opened.page.waitForFunction('globalThis.cutWords !== undefined');
  const found = await opened.page.evaluate((text) => cutByJieba(text, { wasm: 'elsewhere.wasm' }), text);
  assert.deepEqual(found, words);
  assert.deepEqual(opened.problems, []);
});

it('a page without the package is told how to install it', async () => {
  await using opened = await open(`${site.url}without.html`);
  await opened.page.waitForFunction('globalThis.cutWords !== undefined');
  const found = await opened.page.evaluate(() => refusal());
  assert.equal(found?.code, 'resource');
  assert.match(found?.message ?? '', /^Cannot load Jieba: package jieba-wasm must be there, received /);
  assert.equal(found?.hint, 'Install it: npm install jieba-wasm');
});
