import { setTimeout as pause } from 'node:timers/promises';
import type { KnownFile } from '../../data/sets/data-set.ts';
import { MemcellError } from '../../errors.ts';
import type { PartFile } from './part-file.ts';

/** How an attempt to get the rest of a file from an address ended. */
export type Outcome =
  /** As many bytes as the file has are there. */
  | { readonly end: 'whole' }
  /** It may go on at another time. */
  | { readonly end: 'broken'; readonly reason: string; readonly seconds?: number | undefined }
  /** Nobody answers at the address. */
  | { readonly end: 'unreachable'; readonly reason: string }
  /** The address has not got the file. */
  | { readonly end: 'refused'; readonly reason: string };

/** What an attempt works with. */
export interface AttemptOptions {
  /** Seconds without a byte after which it is broken off. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Which version of the file the bytes of the part are from, by address. */
  readonly versions: Map<string, string>;
  readonly onProgress: (bytes: number) => void;
}

/** Answers of a server that may be another at another time. */
const PASSING: readonly number[] = [408, 425, 429, 500, 502, 503, 504];
/** Longest time that a server may ask for before the next attempt. */
const MOST_SECONDS = 60;

/** What the system says of a connection, in words. */
const reasons: Readonly<Record<string, readonly [reason: string, passing?: true]>> = {
  ENOTFOUND: ['no such host'],
  EAI_AGAIN: ['no such host for now', true],
  ECONNREFUSED: ['connection refused'],
  ENETUNREACH: ['no network'],
  EHOSTUNREACH: ['host out of reach'],
  ECONNRESET: ['connection broken off', true],
  EPIPE: ['connection broken off', true],
  UND_ERR_SOCKET: ['connection broken off', true],
  ETIMEDOUT: ['no answer in time', true],
  UND_ERR_CONNECT_TIMEOUT: ['no answer in time', true],
  UND_ERR_HEADERS_TIMEOUT: ['no answer in time', true],
  UND_ERR_BODY_TIMEOUT: ['no answer in time', true],
};

/** Asks an address for the bytes that a part still lacks, and writes them to it. @throws ResourceError where it cannot write. */
export async function attempt(url: string, file: KnownFile, part: PartFile, options: AttemptOptions): Promise<Outcome> {
  const stalled = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wake = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stalled.abort(), options.timeout * 1000);
  };
  try {
    wake();
    const signal = AbortSignal.any([options.signal, stalled.signal]);
    const response = await fetch(url, { headers: requestHeaders(url, part, options), signal });
    return await take(response, file, part, { ...options, wake, url });
  } catch (error) {
    if (error instanceof MemcellError) throw error;
    if (stalled.signal.aborted) return { end: 'broken', reason: `no byte in ${options.timeout} s` };
    if (options.signal.aborted) return { end: 'broken', reason: 'interrupted' };
    return brokenBy(error);
  } finally {
    clearTimeout(timer);
    stalled.abort(); // lets go of a connection that is not read to its end
  }
}

/** Waits before the next attempt; shorter where it is broken off by the signal. */
export async function waitSeconds(seconds: number, signal: AbortSignal): Promise<void> {
  await pause(seconds * 1000, undefined, { signal }).catch(() => {});
}

function requestHeaders(url: string, part: PartFile, { versions }: AttemptOptions): Record<string, string> {
  // a file that comes packed once more would be unpacked on the way, and be another
  const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'memcell' };
  if (part.length > 0) {
    headers.range = `bytes=${part.length}-`;
    const version = versions.get(url);
    if (version !== undefined) headers['if-range'] = version;
  }
  return headers;
}

async function take(
  response: Response,
  file: KnownFile,
  part: PartFile,
  { versions, onProgress, wake, url }: AttemptOptions & { wake: () => void; url: string },
): Promise<Outcome> {
  const refuse = (reason: string): Outcome => ({ end: 'refused', reason });
  const { status, headers } = response;
  if (status === 416) return await outOfRange(headers, file, part);
  if (PASSING.includes(status)) {
    return { end: 'broken', reason: `HTTP ${status}`, seconds: secondsOf(headers.get('retry-after')) };
  }
  if (status !== 200 && status !== 206) return refuse(`HTTP ${status}`);
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') return refuse(`the file encoded as ${encoding}`);
  const type = headers.get('content-type') ?? '';
  if (type.startsWith('text/html')) return refuse('a web page');
  // bytes of the answer that are there already
  let skip = 0;
  if (status === 206) {
    const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? [];
    if (Number(from) !== part.length) return refuse(`another range than from byte ${part.length}`);
    if (total !== '*' && Number(total) !== file.bytes) return refuse(`a file of ${total} bytes`);
  } else {
    const length = Number(headers.get('content-length') ?? 0);
    if (length > file.bytes) return refuse(`a file of ${length} bytes`);
    const version = versions.get(url);
    if (version !== undefined && version !== versionOf(headers)) await part.empty();
    skip = part.length; // the server does not take ranges
  }
  const version = versionOf(headers);
  if (version === undefined) versions.delete(url);
  else versions.set(url, version);
  if (response.body === null) return { end: 'broken', reason: 'an answer without a body' };
  for await (const chunk of response.body) {
    wake();
    const fresh = skip < chunk.length ? chunk.subarray(skip) : chunk.subarray(chunk.length);
    skip = Math.max(0, skip - chunk.length);
    if (part.length + fresh.length > file.bytes) {
      await part.empty();
      return refuse(`more than ${file.bytes} bytes`);
    }
    await part.write(fresh);
    onProgress(part.length);
  }
  return part.length === file.bytes ? { end: 'whole' } : { end: 'broken', reason: `an end at byte ${part.length}` };
}

/** The server says that the part has all that there is, or more. */
async function outOfRange(headers: Headers, file: KnownFile, part: PartFile): Promise<Outcome> {
  const [, total] = /^bytes \*\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
  await part.empty();
  if (total !== undefined && Number(total) !== file.bytes)
    return { end: 'refused', reason: `a file of ${total} bytes` };
  return { end: 'broken', reason: 'HTTP 416' };
}

/** What tells one version of a file from another; weak tags do not. */
function versionOf(headers: Headers): string | undefined {
  const tag = headers.get('etag');
  return tag !== null && !tag.startsWith('W/') ? tag : undefined;
}

function secondsOf(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Math.min(Number(text), MOST_SECONDS) : undefined;
}

function brokenBy(error: unknown): Outcome {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message: string };
  const [reason, passing] = reasons[cause?.code ?? ''] ?? [cause?.message ?? message];
  return { end: passing ? 'broken' : 'unreachable', reason };
}
