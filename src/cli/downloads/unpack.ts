import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { DataSet } from '../../data/sets/data-set.ts';
import { FormatError } from '../../errors.ts';
import { readTar } from '../../formats/tar.ts';
import { fileError } from '../../platform/file-error.ts';
import { platform } from '../../platform/index.ts';

/**
 * Writes the parts of a set out of its archive into a folder, each whole or not at all.
 *
 * @throws FormatError where the archive is damaged, or lacks a part or has another one.
 */
export async function unpack(archive: string, set: DataSet, folder: string, signal: AbortSignal): Promise<void> {
  const packed = await readFile(archive, { signal }).catch((error) => {
    throw signal.aborted ? error : fileError('read file', archive, error);
  });
  const bytes = await promisify(gunzip)(packed).catch((cause: Error) => {
    throw new FormatError(`Cannot unpack '${archive}': it must be a whole gzip file, received ${cause.message}`, {
      cause,
    });
  });
  const members = [...readTar(bytes, archive)];
  for (const part of set.parts) {
    signal.throwIfAborted();
    const [, data] = members.find(([name]) => name === part.name || name.endsWith(`/${part.name}`)) ?? [];
    const refuse = (must: string, received: string): never => {
      throw new FormatError(`Cannot unpack '${archive}': '${part.name}' must be ${must}, received ${received}`);
    };
    if (data === undefined) return refuse('in it', `${members.length} other files`);
    if (data.length !== part.bytes) refuse(`${part.bytes} bytes long`, `${data.length}`);
    const digest = createHash('sha256').update(data).digest('hex');
    if (part.sha256 !== undefined && digest !== part.sha256) refuse(`of SHA-256 ${part.sha256}`, digest);
    platform().writeFileAtomic(`${folder}/${part.name}`, data);
  }
}
