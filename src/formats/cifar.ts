import { cutOff, refuser } from './refuse.ts';

/** Images and the numbers of their classes. */
export interface LabelledImages {
  /** [N, H, W, C]. */
  readonly images: Uint8Array<ArrayBuffer>;
  /** [N]. */
  readonly labels: Uint8Array<ArrayBuffer>;
}

const SIZE = 32;
const CHANNELS = 3;
const PIXELS = SIZE * SIZE;
const RECORD = 1 + CHANNELS * PIXELS;

/**
 * Reads a batch of CIFAR-10 in its binary form: for each image a byte with its class, then 32×32 bytes of red, of green
 * and of blue. The images come with the colours of a pixel side by side, [N, 32, 32, 3].
 *
 * @param name of the file, for errors.
 * @throws FormatError, before memory is taken, for a length that is no whole number of images, and for a class beyond 9.
 * @see https://www.cs.toronto.edu/~kriz/cifar.html
 * @example
 * ```ts
 * import { readCifar } from './cifar.ts';
 * const record = new Uint8Array(3073).fill(200);
 * record[0] = 6;
 * const { images, labels } = readCifar(record);
 * [images.length, labels[0]]; // => [ 3072, 6 ]
 * ```
 */
export function readCifar(bytes: Uint8Array, name?: string): LabelledImages {
  const refuse = refuser('cifar', name);
  const count = Math.floor(bytes.length / RECORD);
  if (count === 0 || count * RECORD !== bytes.length) {
    refuse(`length must be a multiple of ${RECORD} bytes above 0`, `${bytes.length}`, cutOff);
  }
  for (let i = 0; i < count; i++) {
    const label = bytes[i * RECORD] as number;
    if (label > 9)
      refuse(`class of image ${i} must be from 0 to 9`, `${label}`, 'It has another format, or is damaged.');
  }
  const labels = new Uint8Array(count);
  const images = new Uint8Array(count * CHANNELS * PIXELS);
  let to = 0;
  for (let i = 0; i < count; i++) {
    const from = i * RECORD;
    labels[i] = bytes[from] as number;
    for (let red = from + 1; red <= from + PIXELS; red++) {
      images[to++] = bytes[red] as number;
      images[to++] = bytes[red + PIXELS] as number;
      images[to++] = bytes[red + 2 * PIXELS] as number;
    }
  }
  return { images, labels };
}
