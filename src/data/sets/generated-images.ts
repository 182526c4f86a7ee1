import { checkNumber, checkOptions } from '../../options.ts';
import { Random } from '../../random.ts';
import { readSeed } from '../batched.ts';
import { Draws } from './draws.ts';
import type { ImageSamples, ImageSet } from './image-set.ts';

/** How many images are made, and from what. */
export interface GeneratedImagesOptions {
  /** Images to learn from, from 0 to 1,000,000. Default 10,000. */
  train?: number;
  /** Images to test with, from 0 to 1,000,000. Default 1,000. */
  test?: number;
  /** Whole number from 0 that all images follow from. Default 0. */
  seed?: number;
}

/** What a kind of generated images has of its own. */
export interface ImageMaker {
  readonly name: string;
  readonly size: number;
  readonly channels: number;
  readonly classes: readonly string[];
  /** Draws an image of a class into `pixels` [size, size, channels], values from 0 to 1. */
  readonly draw: (label: number, draws: Draws, pixels: Float32Array) => void;
}

const MOST = 1_000_000;

/** Makes both parts. Image i follows from seed, part and i alone: a smaller set is the beginning of a larger one. */
export function generateImages(action: string, maker: ImageMaker, options: GeneratedImagesOptions): ImageSet {
  checkOptions(action, options, ['train', 'test', 'seed']);
  const count = (name: 'train' | 'test', most: number): number =>
    checkNumber(action, name, options[name] ?? most, { from: 0, to: MOST, whole: true });
  const [train, test] = [count('train', 10_000), count('test', 1_000)];
  const random = new Random(readSeed(action, options.seed));
  const { name, size, channels, classes } = maker;
  return {
    name,
    height: size,
    width: size,
    channels,
    classes,
    train: generatePart(maker, train, random.fold(0)),
    test: generatePart(maker, test, random.fold(1)),
  };
}

function generatePart({ size, channels, classes, draw }: ImageMaker, count: number, random: Random): ImageSamples {
  const length = size * size * channels;
  const images = new Uint8Array(count * length);
  const labels = new Uint8Array(count);
  const pixels = new Float32Array(length);
  const orders = random.fold(0);
  const streams = random.fold(1);
  let order: Int32Array = new Int32Array();
  for (let i = 0; i < count; i++) {
    // Each class once in every so many images, in an order drawn anew.
    const place = i % classes.length;
    if (place === 0) order = orders.permutation(classes.length);
    const label = order[place] as number;
    labels[i] = label;
    draw(label, new Draws(streams.fold(i)), pixels);
    const offset = i * length;
    for (let p = 0; p < length; p++) {
      const value = pixels[p] as number;
      images[offset + p] = value <= 0 ? 0 : value >= 1 ? 255 : 255 * value + 0.5;
    }
  }
  return { images, labels };
}
