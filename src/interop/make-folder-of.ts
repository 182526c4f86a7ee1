import { platform } from '../platform/index.ts';

/** Makes the folder that a file is to stand in, where it is missing. @throws ResourceError where it cannot be made. */
export function makeFolderOf(file: string): void {
  const folder = /^(.+)[/\\][^/\\]*$/.exec(file)?.[1];
  if (folder !== undefined) platform().makeFolder(folder);
}
