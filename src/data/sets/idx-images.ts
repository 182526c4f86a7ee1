import { FormatError } from '../../errors.ts';
import { readIdx } from '../../formats/idx.ts';
import type { OpenPart } from './data-set.ts';
import type { ImageSamples, ImageSet } from './image-set.ts';

const SIZE = 28;

/** A set in the four files that MNIST came in: 28×28 images and their classes, to learn from and to test with. */
export async function readIdxImages(name: string, classes: readonly string[], open: OpenPart): Promise<ImageSet> {
  const train = await readSamples(name, classes.length, 'train', open);
  const test = await readSamples(name, classes.length, 't10k', open);
  return { name, height: SIZE, width: SIZE, channels: 1, classes, train, test };
}

async function readSamples(name: string, classes: number, which: string, open: OpenPart): Promise<ImageSamples> {
  const refuse = (part: string, must: string, received: string): never => {
    throw new FormatError(`Cannot read data set '${name}': ${must} in '${part}', received ${received}`);
  };
  const take = async (part: string, rank: number): Promise<{ shape: readonly number[]; data: Uint8Array }> => {
    const { shape, data } = readIdx(await open(part), { name: part, rank });
    if (!(data instanceof Uint8Array)) return refuse(part, 'numbers must be unsigned bytes', data.constructor.name);
    return { shape, data };
  };
  const images = await take(`${which}-images-idx3-ubyte`, 3);
  const [count = 0, height, width] = images.shape;
  if (count === 0 || height !== SIZE || width !== SIZE) {
    const shape = `shape must be [N, ${SIZE}, ${SIZE}] with N from 1`;
    refuse(`${which}-images-idx3-ubyte`, shape, `[${images.shape.join(', ')}]`);
  }
  const part = `${which}-labels-idx1-ubyte`;
  const { shape, data: labels } = await take(part, 1);
  if (shape[0] !== count) refuse(part, `there must be a class for each of ${count} images`, `${shape[0]}`);
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong >= 0) refuse(part, `class of image ${wrong} must be from 0 to ${classes - 1}`, `${labels[wrong]}`);
  return { images: images.data, labels };
}
