import { cos, sin } from '../../math.ts';
import { type WritingStyle, writingStyles } from './digit-strokes.ts';
import type { Draws } from './draws.ts';
import { type GeneratedImagesOptions, generateImages } from './generated-images.ts';
import type { ImageSet } from './image-set.ts';
import { type PenWay, penWay } from './pen-way.ts';
import { drawLine } from './raster.ts';

const SIZE = 28;
/** Pixels of the box that a digit is fitted into. */
const BOX = 20;

/**
 * Handwritten-looking digits, drawn by a pen that jitters: for trying out what reads MNIST where MNIST is not at hand.
 *
 * White on black, 28×28, fitted into 20×20 and centred by mass as MNIST's are. Each image has a writing style of its
 * digit (a 1 with or without foot, a 4 open or closed, a 7 with a bar, …), slant, rotation, proportions, warp, pen,
 * pressure and softness of its own; one in twelve is sloppy. Every ten images hold every digit once. Image i follows from
 * seed, part and i alone, so that a smaller set is the beginning of a larger one, with the same bits in every engine.
 * Scores on these images say nothing about MNIST.
 *
 * **Cost** about 35 µs an image.
 *
 * @throws OptionError for options out of their range.
 * @see https://en.wikipedia.org/wiki/MNIST_database
 * @example
 * ```ts
 * import { drawnDigits } from 'memcell/data';
 * const { train, test, classes } = drawnDigits({ train: 20, test: 10, seed: 1 });
 * console.log(train.images.length === 20 * 28 * 28); // => true
 * console.log([...test.labels].sort().join('') === classes.join('')); // => true
 * ```
 */
export function drawnDigits(options: GeneratedImagesOptions = {}): ImageSet {
  const classes = [...'0123456789'];
  return generateImages('draw digits', { name: 'drawn-digits', size: SIZE, channels: 1, classes, draw }, options);
}

function draw(digit: number, draws: Draws, pixels: Float32Array): void {
  const sloppy = draws.chance(1 / 12) ? draws.between(1.5, 2.1) : draws.between(0.6, 1.3);
  const style = pickStyle(writingStyles[digit] as readonly WritingStyle[], draws);
  const way = penWay(style, sloppy, draws);
  turn(way, sloppy, draws);
  const softness = draws.between(1, 1.7);
  place(way, 0.9 + draws.unit() * draws.between(0.2, 1.7), draws);
  pixels.fill(0);
  for (let i = 1; i < way.x.length; i++) {
    if (way.starts[i]) continue;
    const [x0, y0, radius0] = [way.x[i - 1] as number, way.y[i - 1] as number, way.radius[i - 1] as number];
    const [x1, y1, radius1] = [way.x[i] as number, way.y[i] as number, way.radius[i] as number];
    drawLine(pixels, SIZE, { x0, y0, radius0, x1, y1, radius1 }, softness);
  }
  grain(pixels, draws);
}

function pickStyle(styles: readonly WritingStyle[], draws: Draws): WritingStyle {
  let rest = draws.unit() * styles.reduce((sum, { weight }) => sum + weight, 0);
  let i = 0;
  while (rest >= (styles[i] as WritingStyle).weight && i + 1 < styles.length)
    rest -= (styles[i++] as WritingStyle).weight;
  return styles[i] as WritingStyle;
}

/** Slant, rotation and proportions. */
function turn(way: PenWay, sloppy: number, draws: Draws): void {
  const slant = 0.16 + draws.normal(0.32);
  const angle = draws.normal(0.11 * sloppy);
  const wide = 1.06 + draws.normal(0.2);
  const [c, s] = [cos(angle), sin(angle)];
  for (let i = 0; i < way.x.length; i++) {
    const y = way.y[i] as number;
    const x = (way.x[i] as number) * wide - y * slant;
    way.x[i] = c * x - s * y;
    way.y[i] = s * x + c * y;
  }
}

/** Fits the way into the box, with its mass in the middle of the image, and gives it the pen's width. */
function place(way: PenWay, pen: number, draws: Draws): void {
  const [left, right] = extent(way.x);
  const [top, bottom] = extent(way.y);
  const scale = (BOX + draws.normal(0.7) - 2 * pen) / Math.max(right - left, bottom - top);
  let [mass, massX, massY] = [0, 0, 0];
  for (let i = 1; i < way.x.length; i++) {
    if (way.starts[i]) continue;
    const [x, y] = [(way.x[i] as number) + (way.x[i - 1] as number), (way.y[i] as number) + (way.y[i - 1] as number)];
    const [dx, dy] = [(way.x[i] as number) - (way.x[i - 1] as number), (way.y[i] as number) - (way.y[i - 1] as number)];
    const ink = Math.sqrt(dx * dx + dy * dy) * ((way.radius[i] as number) + (way.radius[i - 1] as number));
    mass += ink;
    massX += (ink * x) / 2;
    massY += (ink * y) / 2;
  }
  const shiftX = SIZE / 2 + draws.normal(0.55) - (scale * massX) / mass;
  const shiftY = SIZE / 2 + draws.normal(0.55) - (scale * massY) / mass;
  for (let i = 0; i < way.x.length; i++) {
    way.x[i] = scale * (way.x[i] as number) + shiftX;
    way.y[i] = scale * (way.y[i] as number) + shiftY;
    way.radius[i] = pen * (way.radius[i] as number);
  }
}

function extent(values: readonly number[]): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Unevenness of the ink. */
function grain(pixels: Float32Array, draws: Draws): void {
  const strength = draws.between(0.02, 0.14);
  for (let i = 0; i < pixels.length; i++) {
    const ink = pixels[i] as number;
    if (ink > 0) pixels[i] = ink * (1 + strength * (0.5 - 2 * draws.unit() * draws.unit()));
  }
}
