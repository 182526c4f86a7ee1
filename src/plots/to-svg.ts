import { checkNumber, checkOptions } from '../options.ts';
import { checkFigure } from './check-figure.ts';
import type { Figure } from './figure.ts';
import { drawBars } from './svg/bars.ts';
import { drawCell } from './svg/cell.ts';
import { drawHeat } from './svg/heat.ts';
import { drawHistogram } from './svg/histogram.ts';
import { drawImage } from './svg/image.ts';
import { drawLines } from './svg/lines.ts';
import { type Drawing, type Place, page } from './svg/page.ts';
import { drawPoints } from './svg/points.ts';
import { drawWords } from './svg/words.ts';

/** Options of `toSvg`. */
export interface SvgOptions {
  /** In pixels, from 200 to 10,000. Default: 720. */
  width?: number;
  /** In pixels, from 120 to 10,000; what needs more gets more. Default: what suits the picture. */
  height?: number;
}

/**
 * A figure as an SVG, in one piece: a file as it is, or a part of an HTML page, several on one page too. It is light or dark
 * as the reader's system is, and its colours, dashes and marks are told apart without colours. What is not finite leaves a
 * gap; long lines are thinned to what can be seen.
 *
 * @param options width: from 200 to 10,000 pixels, default 720. height: from 120 to 10,000 pixels, default what suits the
 * picture.
 * @throws OptionError if parts of the figure do not fit each other, or an option is out of its range.
 * @example
 * ```ts
 * import { learningCurves, toSvg } from 'memcell/plots';
 * const svg = toSvg(learningCurves({ loss: [0.9, 0.4, 0.2], valLoss: [1, 0.6, 0.5] }));
 * console.log(svg.slice(0, 4), svg.includes('>epoch<')); // => <svg true
 * ```
 */
export function toSvg(figure: Figure, options: SvgOptions = {}): string {
  checkOptions('draw figure', options, ['width', 'height']);
  const width = checkNumber('draw figure', 'width', options.width ?? 720, { from: 200, to: 10_000 });
  const height =
    options.height === undefined
      ? undefined
      : checkNumber('draw figure', 'height', options.height, { from: 120, to: 10_000 });
  checkFigure(figure);
  return page(figure, { width, height }, (place) => draw(figure, place));
}

function draw(figure: Figure, place: Place): Drawing {
  if (figure.kind === 'lines') return drawLines(figure, place);
  if (figure.kind === 'heat') return drawHeat(figure, place);
  if (figure.kind === 'bars') return drawBars(figure, place);
  if (figure.kind === 'points') return drawPoints(figure, place);
  if (figure.kind === 'histogram') return drawHistogram(figure, place);
  if (figure.kind === 'words') return drawWords(figure, place);
  return figure.kind === 'image' ? drawImage(figure, place) : drawCell(figure, place);
}
