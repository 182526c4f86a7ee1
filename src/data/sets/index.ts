import { cifar10, cifar10Small } from './cifar10.ts';
import type { DataSet } from './data-set.ts';
import { fashionMnist } from './fashion-mnist.ts';
import { mnist } from './mnist.ts';

/** Every data set by its name. */
export const dataSets: Readonly<Record<string, DataSet>> = {
  mnist,
  'fashion-mnist': fashionMnist,
  cifar10,
  'cifar10-small': cifar10Small,
};
