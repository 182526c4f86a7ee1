// A web server of this machine that serves files of the tiny data sets, as well or as badly as a test asks.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tinySources } from './tiny-sets.ts';

/** Answers a request for a file; `bytes` are the right ones. */
export type Answer = (response: ServerResponse, bytes: Uint8Array, request: IncomingMessage) => void;

/** A server, and what it was asked. */
export interface DataServer {
  /** Its address, as --mirror takes it. */
  readonly url: string;
  /** Each request: the path, and the range where one was asked for. */
  readonly asked: string[];
  close(): void;
}

/** Where a range begins that a request asks for; 0 for none. */
export function startOf(request: IncomingMessage): number {
  return Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
}

/** As a good server does: ranges, lengths and a tag. */
export const good: Answer = (response, bytes, request) => {
  const from = request.headers['if-range'] === '"other"' ? 0 : startOf(request);
  const headers = { 'content-length': bytes.length - from, etag: '"right"' };
  if (from === 0) response.writeHead(200, headers);
  else response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` });
  response.end(bytes.subarray(from));
};

/** Gives the first bytes of what it says, and breaks off. */
export function breaksOff(at: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response, bytes) => {
    response.writeHead(200, { 'content-length': bytes.length, ...headers });
    response.write(bytes.subarray(0, at), () => setTimeout(() => response.destroy(), 20));
  };
}

/** Gives the first bytes, whatever is asked for, and says nothing of more. */
export function endsShort(at: number): Answer {
  return (response, bytes) => {
    response.writeHead(200, { 'content-length': at }).end(bytes.subarray(0, at));
  };
}

/** Ends with a status and nothing more. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => {
    response.writeHead(code, headers).end();
  };
}

/** Starts a server: each request takes the next answer for its file, the last answer for all that follow. */
export async function dataServer(answers: Readonly<Record<string, readonly Answer[]>> = {}): Promise<DataServer> {
  const asked: string[] = [];
  const left = new Map(Object.entries(answers).map(([name, list]) => [name, [...list]]));
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const name = path.slice(path.lastIndexOf('/') + 1);
    const bytes = tinySources[name];
    asked.push(request.headers.range === undefined ? path : `${path} ${request.headers.range}`);
    const list = left.get(name) ?? [good];
    const answer = list.length > 1 ? list.shift() : list[0];
    if (bytes === undefined || answer === undefined) response.writeHead(404).end();
    else answer(response, bytes, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref(); // a test that fails before it closes it must not hang
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
