import { findByName } from '../../options.ts';
import { type DataSetOptions, readSet } from './find-data-set.ts';
import type { ImageSet } from './image-set.ts';
import { imageSets } from './index.ts';

/**
 * Reads a public data set of images from this machine: out of `folder`, else out of the folder that MEMCELL_DATA names,
 * else out of the user's cache, where `memcell data get` puts it. Nothing is downloaded.
 *
 * **Shapes** images [N, H, W, C] of bytes, labels [N]. mnist and fashion-mnist: 60,000 and 10,000 images [28, 28, 1];
 * cifar10: 50,000 and 10,000 images [32, 32, 3]; cifar10-small: its first 10,000 and 1,000.
 *
 * @param name 'mnist', 'fashion-mnist', 'cifar10' or 'cifar10-small'.
 * @throws OptionError for an unknown name; ResourceError where the set is not there; FormatError where a file is damaged.
 * @example
 * ```ts
 * import { findDataSet, loadDataSet } from 'memcell/data';
 * if (findDataSet('mnist') !== undefined) {
 *   const { height, width, train } = await loadDataSet('mnist');
 *   console.log(train.images.length === train.labels.length * height * width); // => true
 * }
 * ```
 */
export async function loadDataSet(name: string, options: DataSetOptions = {}): Promise<ImageSet> {
  return await readSet(findByName('data set', imageSets, name), options);
}
