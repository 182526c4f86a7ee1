import { findByName } from '../../options.ts';
import { type DataSetOptions, readSet } from './find-data-set.ts';
import { textSets } from './index.ts';

/**
 * Reads a public text from this machine, as it is, line ends and all: out of `folder`, else out of the folder that
 * MEMCELL_DATA names, else out of the user's cache, where `memcell data get` puts it. Nothing is downloaded.
 *
 * @param name 'hongloumeng' (a Chinese novel), 'tinyshakespeare' (plays), or 'cmn-eng' (English and Chinese sentences, a pair
 *   and whose it is in a line, with tabs between).
 * @throws OptionError for an unknown name; ResourceError where the text is not there; FormatError where it is not UTF-8.
 * @example
 * ```ts
 * import { findDataSet, loadText } from 'memcell/data';
 * if (findDataSet('hongloumeng') !== undefined) {
 *   const book = await loadText('hongloumeng');
 *   console.log(book.slice(0, 8)); // => 《红楼梦》曹雪芹
 * }
 * ```
 */
export async function loadText(name: string, options: DataSetOptions = {}): Promise<string> {
  return await readSet(findByName('text', textSets, name), options);
}
