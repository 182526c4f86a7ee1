import type { Rgb } from '../colors.ts';
import type { ImageFigure } from '../figure.ts';
import { pixelAt } from '../image-pixel.ts';
import { element } from './markup.ts';
import type { Drawing, Place } from './page.ts';
import { pngAddress } from './png-address.ts';

/** A small picture, each of its pixels a square. */
export function drawImage(figure: ImageFigure, place: Place): Drawing {
  const { width, height, channels } = figure;
  const most = Math.max(1, Math.floor(Math.min(place.width / width, (place.height ?? 288) / height)));
  const fit = Math.min(place.width / width, (place.height ?? 10_000) / height);
  const scale = Math.min(most, fit);
  const href = pngAddress(width, height, (x, y): Rgb => pixelAt(figure, x, y));
  const size = { x: 0, y: 0, width: width * scale, height: height * scale };
  return {
    body:
      element('image', { ...size, preserveAspectRatio: 'none', style: 'image-rendering:pixelated', href }) +
      element('rect', { class: 'grid', ...size }),
    height: height * scale,
    words: `A picture of ${width} × ${height} pixels in ${channels === 1 ? 'grey' : 'colour'}.`,
  };
}
