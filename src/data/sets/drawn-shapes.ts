import { cos, sin } from '../../math.ts';
import type { Draws } from './draws.ts';
import { type GeneratedImagesOptions, generateImages } from './generated-images.ts';
import type { ImageSet } from './image-set.ts';
import { type Field, type Pattern, shapeFields, textureFields } from './shape-fields.ts';

const SIZE = 32;
const SHAPES = Object.values(shapeFields);
const TEXTURES = Object.values(textureFields);

/**
 * Small coloured pictures of shapes and textures: for trying out what reads CIFAR-10 where CIFAR-10 is not at hand.
 *
 * Colour, 32×32. Six classes are shapes (circle, square, triangle, star, ring, cross), four are textures (stripes,
 * checkerboard, dots, waves) that fill the picture or a patch of it. Colours, size, place, rotation, proportions, light,
 * softness, noise and clutter are drawn anew for each image and alike for all classes, so that colour tells nothing. Every
 * ten images hold every class once. Image i follows from seed, part and i alone, so that a smaller set is the beginning of
 * a larger one, with the same bits in every engine. Scores on these images say nothing about CIFAR-10.
 *
 * **Cost** about 100 µs an image.
 *
 * @throws OptionError for options out of their range.
 * @see https://www.cs.toronto.edu/~kriz/cifar.html
 * @example
 * ```ts
 * import { drawnShapes } from 'memcell/data';
 * const { train, classes } = drawnShapes({ train: 20, test: 10, seed: 1 });
 * console.log(train.images.length === 20 * 32 * 32 * 3); // => true
 * console.log(classes[5]); // => cross
 * ```
 */
export function drawnShapes(options: GeneratedImagesOptions = {}): ImageSet {
  const classes = [...Object.keys(shapeFields), ...Object.keys(textureFields)];
  return generateImages('draw shapes', { name: 'drawn-shapes', size: SIZE, channels: 3, classes, draw }, options);
}

type Color = readonly [red: number, green: number, blue: number];

function draw(label: number, draws: Draws, pixels: Float32Array): void {
  const ground = drawColor(draws);
  for (let i = 0; i < pixels.length; i++) pixels[i] = ground[i % 3] as number;
  const softness = draws.between(1, 2.4);
  const before = draws.below(3);
  for (let i = 0; i < before; i++) clutter(pixels, softness, draws);
  const shape = SHAPES[label];
  const field = shape ? placedShape(shape, draws) : placedTexture(label - SHAPES.length, draws);
  paint(pixels, contrasting(ground, draws), softness, field);
  const after = draws.below(2);
  for (let i = 0; i < after; i++) clutter(pixels, softness, draws);
  light(pixels, draws);
}

function drawColor(draws: Draws): Color {
  return [draws.between(0.05, 0.95), draws.between(0.05, 0.95), draws.between(0.05, 0.95)];
}

/** A colour that can be told from another one, if not always easily. */
function contrasting(other: Color, draws: Draws): Color {
  for (;;) {
    const color = drawColor(draws);
    const difference = color.reduce((sum, value, i) => sum + Math.abs(value - (other[i] as number)), 0);
    if (difference > 0.8) return color;
  }
}

/** A field turned by an angle and enlarged, around a place in the picture; distances in pixels. */
function placed(field: Field, draws: Draws, x: number, y: number, scaleX: number, scaleY: number): Field {
  const angle = draws.normal(0.3);
  const [c, s] = [cos(angle), sin(angle)];
  const scale = Math.min(scaleX, scaleY);
  return (px, py) => {
    const dx = px - x;
    const dy = py - y;
    return scale * field((c * dx + s * dy) / scaleX, (c * dy - s * dx) / scaleY);
  };
}

function placedShape(shape: Field, draws: Draws): Field {
  const radius = draws.between(7, 13);
  const wide = draws.between(0.8, 1.25);
  const room = 0.8 * (SIZE / 2 - 0.75 * radius);
  const [x, y] = [SIZE / 2 + draws.between(-room, room), SIZE / 2 + draws.between(-room, room)];
  return placed(shape, draws, x, y, radius * wide, radius / wide);
}

function placedTexture(index: number, draws: Draws): Field {
  const make = TEXTURES[index] as Pattern;
  const period = draws.between(4, 8);
  const wide = draws.between(0.85, 1.18);
  const pattern = make(draws.between(0.35, 0.65), draws.between(0.25, 0.6));
  const turned: Field = draws.chance(0.5) ? (x, y) => pattern(y, x) : pattern;
  const texture = placed(turned, draws, draws.between(0, SIZE), draws.between(0, SIZE), period * wide, period / wide);
  if (draws.chance(0.4)) return texture;
  const patch = placedShape(SHAPES[draws.below(2)] as Field, draws);
  const margin = draws.between(1, 4);
  return (x, y) => Math.max(texture(x, y), patch(x, y) - margin);
}

/** Colours what lies inside of a field; the edge fades over `softness` pixels. */
function paint(pixels: Float32Array, color: Color, softness: number, field: Field): void {
  for (let j = 0; j < SIZE; j++) {
    for (let i = 0; i < SIZE; i++) {
      const cover = Math.min(1, 0.5 - field(i + 0.5, j + 0.5) / softness);
      if (cover <= 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        const place = (j * SIZE + i) * 3 + channel;
        const under = pixels[place] as number;
        pixels[place] = under + cover * ((color[channel] as number) - under);
      }
    }
  }
}

/** A speck or a bar somewhere, that belongs to no class. */
function clutter(pixels: Float32Array, softness: number, draws: Draws): void {
  const [x, y] = [draws.between(0, SIZE), draws.between(0, SIZE)];
  const long = draws.chance(0.5) ? draws.between(2, 12) : 0.5;
  const thick = draws.between(0.6, 2.2);
  const angle = draws.between(0, 6.283185307179586);
  const [c, s] = [cos(angle), sin(angle)];
  paint(pixels, drawColor(draws), softness, (px, py) => {
    const dx = px - x;
    const dy = py - y;
    const beyond = Math.max(0, Math.abs(c * dx + s * dy) - long);
    const across = c * dy - s * dx;
    return Math.sqrt(beyond * beyond + across * across) - thick;
  });
}

/** Light that falls from one side, and noise. */
function light(pixels: Float32Array, draws: Draws): void {
  const brightness = draws.between(0.7, 1.15);
  const [slopeX, slopeY] = [draws.between(-0.012, 0.012), draws.between(-0.012, 0.012)];
  const noise = draws.between(0.02, 0.18) / 255;
  for (let j = 0; j < SIZE; j++) {
    for (let i = 0; i < SIZE; i++) {
      const strength = brightness + slopeX * (i - SIZE / 2) + slopeY * (j - SIZE / 2);
      const word = draws.word();
      for (let channel = 0; channel < 3; channel++) {
        const place = (j * SIZE + i) * 3 + channel;
        const speck = noise * (((word >>> (8 * channel)) & 255) - 127.5);
        pixels[place] = (pixels[place] as number) * strength + speck;
      }
    }
  }
}
