import { luminance, type Rgb } from '../colors.ts';
import type { ImageFigure } from '../figure.ts';
import { SHADES } from '../heat-values.ts';
import { pixelAt } from '../image-pixel.ts';
import { colorNumber, type Line, type Room, type Span } from './spans.ts';

/** A small picture: in colour two pixels a sign, else a shade for each two. */
export function imageToTerminal(figure: ImageFigure, room: Room): Line[] {
  const every = Math.max(1, Math.ceil(figure.width / room.width), Math.ceil(figure.height / (2 * room.height)));
  const [columns, rows] = [Math.ceil(figure.width / every), Math.ceil(figure.height / every)];
  return Array.from(
    { length: Math.ceil(rows / 2) },
    (_, line): Line =>
      Array.from({ length: columns }, (_, x): Span => {
        const upper = meanOf(figure, x * every, 2 * line * every, every);
        const lower = 2 * line + 1 < rows ? meanOf(figure, x * every, (2 * line + 1) * every, every) : undefined;
        if (!room.color) return { text: shadeOf(upper, lower ?? upper) };
        if (lower === undefined) return { text: '▀', ink: colorNumber(upper) };
        return { text: '▀', ink: colorNumber(upper), paper: colorNumber(lower) };
      }),
  );
}

/** The mean of a square of pixels, of those that are there. */
function meanOf(figure: ImageFigure, left: number, top: number, size: number): Rgb {
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let y = top; y < Math.min(top + size, figure.height); y++) {
    for (let x = left; x < Math.min(left + size, figure.width); x++) {
      count++;
      for (const [i, part] of pixelAt(figure, x, y).entries()) sum[i]! += part;
    }
  }
  return sum.map((part) => Math.round(part / count)) as unknown as Rgb;
}

function shadeOf(a: Rgb, b: Rgb): string {
  // the root: shades are as far apart for the eye as the numbers of a picture are
  const share = Math.sqrt((luminance(a) + luminance(b)) / 2);
  return SHADES[Math.round(share * (SHADES.length - 1))] as string;
}
