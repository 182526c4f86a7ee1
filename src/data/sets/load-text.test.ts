import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { findDataSet } from './find-data-set.ts';
import { loadText } from './load-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'memcell-texts-'));
after(() => rmSync(folder, { recursive: true }));

/** A folder with one file of a set in it. */
function folderWith(set: string, file: string, bytes: Uint8Array): string {
  const root = mkdtempSync(join(folder, 'root-'));
  mkdirSync(join(root, set));
  writeFileSync(join(root, set, file), bytes);
  return root;
}

describe('loadText', () => {
  it('gives the text as the file has it, packed or not', async () => {
    const text = '\ufeff第一回  开卷\r\n\r\n𠮷。';
    const bytes = new TextEncoder().encode(text);
    const plain = folderWith('hongloumeng', 'hongloumeng.txt', bytes);
    assert.equal(await loadText('hongloumeng', { folder: plain }), text);
    assert.equal(findDataSet('hongloumeng', { folder: plain }), `${plain}/hongloumeng`);
    const packed = folderWith('cmn-eng', 'cmn-eng.txt.gz', gzipSync(bytes));
    assert.equal(await loadText('cmn-eng', { folder: packed }), text);
  });
  it('refuses what is not UTF-8, not there, or not known', async () => {
    const wrong = folderWith('tinyshakespeare', 'tinyshakespeare.txt', Uint8Array.of(72, 105, 0xff));
    await assert.rejects(loadText('tinyshakespeare', { folder: wrong }), {
      name: 'FormatError',
      message: "Cannot read 'tinyshakespeare.txt': it must be UTF-8, received bytes that are not",
    });
    await assert.rejects(loadText('hongloumeng', { folder: wrong }), {
      name: 'ResourceError',
      message: `Cannot load data set 'hongloumeng': its file must be in '${wrong}/hongloumeng', received a place without it`,
      hint: 'Get it: memcell data get hongloumeng',
    });
    await assert.rejects(loadText('mnist', { folder: wrong }), {
      name: 'OptionError',
      message: /hongloumeng, tinyshakespeare, cmn-eng/,
    });
  });
});
