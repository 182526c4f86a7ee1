import { writePng } from '../../formats/png.ts';
import type { Rgb } from '../colors.ts';

/** A small picture as the address of a PNG; where it has no colour one sees what lies below. */
export function pngAddress(width: number, height: number, colorAt: (x: number, y: number) => Rgb | undefined): string {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const color = colorAt(x, y);
      if (color !== undefined) pixels.set([...color, 255], (y * width + x) * 4);
    }
  }
  let signs = '';
  for (const byte of writePng({ width, height, channels: 4, pixels })) signs += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(signs)}`;
}
