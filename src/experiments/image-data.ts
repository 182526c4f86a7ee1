import {
  type DataSetOptions,
  findDataSet,
  type GeneratedImagesOptions,
  type ImageSamples,
  type ImageSet,
  loadDataSet,
} from '../data/index.ts';
import type { Random } from '../random.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import type { ExperimentChoice } from './experiment.ts';

/** Fewest images to test with. */
const FEWEST = 100;
const LEVELS = 256;

/** Where an experiment takes its images from. */
export interface ImageSource {
  /** The public set that the source used. */
  readonly real: string;
  /** What `memcell data get` gets it by. */
  readonly comesWith: string;
  /** What stands in for it where it is not on this machine. */
  readonly generate: (options: GeneratedImagesOptions) => ImageSet;
  /** Images of the whole set. */
  readonly train: number;
  readonly test: number;
}

/** Images, and how they are to be spoken of. */
export interface TakenImages {
  readonly set: ImageSet;
  /** A sentence that says which they are. */
  readonly note: string;
  /** Why a score on them is not held beside the published one; left out: it is. */
  readonly incomparable?: string;
}

/** The option --data: 'auto' is the public set where it is on this machine, else 'drawn'. */
export function imageChoice({ real }: Pick<ImageSource, 'real'>, ...others: readonly string[]): ExperimentChoice {
  return {
    name: 'data',
    description: 'images to learn from',
    values: ['auto', real, ...others, 'drawn'],
    resolve: (value) => resolved(value, real),
  };
}

function resolved(choice: string, real: string, options: DataSetOptions = {}): string {
  if (choice !== 'auto') return choice;
  return findDataSet(real, options) === undefined ? 'drawn' : real;
}

/**
 * The images of a choice: 'auto' for the public set where it is found, else generated ones; 'drawn' for generated ones; or
 * the name of a public set. Of generated ones no more are made than a short run sees.
 *
 * @param seen images that the training takes, those that it takes again counted again.
 * @throws ResourceError if a set that was named is not there.
 */
export async function takeImages(
  choice: string,
  { real, comesWith, generate, train, test }: ImageSource,
  seen: number,
  options: DataSetOptions = {},
): Promise<TakenImages> {
  const found = resolved(choice, real, options);
  if (found !== 'drawn') {
    const set = await loadDataSet(found, options);
    const note = `The images are those of ${found}.`;
    return found === real ? { set, note } : { set, note, incomparable: `the source used ${real}, this run ${found}` };
  }
  const set = generate({ train: Math.min(train, seen), test: Math.min(test, Math.max(FEWEST, seen)) });
  const missing = findDataSet(real, options) === undefined;
  const hint = missing ? `; ${real} is not on this machine (memcell data get ${comesWith})` : '';
  return {
    set,
    note: `The images are ${set.name}, made by memcell itself${hint}.`,
    incomparable: `the images are ${set.name}, not ${real}`,
  };
}

/** A batch of images and their classes. */
export interface ImageBatch {
  readonly input: Tensor;
  readonly target: Tensor;
}

/** Turns images of bytes into inputs of a model: a number for each of the 256 levels of each channel. */
export class ImageScale {
  readonly #levels: Float32Array;
  readonly #shape: Shape;

  /** @param of the number for a level, 0 to 255, of a channel. */
  constructor({ height, width, channels }: ImageSet, of: (level: number, channel: number) => number) {
    this.#levels = Float32Array.from({ length: LEVELS * channels }, (_, i) =>
      of(Math.floor(i / channels), i % channels),
    );
    this.#shape = channels === 1 ? [height, width] : [height, width, channels];
  }

  /** Inputs [N, H, W, C] (without C for grey images) and classes [N] of these images. */
  batch({ images, labels }: ImageSamples, places: ArrayLike<number>): ImageBatch {
    const size = sizeOf(this.#shape);
    const channels = this.#levels.length / LEVELS;
    const input = new Float32Array(places.length * size);
    const target = new Int32Array(places.length);
    for (let n = 0; n < places.length; n++) {
      const place = places[n] as number;
      target[n] = labels[place] as number;
      const image = images.subarray(place * size, (place + 1) * size);
      for (let i = 0, channel = 0; i < size; i++) {
        input[n * size + i] = this.#levels[(image[i] as number) * channels + channel] as number;
        if (++channel === channels) channel = 0;
      }
    }
    return { input: tensor(input, [places.length, ...this.#shape]), target: tensor(target, [places.length]) };
  }

  /** Inputs and classes of all images. */
  all(samples: ImageSamples): ImageBatch {
    return this.batch(
      samples,
      Int32Array.from(samples.labels, (_, i) => i),
    );
  }
}

/** Numbers of the images of batch after batch, epoch after epoch in a new order; the last batch of one may be smaller. */
export function* imageOrder(count: number, batchSize: number, random: Random): Generator<Int32Array> {
  for (;;) {
    const order = random.permutation(count);
    for (let from = 0; from < count; from += batchSize) yield order.subarray(from, from + batchSize);
  }
}

/** Mean and standard deviation of each channel, of pixels from 0 to 1. */
export function channelStatistics({ train: { images }, channels }: ImageSet): { mean: number[]; deviation: number[] } {
  const count = images.length / channels;
  const [sums, squares] = [new Array<number>(channels).fill(0), new Array<number>(channels).fill(0)];
  for (let i = 0; i < images.length; i++) {
    const value = (images[i] as number) / 255;
    sums[i % channels]! += value;
    squares[i % channels]! += value * value;
  }
  const mean = sums.map((sum) => sum / count);
  const square = (value: number): number => value * value;
  return { mean, deviation: squares.map((sum, c) => Math.sqrt(sum / count - square(mean[c] as number))) };
}
