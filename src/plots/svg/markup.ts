import { plainText, signColumns } from '../text-columns.ts';

/** Stands for the id of the picture until the whole of it is known; no text of a figure can hold it. */
export const ID = '\0';

/** Attributes of an element; those that are undefined are left out. */
type Attributes = Readonly<Record<string, string | number | undefined>>;

/** A text as XML writes it, on one line, without signs that XML does not allow. */
export function escapeText(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return plainText(text).replace(/[&<>"']/g, (sign) => names[sign] as string);
}

/** A number with up to two decimals. */
export function coordinate(x: number): string {
  const text = x.toFixed(2);
  return Number(text) === 0 ? '0' : text.replace(/\.?0+$/, '');
}

/** An element; its content is markup already. */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  let head = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    head += ` ${key}="${typeof value === 'number' ? coordinate(value) : value}"`;
  }
  return content.length === 0 ? `${head}/>` : `${head}>${content.join('')}</${name}>`;
}

/** A line of text; `anchor` says which end of it, or its middle, stands at x. */
export function textAt(
  x: number,
  y: number,
  text: string,
  options: {
    className?: string;
    anchor?: 'start' | 'middle' | 'end';
    turn?: number;
    size?: number;
    fill?: string;
  } = {},
): string {
  const { className, anchor = 'start', turn, size, fill } = options;
  return element(
    'text',
    {
      x,
      y,
      class: className,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      transform: turn === undefined ? undefined : `rotate(${turn} ${coordinate(x)} ${coordinate(y)})`,
      style: size === undefined && fill === undefined ? undefined : styleOf(size, fill),
    },
    escapeText(text),
  );
}

function styleOf(size: number | undefined, fill: string | undefined): string {
  const parts = [size === undefined ? '' : `font-size:${coordinate(size)}px`, fill === undefined ? '' : `fill:${fill}`];
  return parts.filter((part) => part !== '').join(';');
}

/** About how wide a sign is at a font size of 1. */
export function signWidth(sign: string): number {
  const columns = signColumns(sign);
  if (columns !== 1) return columns / 2;
  if (/[ijltfr.,:;'|!()[\]\s·⁻]/u.test(sign)) return 0.34;
  if (/[⁰¹²³⁴⁵⁶⁷⁸⁹]/u.test(sign)) return 0.4;
  if (/[mwMW@%—…]/u.test(sign)) return 0.9;
  return /[\p{Lu}+=×∂‖]/u.test(sign) ? 0.69 : 0.58;
}

/** About how wide a text is; a little more rather than less. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const sign of text) width += signWidth(sign);
  return width * size;
}
