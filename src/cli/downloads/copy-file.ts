import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { fileError } from '../../platform/file-error.ts';
import { PartFile } from './part-file.ts';

/** Copies a file into a folder, where it is whole or not there. @throws ResourceError where it cannot be read or written. */
export async function copyFile(path: string, folder: string, signal: AbortSignal): Promise<void> {
  const part = await PartFile.open(`${folder}/${basename(path)}`, 0);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) await part.write(chunk);
    await part.finish();
  } catch (error) {
    await part.empty().catch(() => {});
    await part.keep().catch(() => {});
    throw error instanceof Error && 'hint' in error ? error : fileError('read file', path, error);
  }
}
