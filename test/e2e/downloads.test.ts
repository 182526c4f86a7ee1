// memcell data get against a server of this machine that breaks off, lies, stalls and serves other files.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { formatBytes } from '../../src/cli/numbers.ts';
import { type Answer, breaksOff, dataServer, good, startOf, status } from '../support/data-server.ts';
import { assertWhole, data, type Ended, folderOf, kept, newFolder } from '../support/run-data.ts';
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
  { cache = newFolder(), words = [] as string[] } = {},
): Promise<Ended & { cache: string; asked: string[]; urls: string[] }> {
  const servers = await Promise.all(lists.map((list) => dataServer({ 'images.gz': list })));
  const urls = servers.map(({ url }) => url);
  const mirrors = urls.flatMap((url) => ['--mirror', url]);
  const ended = await data(cache, ['get', 'tiny', ...mirrors, '--retries', '1', '--timeout', '1', ...words]);
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

/** It must have come whole, by these requests, with these words among those that were said. */
async function comes(lists: readonly (readonly Answer[])[], asked: readonly string[], said = ''): Promise<void> {
  const got = await get(lists);
  assert.deepEqual([got.code, got.err], [0, '']);
  assert.ok(got.out.includes(said), got.out);
  assert.deepEqual(requests(got.asked), asked);
  assertWhole(got.cache, 'tiny');
}

/** It must be refused for this reason, with nothing under the final name; `keeps` says whether some of it stays. */
async function isRefused(
  answers: readonly Answer[],
  reason: string | ((length: number) => string),
  keeps = false,
): Promise<void> {
  const { code, err, cache, urls } = await get([answers]);
  const { length } = kept(cache, 'tiny', 'images.gz') ?? [];
  assert.ok(keeps ? length > 0 && length <= half : length === 0, `${length} bytes`);
  const received = `'${urls[0]}/tiny/images.gz': ${typeof reason === 'string' ? reason : reason(length)}`;
  const rest = keeps ? ` (${formatBytes(length)} of it are kept and need not come again)` : '';
  const message = `error: Cannot download 'images.gz': its address must give it, received ${received}${rest}\n${hint}`;
  assert.deepEqual([code, err], [1, message]);
  assert.deepEqual(readdirSync(folderOf(cache, 'tiny')), keeps ? ['images.gz.part'] : []);
}

/** Bytes of the images that are on the disk. */
function partLength(cache: string): number {
  const folder = folderOf(cache, 'tiny');
  const [part] = existsSync(folder) ? readdirSync(folder) : [];
  return part === undefined ? 0 : statSync(join(folder, part)).size;
}

/** Another file of the same length. */
const otherFile: Answer = (response) => response.writeHead(200, { 'content-length': size }).end(noise(size, 9));
const notRanges: Answer = (response, bytes) => response.writeHead(200, { 'content-length': size }).end(bytes);

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
  it('goes on where the connection broke off', () =>
    comes([[breaksOff(half), good]], ['', REST], 'images.gz: connection broken off; trying again\n'));
  it('goes on with a server that takes no ranges', () => comes([[breaksOff(half), notRanges]], ['', REST]));
  it('goes on where the server said a length that is too short', () =>
    comes(
      [[(response, bytes) => response.writeHead(200, { 'content-length': half }).end(bytes.subarray(0, half)), good]],
      ['', REST],
      `images.gz: an end at byte ${half}; trying again\n`,
    ));
  it('goes on where the server stalls', () =>
    comes(
      [[(response, bytes) => response.writeHead(200, { 'content-length': size }).write(bytes.subarray(0, half)), good]],
      ['', REST],
      'images.gz: no byte in 1 s; trying again\n',
    ));
  it('takes a file of no said length', () => comes([[(response, bytes) => response.writeHead(200).end(bytes)]], ['']));
  it('follows redirects, and asks for the rest there too', () => {
    const redirect: Answer = (response) => response.writeHead(302, { location: '/moved/images.gz' }).end();
    const [first, moved] = ['', '/moved/images.gz'];
    return comes([[redirect, breaksOff(half), redirect, good]], [first, moved, REST, `${moved} ${REST}`]);
  });
  it('tries again after an error of the server, when it says so', () =>
    comes([[status(503, { 'retry-after': '0' }), good]], ['', ''], 'images.gz: HTTP 503; trying again\n'));
  it('goes to the next address where a file is not there, or another one', async () => {
    const next = (reason: string): string => `images.gz: ${reason}; trying the next address\n`;
    await comes([[status(404)], [good]], ['', ''], next('HTTP 404'));
    await comes([[otherFile], [good]], ['', ''], next(`another file: SHA-256 must be ${sha256}, received ${otherSum}`));
    await comes([[breaksOff(half)], [good]], ['', REST, REST, REST]);
  });
  it('starts again where the file changed on the server, by its tag', () => {
    const other: Answer = (response, _bytes, request) => {
      assert.equal(request.headers['if-range'], undefined);
      response.writeHead(200, { 'content-length': size, etag: '"other"' });
      response.write(noise(half, 9), () => setTimeout(() => response.destroy(), 20));
    };
    const right: Answer = (response, bytes, request) => {
      assert.equal(request.headers['if-range'], '"other"');
      good(response, bytes, request);
    };
    return comes([[other, right]], ['', REST]);
  });
  it('starts again where it changed and the server does not say so', async () => {
    const other: Answer = (response) => {
      response.writeHead(200, { 'content-length': size });
      response.write(noise(half, 9), () => setTimeout(() => response.destroy(), 20));
    };
    const said = 'images.gz: its pieces do not make the file that it must be; starting again\n';
    await comes([[other, good]], ['', REST, ''], said);
  });
});

describe('memcell data get refuses', { concurrency: 3 }, () => {
  it('another file, and keeps nothing of it', () =>
    isRefused([otherFile], `another file: SHA-256 must be ${sha256}, received ${otherSum}`));
  it('a file that is too long, whatever the server said', async () => {
    await isRefused(
      [
        (response, bytes) =>
          response.writeHead(200, { 'content-length': size + 1 }).end(Buffer.concat([bytes, bytes.subarray(0, 1)])),
      ],
      `a file of ${size + 1} bytes`,
    );
    await isRefused(
      [(response, bytes) => response.writeHead(200).end(Buffer.concat([bytes, bytes]))],
      `more than ${size} bytes`,
    );
  });
  it('a file that ends too early', () => {
    const short: Answer = (response, bytes, request) => {
      if (startOf(request) === 0) response.writeHead(200).end(bytes.subarray(0, half));
      else response.writeHead(416, { 'content-range': `bytes */${half}` }).end();
    };
    return isRefused([short], `a file of ${half} bytes`);
  });
  it('a server that always breaks off at the same byte, keeping what came', () =>
    isRefused([breaksOff(half)], 'connection broken off', true));
  it('a server that stalls', () => isRefused([() => {}], 'no byte in 1 s'));
  it('errors of the server', async () => {
    await isRefused([status(404)], 'HTTP 404');
    await isRefused([status(500)], 'HTTP 500');
    await isRefused([status(204)], 'HTTP 204');
  });
  it('a web page, an encoded file, a wrong range, redirects without end', async () => {
    await isRefused(
      [(response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in')],
      'a web page',
    );
    await isRefused(
      [(response, bytes) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes)],
      'the file encoded as gzip',
    );
    const wrong: Answer = (response, bytes) =>
      response.writeHead(206, { 'content-range': `bytes 7-${size - 1}/${size}` }).end(bytes.subarray(7));
    await isRefused([breaksOff(half), wrong], (length) => `another range than from byte ${length}`, true);
    const longer: Answer = (response, bytes, request) => {
      const from = startOf(request);
      response.writeHead(206, { 'content-range': `bytes ${from}-${size}/${size + 1}` }).end(bytes.subarray(from));
    };
    await isRefused([breaksOff(half), longer], `a file of ${size + 1} bytes`, true);
    await isRefused(
      [(response) => response.writeHead(302, { location: '/tiny/images.gz' }).end()],
      'redirect count exceeded',
    );
  });
  it('an address where nobody listens, and says what each address did', async () => {
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
  it('a full disk, keeping its part', { skip: process.platform !== 'linux' }, async () => {
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
