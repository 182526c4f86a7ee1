// The command line as it is, with two more data sets in its index.
import { dataSets } from '../../src/data/sets/index.ts';
import { tinySets } from './tiny-sets.ts';

Object.assign(dataSets, tinySets);
await import('../../src/cli/main.ts');
