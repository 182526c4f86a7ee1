import { cifar10, cifar10Small } from './cifar10.ts';
import type { DataSet } from './data-set.ts';
import { fashionMnist } from './fashion-mnist.ts';
import type { ImageSet } from './image-set.ts';
import { mnist } from './mnist.ts';
import { cmnEng, hongloumeng, tinyshakespeare } from './texts.ts';

/** The sets of images by name. */
export const imageSets: Readonly<Record<string, DataSet<ImageSet>>> = {
  mnist,
  'fashion-mnist': fashionMnist,
  cifar10,
  'cifar10-small': cifar10Small,
};

/** The texts by name. */
export const textSets: Readonly<Record<string, DataSet<string>>> = {
  hongloumeng,
  tinyshakespeare,
  'cmn-eng': cmnEng,
};

/** Every data set by its name, whatever it is made of. */
export const dataSets: Readonly<Record<string, DataSet<unknown>>> = { ...imageSets, ...textSets };
