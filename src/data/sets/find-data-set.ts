import { ResourceError } from '../../errors.ts';
import { gunzip } from '../../formats/gzip.ts';
import { checkOptions, checkText, findByName } from '../../options.ts';
import { platform } from '../../platform/index.ts';
import { dataFolders } from './data-folders.ts';
import type { DataSet } from './data-set.ts';
import { dataSets } from './index.ts';

/** Options of `findDataSet`, `loadDataSet` and `loadText`. */
export interface DataSetOptions {
  /** Where to look: a folder that holds a folder for each set. Default: that of MEMCELL_DATA, then the user's cache. */
  folder?: string;
}

/**
 * The folder that a public data set lies in; undefined where it is not on this machine, or not whole.
 *
 * @param name 'mnist', 'fashion-mnist', 'cifar10', 'cifar10-small', 'hongloumeng', 'tinyshakespeare' or 'cmn-eng'.
 * @throws OptionError for an unknown name; ResourceError for a folder that is not there or may not be read.
 * @example
 * ```ts
 * import { findDataSet } from 'memcell/data';
 * findDataSet('mnist', { folder: '.' }); // => undefined
 * ```
 */
export function findDataSet(name: string, options: DataSetOptions = {}): string | undefined {
  return placeOf(findByName('data set', dataSets, name), options);
}

/** The first folder that has every part of the set. */
export function placeOf({ name, folders, parts }: DataSet, options: DataSetOptions): string | undefined {
  const action = `find data set '${name}'`;
  checkOptions(action, options, ['folder']);
  const given = options.folder === undefined ? undefined : checkText(action, 'folder', options.folder);
  for (const root of dataFolders(given)) {
    for (const folder of folders) {
      const place = `${root}/${folder}`;
      if (parts.every((part) => partFile(place, part.name) !== undefined)) return place;
    }
  }
  return undefined;
}

/** The file of a part, as it is or packed. */
export function partFile(folder: string, part: string): string | undefined {
  return [part, `${part}.gz`].map((file) => `${folder}/${file}`).find((file) => platform().kindOf(file) === 'file');
}

/** Reads a set where it lies. @throws ResourceError where it is not there. */
export async function readSet<T>(set: DataSet<T>, options: DataSetOptions): Promise<T> {
  const place = placeOf(set, options);
  if (place === undefined) throw notHere('load', set, options.folder);
  return await set.read(async (part) => {
    const file = partFile(place, part) ?? `${place}/${part}`;
    const bytes = platform().readFile(file);
    return file.endsWith('.gz') ? await gunzip(bytes, file) : bytes;
  });
}

/** What to throw where a set is not there; `action` is 'load' or 'find'. */
export function notHere(action: string, { name, folders, parts, sources }: DataSet, given?: string): ResourceError {
  const looked = dataFolders(given).map((folder) => `'${folder}/${folders[0]}'`);
  const must = `its ${parts.length === 1 ? 'file' : `${parts.length} files`} must be in ${looked.join(' or ') || 'a folder'}`;
  // a set without sources comes with the one whose folder it may lie in
  const source = sources.length === 0 ? folders[1] : name;
  return new ResourceError(
    `Cannot ${action} data set '${name}': ${must}, received a place without ${parts.length === 1 ? 'it' : 'them'}`,
    {
      hint: `Get it: memcell data get ${source}`,
    },
  );
}
