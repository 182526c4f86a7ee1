import type { DataSet } from './data-set.ts';
import { readIdxImages } from './idx-images.ts';
import type { ImageSet } from './image-set.ts';

const CLASSES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

/** 70,000 pieces of clothing, in the files and sizes of MNIST. */
export const fashionMnist: DataSet<ImageSet> = {
  name: 'fashion-mnist',
  title: 'pieces of clothing, 28×28, 60,000 to learn from and 10,000 to test with',
  licence: 'MIT, Zalando SE',
  homepage: 'https://github.com/zalandoresearch/fashion-mnist',
  folders: ['fashion-mnist'],
  parts: [
    { name: 'train-images-idx3-ubyte', bytes: 47_040_016, sha256: undefined },
    { name: 'train-labels-idx1-ubyte', bytes: 60_008, sha256: undefined },
    { name: 't10k-images-idx3-ubyte', bytes: 7_840_016, sha256: undefined },
    { name: 't10k-labels-idx1-ubyte', bytes: 10_008, sha256: undefined },
  ],
  sources: [
    {
      name: 'train-images-idx3-ubyte.gz',
      bytes: 26_421_880,
      sha256: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
    },
    {
      name: 'train-labels-idx1-ubyte.gz',
      bytes: 29_515,
      sha256: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
    },
    {
      name: 't10k-images-idx3-ubyte.gz',
      bytes: 4_422_102,
      sha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
    },
    {
      name: 't10k-labels-idx1-ubyte.gz',
      bytes: 5_148,
      sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
    },
  ],
  mirrors: [
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
    'https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/',
  ],
  read: (open) => readIdxImages('fashion-mnist', CLASSES, open),
};
