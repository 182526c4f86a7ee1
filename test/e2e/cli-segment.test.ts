// `memcell segment`: what it writes, and files and options that it refuses; nothing is left half-written.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { env, fails, folder, jsonLines, main, memcell, PATIENCE } from './process.ts';

const text = '却说宝玉出了大观园。又名石头记。\n\nIt’s 3.5, isn’t it? Yes.\n';
const put = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);
const got = (): string => readFileSync(join(folder, 'out.txt'), 'utf8');

afterEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});

/** What is written of the text. */
function segmented(...options: string[]): string {
  put('in.txt', text);
  const ended = memcell('segment', 'in.txt', 'out.txt', '--quiet', ...options);
  assert.deepEqual(ended, { code: 0, out: '', err: '' });
  return got();
}

describe('memcell segment', () => {
  it('cuts in each way', () => {
    const english = 'It’s 3.5 , isn’t it ? Yes .\n';
    assert.equal(segmented('--by', 'latin'), `却 说 宝 玉 出 了 大 观 园 。 又 名 石 头 记 。\n\n${english}`);
    assert.equal(
      segmented('--by', 'jieba'),
      '却说 宝玉 出 了 大观园 。 又名 石头记 。\n\nIt ’ s 3.5 , isn ’ t it ? Yes .\n',
    );
    assert.match(segmented('--by', 'characters'), /^却 说 .*\n\nI t ’ s 3 \. 5 , i/);
    assert.ok(segmented('--locale', 'zh').endsWith(` 石头记 。\n\n${english}`));
  });
  it('cuts sentences, and keeps words of a dictionary together', () => {
    put('words.txt', '宝玉出 3 n\n大观园。\n');
    const lines = segmented('--by', 'jieba', '--sentences', '--dictionary', 'words.txt').split('\n');
    assert.deepEqual(lines.slice(0, 3), ['却说 宝玉出 了 大观园。', '又名 石头记 。', 'It ’ s 3.5 , isn ’ t it ?']);
  });
  it('reads GB18030, found out or named, and says so', () => {
    put('in.txt', Uint8Array.of(0xc4, 0xe3, 0xba, 0xc3, 0x0a, 0x61));
    for (const options of [[], ['--encoding', 'gb18030']]) {
      const { code, out, err } = memcell('segment', 'in.txt', 'out.txt', '--by', 'characters', ...options);
      assert.deepEqual([code, err], [0, '']);
      assert.match(out, /(^|\n)Segmented 6 B of gb18030 in .*: 3 tokens in 2 lines in out\.txt\n$/);
      assert.equal(got(), '你 好\na\n');
    }
  });
  it('--json ends with the counts', () => {
    put('in.txt', text);
    const { code, out } = memcell('segment', 'in.txt', 'out.txt', '--by', 'latin', '--json');
    const { seconds, ...end } = jsonLines(out).at(-1) as { seconds: number };
    assert.equal(code, 0);
    assert.ok(seconds > 0);
    const counts = { encoding: 'utf-8', lines: 3, tokens: 24 };
    assert.deepEqual(end, { event: 'end', in: 'in.txt', out: 'out.txt', by: 'latin', ...counts });
  });
  it('refuses options that do not fit', () => {
    const one = "Cannot segment 'in.txt': by must be one of words, jieba, latin, characters, received 'word'";
    fails(['segment', 'in.txt', 'out.txt', '--by', 'word'], 2, one, "Did you mean 'words'?");
    const encoding = "encoding must be one of utf-8, gb18030, utf-16le, utf-16be, received 'latin1'";
    fails(['segment', 'in.txt', 'out.txt', '--encoding', 'latin1'], 2, `Cannot segment 'in.txt': ${encoding}`);
    fails(
      ['segment', 'in.txt', 'out.txt', '--by', 'latin', '--dictionary', 'd.txt'],
      2,
      "Cannot segment 'in.txt': --dictionary must be left out with --by latin, received 'd.txt'",
      'It is for --by words and --by jieba.',
    );
    fails(
      ['segment', 'in.txt'],
      2,
      "Cannot run 'memcell segment': argument 'out' must be given, received none",
      'Usage: memcell segment [options] <in> <out>',
    );
  });
  it('refuses the same file twice', () => {
    put('in.txt', text);
    symlinkSync('in.txt', join(folder, 'link.txt'));
    for (const to of ['in.txt', './in.txt', 'link.txt']) {
      fails(
        ['segment', 'in.txt', to],
        2,
        "Cannot segment 'in.txt': what is written must be another file, received the same",
      );
    }
    assert.equal(readFileSync(join(folder, 'in.txt'), 'utf8'), text);
  });
  it('refuses files that are no text, and leaves what was there', () => {
    const refused = (content: string | Uint8Array, must: string, hint?: string): void => {
      put('in.txt', content);
      put('out.txt', 'before');
      fails(['segment', 'in.txt', 'out.txt', '--quiet'], 1, `Cannot read text 'in.txt': ${must}`, hint);
      assert.equal(got(), 'before');
      assert.deepEqual(readdirSync(folder).sort(), ['in.txt', 'out.txt']);
    };
    refused('', 'it must hold text, received an empty file');
    refused(' \n\n', 'it must hold text, received blanks only');
    refused(
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0),
      'it must be text, received binary data: a byte 0 at offset 6 (line 2)',
      "Pictures, archives and programs hold such bytes; text in UTF-16 is named { encoding: 'utf-16le' }.",
    );
    refused(
      new Uint8Array([...new TextEncoder().encode('却说宝玉出了大观园\n又名'), 0xff, 0x0a]),
      'bytes must be UTF-8, received 0xFF at offset 34 (line 2)',
      'Other encodings are named: utf-16le, utf-16be, gb18030.',
    );
    const typing = 'Look for a typing error in the path.';
    fails(
      ['segment', 'no.txt', 'out.txt'],
      1,
      "Cannot read file 'no.txt': file must exist, received no such file",
      typing,
    );
  });
  it('refuses a bad dictionary, with its line', () => {
    put('in.txt', text);
    put('words.txt', '宝玉\nNew York City\n');
    fails(
      ['segment', 'in.txt', 'out.txt', '--dictionary', 'words.txt'],
      1,
      `Cannot read dictionary 'words.txt': line 2 must be a word, its count and its tag, the last two if need be, received "New York City"`,
      'As: 大观园 100 ns. A word has no blanks.',
    );
  });
  it('says how to install jieba-wasm where it is missing', () => {
    put('in.txt', text);
    const hook = new URL('../support/without-jieba.mjs', import.meta.url).href;
    const words = ['--import', hook, main, 'segment', 'in.txt', 'out.txt', '--by', 'jieba'];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: folder,
      env,
      encoding: 'utf8',
      timeout: PATIENCE,
    });
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(
      stderr,
      /^error: Cannot load Jieba: package jieba-wasm must be there, received Cannot find package .*\n/,
    );
    assert.match(stderr, /\nhint: Install it: npm install jieba-wasm\n$/);
    assert.deepEqual(readdirSync(folder), ['in.txt']);
  });
  it('leaves nothing behind after Ctrl-C', { skip: process.platform === 'win32' }, async () => {
    for (let i = 0; i < 40; i++) appendFileSync(join(folder, 'in.txt'), text.repeat(5000));
    const child = spawn(process.execPath, [main, 'segment', 'in.txt', 'out.txt', '--json'], { cwd: folder, env });
    let [out, asked] = ['', false];
    for await (const part of child.stdout) {
      out += part;
      if (asked || !out.includes('progress')) continue;
      asked = child.kill('SIGINT'); // once: a second one ends the process as it stands
    }
    assert.equal(child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve))), 130);
    assert.ok(!out.includes('"end"'));
    assert.deepEqual(readdirSync(folder), ['in.txt']);
  });
});
