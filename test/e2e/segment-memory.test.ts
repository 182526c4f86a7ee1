// Segmentation takes no more memory for a larger file. With MEMCELL_FULL=1: under 300 MB for one of 500 MB.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const full = process.env.MEMCELL_FULL === '1';
const program = fileURLToPath(new URL('../support/segment-memory.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'memcell-memory-'));
after(() => rmSync(folder, { recursive: true }));

const lines = 'To be, or not to be: that is the question.\nIt isn’t 3.50, is it?\n'.repeat(1000);
const oneLine = '却说宝玉出了大观园，又名石头记。此开卷第一回也'.repeat(1000);

/** What the engine may take before it collects garbage; the tokens of 18 MB would be some 300 MB. */
const ROOM = 100e6;

/** The most memory, in bytes, that a process had which segmented a file of some MB. */
function peakOf(way: string, text: string, size: number): number {
  const [from, to] = [join(folder, 'in.txt'), join(folder, 'out.txt')];
  const bytes = new TextEncoder().encode(text);
  const file = openSync(from, 'w');
  for (let written = 0; written < size * 1e6; written += bytes.length) writeSync(file, bytes);
  closeSync(file);
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, way, from, to], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.ok(statSync(to).size > size * 1e6);
  rmSync(from);
  rmSync(to);
  return Number(stdout);
}

const kinds = [
  ['latin', lines, 'lines', 100],
  ['characters', oneLine, 'one line', 500],
] as const;

describe('memory of segmentation', () => {
  for (const [way, text, kind, size] of kinds) {
    if (full) {
      it(`is under 300 MB for ${size} MB of ${kind}`, (test) => {
        const peak = peakOf(way, text, size);
        test.diagnostic(`${way}: ${(peak / 1e6).toFixed(0)} MB`);
        assert.ok(peak < 300e6, `${peak / 1e6} MB`);
      });
    } else {
      it(`does not grow with a file of ${kind}`, () => {
        const [small, large] = [peakOf(way, text, 2), peakOf(way, text, 20)];
        assert.ok(large < small + ROOM, `${small / 1e6} MB for 2 MB, ${large / 1e6} MB for 20 MB`);
      });
    }
  }
});
