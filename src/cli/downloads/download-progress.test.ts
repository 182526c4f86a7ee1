import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { columnsOf, type Terminal } from '../terminal.ts';
import { downloadProgress, drawDownload } from './download-progress.ts';

const plain = (_style: string, text: string): string => text;

/** A terminal that keeps what is written. */
function paper(interactive: boolean): { out: Terminal; text: () => string } {
  let text = '';
  const write = (part: string): void => {
    text += part;
  };
  const line = (part = ''): void => write(`${part}\n`);
  return { out: { interactive, width: () => 60, height: () => 24, paint: plain, write, line }, text: () => text };
}

describe('drawDownload', () => {
  const state = { name: 'images.gz', done: 2_500_000, total: 10_000_000, rate: 1_500_000 };
  it('shows share, bytes, rate and the time left', () => {
    assert.equal(drawDownload(state), 'images.gz  25%  2.50 MB of 10.0 MB  1.50 MB/s  5.0 s left');
    assert.equal(drawDownload({ ...state, rate: undefined }), 'images.gz  25%  2.50 MB of 10.0 MB');
    assert.equal(drawDownload({ ...state, done: 1e7 }), 'images.gz  100%  10.0 MB of 10.0 MB  1.50 MB/s');
    assert.equal(drawDownload({ ...state, done: 0, rate: 0 }), 'images.gz  0%  0 B of 10.0 MB  0 B/s');
  });
  it('fills a width with a bar, and leaves out what does not fit', () => {
    const wide = drawDownload(state, 100, plain);
    assert.equal(wide, `images.gz  ${'━'.repeat(7)}╸${' '.repeat(22)}  25%  2.50 MB of 10.0 MB  1.50 MB/s  5.0 s left`);
    assert.equal(drawDownload(state, 40, plain), 'images.gz  25%  2.50 MB of 10.0 MB');
    assert.equal(drawDownload(state, 10, plain), '25%');
    for (let width = 1; width < 120; width++) assert.ok(columnsOf(drawDownload(state, width, plain)) <= width);
  });
});

describe('downloadProgress', () => {
  it('draws in place on a terminal, sentences above, and leaves the last state', async () => {
    const { out, text } = paper(true);
    const progress = downloadProgress(out, false);
    progress.begin('a', 1000);
    await pause(80);
    progress.update(100);
    progress.tell('a: connection broken off; trying again');
    await pause(80);
    progress.update(500);
    progress.update(1000);
    progress.begin('b', 10);
    progress.close();
    const [first = '', second = '', ...rest] = text().replaceAll('\r\x1b[K', '|').split('\n');
    assert.match(first, /^a {2}━.*10%[^|]*\|a: connection broken off; trying again$/);
    assert.match(second, /^a {2}━.*50%[^|]*\|a {2}━* {2}100% {2}1\.00 kB of 1\.00 kB$/);
    assert.deepEqual(rest, ['']);
  });
  it('writes lines elsewhere, and nothing when it is to be quiet', () => {
    const { out, text } = paper(false);
    const progress = downloadProgress(out, false);
    progress.begin('a', 1000);
    progress.update(0);
    progress.update(1000);
    progress.begin('b', 1000);
    progress.update(10);
    progress.close();
    assert.equal(text(), 'a  100%  1.00 kB of 1.00 kB\n');
    const silent = paper(true);
    const quiet = downloadProgress(silent.out, true);
    quiet.begin('a', 1);
    quiet.update(1);
    quiet.tell('x');
    quiet.close();
    assert.equal(silent.text(), '');
  });
});
