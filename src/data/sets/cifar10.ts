import { type LabelledImages, readCifar } from '../../formats/cifar.ts';
import type { DataSet, KnownFile, OpenPart } from './data-set.ts';
import type { ImageSamples, ImageSet } from './image-set.ts';

const CLASSES = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
const IMAGE = 32 * 32 * 3;
const BATCH = 30_730_000;
/** Images of the small set to test with. */
const FEW = 1000;

const batches: readonly KnownFile[] = [
  'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5',
  'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed',
  'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67',
  '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48',
  '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add',
].map((sha256, i) => ({ name: `data_batch_${i + 1}.bin`, bytes: BATCH, sha256 }));

const tests: KnownFile = {
  name: 'test_batch.bin',
  bytes: BATCH,
  sha256: '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b',
};

const about = {
  licence: 'none stated; to be cited as A. Krizhevsky, Learning multiple layers of features, 2009',
  homepage: 'https://www.cs.toronto.edu/~kriz/cifar.html',
};

/** 60,000 small colour pictures. */
export const cifar10: DataSet<ImageSet> = {
  ...about,
  name: 'cifar10',
  title: 'colour pictures in ten classes, 32×32, 50,000 to learn from and 10,000 to test with',
  folders: ['cifar10'],
  parts: [...batches, tests],
  sources: [
    {
      name: 'cifar-10-binary.tar.gz',
      bytes: 170_052_171,
      sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
    },
  ],
  mirrors: [
    'https://www.cs.toronto.edu/~kriz/',
    'https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/',
  ],
  read: (open) => readBatches('cifar10', batches, open),
};

/** The first 10,000 pictures to learn from and the first 1,000 to test with. */
export const cifar10Small: DataSet<ImageSet> = {
  ...about,
  name: 'cifar10-small',
  title: 'of cifar10 the first 10,000 to learn from and the first 1,000 to test with',
  folders: ['cifar10-small', 'cifar10'],
  parts: [...batches.slice(0, 1), { ...tests, sha256: undefined }],
  sources: [],
  mirrors: [],
  async read(open) {
    const set = await readBatches('cifar10-small', batches.slice(0, 1), open);
    const { images, labels } = set.test;
    return { ...set, test: { images: images.slice(0, FEW * IMAGE), labels: labels.slice(0, FEW) } };
  },
};

async function readBatches(name: string, parts: readonly KnownFile[], open: OpenPart): Promise<ImageSet> {
  const read = async ({ name: part }: KnownFile): Promise<LabelledImages> => readCifar(await open(part), part);
  const train: LabelledImages[] = [];
  for (const part of parts) train.push(await read(part));
  return { name, height: 32, width: 32, channels: 3, classes: CLASSES, train: join(train), test: await read(tests) };
}

function join(batches: readonly LabelledImages[]): ImageSamples {
  const count = batches.reduce((sum, { labels }) => sum + labels.length, 0);
  const images = new Uint8Array(count * IMAGE);
  const labels = new Uint8Array(count);
  let at = 0;
  for (const batch of batches) {
    images.set(batch.images, at * IMAGE);
    labels.set(batch.labels, at);
    at += batch.labels.length;
  }
  return { images, labels };
}
