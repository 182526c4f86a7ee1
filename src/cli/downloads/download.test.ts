// Downloads from a server of this machine that breaks off, lies, stalls and serves other files; test/e2e/downloads.test.ts has
// the same as processes.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  type Answer,
  breaksOff,
  dataServer,
  endsShort,
  good,
  startOf,
  status,
} from '../../../test/support/data-server.ts';
import { newFolder } from '../../../test/support/run-data.ts';
import { noise, sha256Of, tinySets, tinySources } from '../../../test/support/tiny-sets.ts';
import type { SourceFile } from '../../data/sets/data-set.ts';
import { ResourceError } from '../../errors.ts';
import { formatBytes } from '../numbers.ts';
import { download } from './download.ts';

const file = tinySets.tiny?.sources[0] as SourceFile;
const images = tinySources['images.gz'] as Uint8Array;
const size = images.length;
const half = 100_000;
const otherSum = sha256Of(noise(size, 9));

interface Ending {
  readonly folder: string;
  readonly asked: readonly string[];
  readonly urls: readonly string[];
  readonly told: readonly string[];
  readonly error: ResourceError | undefined;
}

/** Downloads from servers that answer as they are told to. */
async function get(lists: readonly (readonly Answer[])[], timeout: number): Promise<Ending> {
  const servers = await Promise.all(lists.map((list) => dataServer({ 'images.gz': list })));
  const urls = servers.map(({ url }) => `${url}/`);
  const folder = newFolder();
  const told: string[] = [];
  let error: ResourceError | undefined;
  try {
    await download(file, `${folder}/images.gz`, {
      addresses: urls.map((url) => `${url}images.gz`),
      timeout,
      retries: 1,
      signal: new AbortController().signal,
      onProgress: () => {},
      tell: (sentence) => told.push(sentence),
    });
  } catch (thrown) {
    assert.ok(thrown instanceof ResourceError, String(thrown));
    error = thrown;
  }
  for (const server of servers) server.close();
  return { folder, asked: servers.flatMap((server) => server.asked), urls, told, error };
}

/** A request for what is missing. The last bytes before a connection breaks may be lost. */
const REST = 'the rest';
function requests(asked: readonly string[]): string[] {
  const rest = (range: string, from: string): string => (Number(from) <= half ? REST : range);
  return asked.map((path) =>
    path
      .replace('/images.gz', '')
      .replace(/bytes=(\d+)-$/, rest)
      .trim(),
  );
}

/** It must have come whole, by these requests, with this sentence among those that were said. */
async function comes(
  lists: readonly (readonly Answer[])[],
  asked: readonly string[],
  said?: string,
  timeout = 30,
): Promise<void> {
  const got = await get(lists, timeout);
  assert.equal(got.error, undefined);
  if (said !== undefined) assert.ok(got.told.includes(said), got.told.join());
  assert.deepEqual(requests(got.asked), asked);
  assert.deepEqual(readdirSync(got.folder), ['images.gz']);
  assert.ok(readFileSync(`${got.folder}/images.gz`).equals(images));
}

/** It must be refused for this reason, with nothing under the final name; `keeps` says whether some of it stays. */
async function isRefused(
  answers: readonly Answer[],
  reason: string | ((length: number) => string),
  keeps = false,
  timeout = 30,
): Promise<void> {
  const { folder, urls, error } = await get([answers], timeout);
  const files = readdirSync(folder);
  assert.deepEqual(files, keeps ? ['images.gz.part'] : []);
  const length = keeps ? readFileSync(`${folder}/images.gz.part`).length : 0;
  assert.ok(length <= half && keeps === length > 0, `${length} bytes`);
  const received = `'${urls[0]}images.gz': ${typeof reason === 'string' ? reason : reason(length)}`;
  const rest = keeps ? ` (${formatBytes(length)} of it are kept and need not come again)` : '';
  assert.equal(error?.message, `Cannot download 'images.gz': its address must give it, received ${received}${rest}`);
}

/** Another file of the same length. */
const otherFile: Answer = (response) => response.writeHead(200, { 'content-length': size }).end(noise(size, 9));
const notRanges: Answer = (response, bytes) => response.writeHead(200, { 'content-length': size }).end(bytes);

describe('download', { concurrency: true }, () => {
  it('goes on where the connection broke off', () =>
    comes([[breaksOff(half), good]], ['', REST], 'images.gz: connection broken off; trying again'));
  it('goes on with a server that takes no ranges', () => comes([[breaksOff(half), notRanges]], ['', REST]));
  it('goes on where the server said a length that is too short', () =>
    comes([[endsShort(half), good]], ['', REST], `images.gz: an end at byte ${half}; trying again`));
  it('goes on where the server stalls', () =>
    comes(
      [[(response, bytes) => response.writeHead(200, { 'content-length': size }).write(bytes.subarray(0, half)), good]],
      ['', REST],
      'images.gz: no byte in 2 s; trying again',
      2,
    ));
  it('takes a file of no said length', () => comes([[(response, bytes) => response.writeHead(200).end(bytes)]], ['']));
  it('follows redirects, and asks for the rest there too', () => {
    const redirect: Answer = (response) => response.writeHead(302, { location: '/moved/images.gz' }).end();
    return comes([[redirect, breaksOff(half), redirect, good]], ['', '/moved', REST, `/moved ${REST}`]);
  });
  it('tries again after an error of the server, when it says so', () =>
    comes([[status(503, { 'retry-after': '0' }), good]], ['', ''], 'images.gz: HTTP 503; trying again'));
  it('goes to the next address where a file is not there, or another one', async () => {
    const next = (reason: string): string => `images.gz: ${reason}; trying the next address`;
    await comes([[status(404)], [good]], ['', ''], next('HTTP 404'));
    await comes(
      [[otherFile], [good]],
      ['', ''],
      next(`another file: SHA-256 must be ${file.sha256}, received ${otherSum}`),
    );
    await comes([[endsShort(half)], [good]], ['', REST, REST, REST], next(`an end at byte ${half}`));
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
    const said = 'images.gz: its pieces do not make the file that it must be; starting again';
    await comes([[other, good]], ['', REST, ''], said);
  });
});

describe('download refuses', { concurrency: true }, () => {
  it('another file, and keeps nothing of it', () =>
    isRefused([otherFile], `another file: SHA-256 must be ${file.sha256}, received ${otherSum}`));
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
  it('a server that stalls', () => isRefused([() => {}], 'no byte in 1 s', false, 1));
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
});
