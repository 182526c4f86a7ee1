import { ResourceError } from '../../errors.ts';
import { platform } from '../../platform/index.ts';

/** Folder of the user that downloads are kept in; undefined in a browser, and where no home is known. */
export function cacheFolder(): string | undefined {
  const { environment, runtime } = platform();
  const windows = runtime.system.startsWith('win32');
  const home = environment(windows ? 'USERPROFILE' : 'HOME');
  const local = windows ? environment('LOCALAPPDATA') : undefined;
  const chosen = environment('XDG_CACHE_HOME');
  // the specification says to pass over a relative path
  if (chosen !== undefined && /^([/\\]|[a-z]:)/i.test(chosen)) return `${chosen}/memcell/data`;
  if (local !== undefined) return `${local}\\memcell\\data`;
  if (home === undefined) return undefined;
  if (windows) return `${home}\\AppData\\Local\\memcell\\data`;
  return `${home}/${runtime.system.startsWith('darwin') ? 'Library/Caches' : '.cache'}/memcell/data`;
}

/**
 * Folders that data sets are looked for in: the one that is given alone, else that of MEMCELL_DATA and the user's cache.
 *
 * @throws ResourceError if one is named that is not there.
 */
export function dataFolders(given: string | undefined): readonly string[] {
  const named = given ?? platform().environment('MEMCELL_DATA');
  if (named !== undefined && platform().kindOf(named) !== 'folder') {
    const subject = given === undefined ? 'folder of MEMCELL_DATA' : 'folder';
    throw new ResourceError(`Cannot look for data sets in '${named}': ${subject} must exist, received no such folder`, {
      hint: 'It holds a folder for each data set: mnist, cifar10, …',
    });
  }
  if (given !== undefined) return [given];
  const cache = cacheFolder();
  return [...(named === undefined ? [] : [named]), ...(cache === undefined ? [] : [cache])];
}
