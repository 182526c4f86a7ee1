import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { DataSet, KnownFile } from '../../data/sets/data-set.ts';
import { fileError } from '../../platform/file-error.ts';
import { platform } from '../../platform/index.ts';

/** What a file is, against what it must be. */
export interface CheckedFile {
  readonly path: string;
  /** Why it is not what it must be; undefined where it is. */
  readonly wrong: string | undefined;
}

/** Holds a file against its size and SHA-256, where that is known. @throws ResourceError where it cannot be read. */
export async function checkFile(path: string, { bytes, sha256 }: KnownFile, signal: AbortSignal): Promise<CheckedFile> {
  try {
    const { size } = await stat(path);
    if (size !== bytes) return { path, wrong: `${bytes} bytes long, received ${size}` };
    if (sha256 === undefined) return { path, wrong: undefined };
    const { digest } = await measure(path, false, bytes, signal);
    return { path, wrong: digest === sha256 ? undefined : `of SHA-256 ${sha256}, received ${digest}` };
  } catch (error) {
    throw signal.aborted ? error : fileError('read file', path, error);
  }
}

/**
 * A part of a set in a folder, as it is or packed, and whether it is right; undefined where there is none. A packed one may
 * be the source itself, or the same content packed in another way.
 */
export async function checkPart(
  folder: string,
  part: KnownFile,
  { sources }: DataSet,
  signal: AbortSignal,
): Promise<CheckedFile | undefined> {
  const plain = `${folder}/${part.name}`;
  if (platform().kindOf(plain) === 'file') return await checkFile(plain, part, signal);
  const path = `${plain}.gz`;
  if (platform().kindOf(path) !== 'file') return undefined;
  const source = sources.find(({ name }) => name === `${part.name}.gz`);
  const asSource = source && (await checkFile(path, source, signal));
  if (asSource?.wrong === undefined && asSource !== undefined) return asSource;
  if (part.sha256 === undefined && asSource !== undefined) return asSource;
  return { path, wrong: await wrongContent(path, part, signal) };
}

async function wrongContent(path: string, part: KnownFile, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { length, digest } = await measure(path, true, part.bytes, signal);
    if (length > part.bytes) return `${part.bytes} bytes long when unpacked, received more`;
    if (length !== part.bytes) return `${part.bytes} bytes long when unpacked, received ${length}`;
    if (part.sha256 === undefined || digest === part.sha256) return undefined;
    return `of SHA-256 ${part.sha256} when unpacked, received ${digest}`;
  } catch (error) {
    if (/^(Z_|ERR_)/.test((error as { code?: string }).code ?? '')) {
      return `a whole gzip file, received one that is damaged (${(error as Error).message})`;
    }
    throw signal.aborted ? error : fileError('read file', path, error);
  }
}

/** Length and SHA-256 of a file or of what is packed in it; it is read no further than shows that it is too long. */
async function measure(
  path: string,
  packed: boolean,
  most: number,
  signal: AbortSignal,
): Promise<{ length: number; digest: string }> {
  const hash = createHash('sha256');
  let length = 0;
  const count = async (source: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of source) {
      length += chunk.length;
      if (length > most) return;
      hash.update(chunk);
    }
  };
  const from = createReadStream(path, { highWaterMark: 1 << 20 });
  if (packed) await pipeline(from, createGunzip(), count, { signal });
  else await pipeline(from, count, { signal });
  return { length, digest: hash.digest('hex') };
}
