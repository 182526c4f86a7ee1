import type { Rgb } from './colors.ts';
import type { ImageFigure } from './figure.ts';

/** The colour of a pixel; black where a number is not finite. */
export function pixelAt({ width, channels, pixels }: ImageFigure, x: number, y: number): Rgb {
  const part = (channel: number): number => {
    const value = pixels[(y * width + x) * channels + channel] as number;
    return Number.isFinite(value) ? Math.round(Math.min(Math.max(value, 0), 255)) : 0;
  };
  return channels === 1 ? [part(0), part(0), part(0)] : [part(0), part(1), part(2)];
}
