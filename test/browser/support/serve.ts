// A static server for the pages of the tests, with the headers of a case.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

/** Headers by name. */
export type Headers = Readonly<Record<string, string>>;

/** What a page needs to share memory with threads. */
export const ISOLATED: Headers = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** A server of a folder's files. */
export interface Site extends AsyncDisposable {
  /** Its address, with a slash at the end. */
  readonly url: string;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Serves the files of a folder on a free port of this machine. */
export async function serve(folder: string, headers: Headers = {}): Promise<Site> {
  const server = createServer(({ url = '/' }, response) => {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    const file = join(folder, normalize(path.endsWith('/') ? `${path}index.html` : path));
    const found = file.startsWith(folder) && existsSync(file) && statSync(file).isFile();
    const type = types[extname(file)] ?? 'application/octet-stream';
    const status = found ? 200 : path === '/favicon.ico' ? 204 : 404; // asked for by every page
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers });
    response.end(found ? readFileSync(file) : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
