import type { Figure } from '../figure.ts';
import { plainText, wrapText } from '../text-columns.ts';
import { element, escapeText, ID, signWidth, textAt } from './markup.ts';
import { SIZE, styleSheet } from './style.ts';

/** Space around everything. */
export const MARGIN = 16;

/** Where a picture is drawn: its own part of the page, from 0 down. */
export interface Place {
  readonly width: number;
  /** Height that was asked for; undefined: what suits the picture. */
  readonly height: number | undefined;
}

/** What was drawn there. */
export interface Drawing {
  readonly body: string;
  readonly height: number;
  /** The picture in words, for who does not see it. */
  readonly words: string;
}

/** The whole file: title above, caption below, and the picture between them. */
export function page(
  figure: Figure,
  size: { readonly width: number; readonly height: number | undefined },
  draw: (place: Place) => Drawing,
): string {
  const width = size.width - 2 * MARGIN;
  const title = linesOf(figure.title, width, SIZE.title * 1.2); // bold is wider
  const caption = linesOf(figure.caption ?? '', width, SIZE.caption);
  const top = title.length * 21 + 6;
  const bottom = caption.length === 0 ? 0 : caption.length * 18 + 10;
  const room = size.height === undefined ? undefined : Math.max(size.height - 2 * MARGIN - top - bottom, 60);
  const drawing = draw({ width, height: room });
  const height = Math.ceil(2 * MARGIN + top + drawing.height + bottom);
  const body = [
    element('rect', { class: 'page', width: size.width, height, rx: 6 }),
    ...title.map((line, i) => textAt(MARGIN, MARGIN + 15 + 21 * i, line, { className: 'title' })),
    element('g', { transform: `translate(${MARGIN} ${MARGIN + top})` }, drawing.body),
    ...caption.map((line, i) =>
      textAt(MARGIN, MARGIN + top + drawing.height + 20 + 18 * i, line, { className: 'caption' }),
    ),
  ].join('');
  const words = [plainText(figure.caption ?? ''), drawing.words].filter((text) => text !== '').join(' ');
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      id: ID,
      width: size.width,
      height,
      viewBox: `0 0 ${size.width} ${height}`,
      role: 'img',
      'aria-labelledby': `${ID}-title ${ID}-desc`,
    },
    element('title', { id: `${ID}-title` }, escapeText(figure.title)),
    element('desc', { id: `${ID}-desc` }, escapeText(words)),
    element('style', {}, styleSheet()),
    body,
  );
  return svg.replaceAll(ID, `memcell-${digest(svg)}`);
}

function linesOf(text: string, width: number, size: number): string[] {
  return wrapText(plainText(text), width / size, signWidth);
}

/** Eight signs that tell one picture from another. */
function digest(text: string): string {
  let [a, b] = [0x811c9dc5, 0x9dc5811c];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b);
  }
  return ((a >>> 0).toString(36) + (b >>> 0).toString(36)).slice(0, 8);
}
