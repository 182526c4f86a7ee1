import { ResourceError } from '../errors.ts';

/** What must hold, what came instead, and what to do, by the system's error code. */
const sentences: Readonly<Record<string, readonly [must: string, received: string, hint?: string]>> = {
  EISDIR: ['path must be a file', 'a folder'],
  ENOTDIR: ['every part of the path but the last must be a folder', 'a file'],
  EEXIST: ['every part of the path must be free or a folder', 'a file'],
  EACCES: ['permission must be given', 'permission denied', 'Choose another place, or change its permissions.'],
  EPERM: ['permission must be given', 'permission denied', 'Choose another place, or change its permissions.'],
  EROFS: ['file system must be writable', 'a read-only one', 'Choose another place.'],
  ENOSPC: ['disk must have room', 'a full disk', 'Free some space, or choose another place.'],
  EDQUOT: ['disk quota must have room', 'a quota used up', 'Free some space, or choose another place.'],
  EFBIG: ['file must be within the limit of the file system', 'a larger one'],
  ENAMETOOLONG: ['name must be short enough for the file system', 'a longer one'],
  EMFILE: ['number of open files must be within the limit', 'too many', 'Raise the limit: ulimit -n.'],
  ENFILE: ['number of open files must be within the limit', 'too many'],
  ELOOP: ['links must lead to a place', 'links in a circle'],
  ERR_FS_FILE_TOO_LARGE: ['file must be at most 2 GiB', 'a larger one'],
};

/** An error of the file system as a sentence; `action` is 'read file', 'write file', … */
export function fileError(action: string, path: string, error: unknown): ResourceError {
  const { code = '', message = String(error) } = error as { code?: string; message?: string };
  const [must, received, hint] = code === 'ENOENT' ? missing(action) : (sentences[code] ?? unknown(message));
  const details = hint === undefined ? { cause: error } : { cause: error, hint };
  return new ResourceError(`Cannot ${action} '${path}': ${must}, received ${received}`, details);
}

function missing(action: string): readonly [string, string, string?] {
  if (action === 'read file') return ['file must exist', 'no such file', 'Look for a typing error in the path.'];
  if (action === 'list folder') return ['folder must exist', 'no such folder', 'Look for a typing error in the path.'];
  if (action === 'make folder')
    return ['its place must take new folders', 'one that does not', 'Choose another place.'];
  return ['its folder must exist', 'no such folder', 'Make the folder first.'];
}

function unknown(message: string): readonly [string, string] {
  return ['the system must allow it', message];
}
