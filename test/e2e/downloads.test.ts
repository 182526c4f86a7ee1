// memcell data get against a server of this machine that breaks off, lies, stalls and serves other files.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, breaksOff, dataServer, good, status } from '../support/data-server.ts';
import { assertWhole, data, type Ended, folderOf, newFolder } from '../support/run-data.ts';
import { noise, sha256Of, tinySets, tinySources } from '../support/tiny-sets.ts';

const images = tinySources['images.gz'] as Uint8Array;
const size = images.length;
const half = 100_000;
const otherSum = sha256Of(noise(size, 9));
const sha256 = tinySets.tiny?.sources[0]?.sha256;
const hint = 'hint: Look at the connection and run it again, or get the files elsewhere: --from <folder> takes them.\n';

/** Gets `tiny` from servers that answer for its images as they are told to. */
async function get(
  lists: readonly (readonly Answer[])[],
  { cache = newFolder(), timeout = 30 } = {},
): Promise<Ended & { cache: string; asked: string[]; urls: string[] }> {
  const servers = await Promise.all(lists.map((list) => dataServer({ 'images.gz': list })));
  const urls = servers.map(({ url }) => url);
  const mirrors = urls.flatMap((url) => ['--mirror', url]);
  const ended = await data(cache, ['get', 'tiny', ...mirrors, '--retries', '1', '--timeout', `${timeout}`]);
  for (const server of servers) server.close();
  const asked = servers.flatMap((server) => server.asked).filter((path) => path.includes('images'));
  return { ...ended, cache, asked, urls };
}

/** A request for what is missing. A process that is slow may lose a few bytes at the end of a broken connection. */
const REST = 'the rest';
function requests(asked: readonly string[]): string[] {
  const rest = (range: string, from: string): string => (Number(from) <= half ? REST : range);
  return asked.map((path) =>
    path
      .replace('/tiny/images.gz', '')
      .replace(/bytes=(\d+)-$/, rest)
      .trim(),
  );
}

/** Bytes of the images that are on the disk. */
function partLength(cache: string): number {
  const folder = folderOf(cache, 'tiny');
  const [part] = existsSync(folder) ? readdirSync(folder) : [];
  return part === undefined ? 0 : statSync(join(folder, part)).size;
}

/** Another file of the same length. */
const otherFile: Answer = (response) => response.writeHead(200, { 'content-length': size }).end(noise(size, 9));

describe('memcell data get', { concurrency: 3 }, () => {
  it('downloads, checks, and needs nothing the second time', async () => {
    const { code, out, err, cache, asked } = await get([[good]]);
    assert.deepEqual([code, err, asked.length], [0, '', 1]);
    assert.equal(out.split('\n').at(-2), `tiny is there: ${folderOf(cache, 'tiny')}`);
    assert.match(out, /^images\.gz {2}100% {2}300 kB of 300 kB/m);
    assertWhole(cache, 'tiny');
    const again = await get([[status(500)]], { cache });
    assert.deepEqual([again.code, again.out], [0, `tiny is there already: ${folderOf(cache, 'tiny')}\n`]);
    assert.deepEqual(again.asked, []);
  });
  it('goes on where the connection broke off', async () => {
    const { code, out, err, cache, asked } = await get([[breaksOff(half), good]]);
    assert.deepEqual([code, err, requests(asked)], [0, '', ['', REST]]);
    assert.ok(out.includes('images.gz: connection broken off; trying again\n'), out);
    assertWhole(cache, 'tiny');
  });
  it('refuses another file, and keeps nothing of it', async () => {
    const { code, out, err, cache, urls } = await get([[otherFile], [status(404)]]);
    const [first, second] = urls.map((url) => `'${url}/tiny/images.gz'`);
    const reasons = `${first}: another file: SHA-256 must be ${sha256}, received ${otherSum}; ${second}: HTTP 404`;
    const must = 'one of 2 addresses must give it';
    assert.deepEqual([code, err], [1, `error: Cannot download 'images.gz': ${must}, received ${reasons}\n${hint}`]);
    assert.ok(out.includes(`, received ${otherSum}; trying the next address\n`), out);
    assert.deepEqual(readdirSync(folderOf(cache, 'tiny')), []);
  });
  it('refuses an address where nobody listens, and says what each address did', async () => {
    const server = await dataServer();
    server.close();
    const url = 'tiny/images.gz';
    const other = await dataServer({ 'images.gz': [status(403)] });
    const cache = newFolder();
    const { code, err } = await data(cache, ['get', 'tiny', '--mirror', server.url, '--mirror', `${other.url}/`]);
    other.close();
    const reasons = `'${server.url}/${url}': connection refused; '${other.url}/${url}': HTTP 403`;
    assert.equal(
      err,
      `error: Cannot download 'images.gz': one of 2 addresses must give it, received ${reasons}\n${hint}`,
    );
    assert.equal(code, 1);
  });
  it('refuses a full disk, keeping its part', { skip: process.platform !== 'linux' }, async () => {
    const cache = newFolder();
    mkdirSync(folderOf(cache, 'tiny'), { recursive: true });
    symlinkSync('/dev/full', join(folderOf(cache, 'tiny'), 'images.gz.part'));
    const { code, err } = await get([[good]], { cache });
    const path = join(folderOf(cache, 'tiny'), 'images.gz');
    const full = `error: Cannot write file '${path}': disk must have room, received a full disk\n`;
    assert.deepEqual([code, err], [1, `${full}hint: Free some space, or choose another place.\n`]);
    assert.deepEqual(readdirSync(folderOf(cache, 'tiny')), []);
  });
});

describe('memcell data get goes on with what an earlier process kept', { concurrency: 3 }, () => {
  it('and asks for the rest alone', async () => {
    const { cache } = await get([[breaksOff(half)]]);
    const { code, asked } = await get([[good]], { cache });
    assert.deepEqual([code, requests(asked)], [0, [REST]]);
    assertWhole(cache, 'tiny');
  });
  it('where it is whole already, and where it is wrong', async () => {
    for (const [part, asked] of [
      [images, []],
      [noise(size, 9), ['']],
      [noise(half, 9), [REST, '']],
      [noise(size + 1, 9), ['']],
    ] as const) {
      const cache = newFolder();
      mkdirSync(folderOf(cache, 'tiny'), { recursive: true });
      writeFileSync(join(folderOf(cache, 'tiny'), 'images.gz.part'), part);
      const got = await get([[good]], { cache });
      assert.deepEqual([got.code, requests(got.asked)], [0, asked]);
      assertWhole(cache, 'tiny');
    }
  });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGKILL', null],
  ] as const) {
    it(`after ${signal}`, { skip: process.platform === 'win32' }, async () => {
      const cache = newFolder();
      const stalls: Answer = (response, bytes) => {
        response.writeHead(200, { 'content-length': size }).write(bytes.subarray(0, half));
      };
      const server = await dataServer({ 'images.gz': [stalls, good] });
      const words = ['get', 'tiny', '--mirror', server.url];
      const ended = await data(cache, words, {
        async watch(child) {
          while (partLength(cache) < half && child.exitCode === null) await pause(20);
          child.kill(signal);
        },
      });
      assert.deepEqual([ended.code, ended.err], [code, '']);
      const last = 'Interrupted; 100 kB of images.gz are kept. Run it again to go on.\n';
      assert.ok(signal === 'SIGKILL' || ended.out.endsWith(last), ended.out);
      const files = readdirSync(folderOf(cache, 'tiny'));
      assert.equal(files.length, 1);
      assert.match(files[0] ?? '', signal === 'SIGKILL' ? /^images\.gz\.\w+-\d+\.part$/ : /^images\.gz\.part$/);
      assert.equal((await data(cache, words)).code, 0);
      assert.equal(server.asked[1], `/tiny/images.gz bytes=${half}-`);
      server.close();
      assertWhole(cache, 'tiny');
    });
  }
});

it('processes that get the same set at once do not disturb each other', async () => {
  for (const name of ['tiny', 'packed']) {
    const cache = newFolder();
    const slow: Answer = (response, bytes) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length / 2), () =>
        setTimeout(() => response.end(bytes.subarray(bytes.length / 2)), 400),
      );
    };
    const server = await dataServer({ 'images.gz': [slow], 'tiny.tar.gz': [slow] });
    const all = await Promise.all([1, 2, 3].map(() => data(cache, ['get', name, '--mirror', server.url])));
    server.close();
    assert.deepEqual(
      all.map(({ code, err }) => [code, err]),
      [1, 2, 3].map(() => [0, '']),
    );
    assertWhole(cache, name);
  }
});
