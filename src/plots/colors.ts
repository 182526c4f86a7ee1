import { cos, pow, sin } from '../math.ts';

/** Red, green and blue, each from 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Colours of lines and bars, told apart by colour-blind eyes (after Okabe and Ito), on white and on black. */
export const LIGHT_SERIES = [
  '#0072b2',
  '#d55e00',
  '#00805d',
  '#b04a88',
  '#8a6d00',
  '#2b87bd',
  '#a6611a',
  '#4d4d4d',
] as const;
export const DARK_SERIES = [
  '#56b4e9',
  '#ff9e5e',
  '#2fc79c',
  '#e39bc6',
  '#f0e442',
  '#8fa8ff',
  '#d8b078',
  '#c9c9c9',
] as const;

/** A scale of 256 colours for numbers, from the least to the greatest. */
export type Shades = readonly Rgb[];

const COUNT = 256;
let scales: { sequential: Shades; diverging: Shades } | undefined;

/** Dark violet over teal to light yellow, or blue over near white to red: equal steps of a value look equally large. */
export function shades(diverging = false): Shades {
  scales ??= {
    sequential: tableOf((t) => oklch(0.24 + 0.68 * t, 0.09 + 0.19 * t * (1 - t) + 0.06 * t, 300 - 196 * t)),
    diverging: tableOf((t) => {
      const side = Math.abs(2 * t - 1);
      return oklch(0.965 - 0.52 * side, 0.19 * side * (1.15 - 0.35 * side), t < 0.5 ? 252 : 38);
    }),
  };
  return diverging ? scales.diverging : scales.sequential;
}

/** The colour of a share from 0 to 1 of the range. */
export function shadeOf(scale: Shades, share: number): Rgb {
  return scale[Math.round(Math.min(Math.max(share, 0), 1) * (COUNT - 1))] as Rgb;
}

/** '#rrggbb'. */
export function hex(color: Rgb): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Light that a colour gives off, from 0 to 1, as WCAG counts it. */
export function luminance(color: Rgb): number {
  const [r, g, b] = color.map((part) => linear(part / 255)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Black or white, whichever reads better on the colour. */
export function inkOn(color: Rgb): '#000' | '#fff' {
  return luminance(color) > 0.179 ? '#000' : '#fff'; // where both have the same contrast
}

function tableOf(colorAt: (t: number) => Rgb): Shades {
  return Array.from({ length: COUNT }, (_, i) => colorAt(i / (COUNT - 1)));
}

function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

/**
 * From lightness, chroma and hue in degrees as the eye judges them to red, green and blue, clipped to what a screen has.
 *
 * @see Björn Ottosson, A perceptual color space for image processing, 2020.
 */
function oklch(lightness: number, chroma: number, hue: number): Rgb {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * cos(angle), chroma * sin(angle)];
  const cube = (x: number): number => x * x * x;
  const l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
  const m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
  const s = cube(lightness - 0.0894841775 * a - 1.291485548 * b);
  const part = (x: number): number => {
    const clipped = Math.min(Math.max(x, 0), 1);
    return Math.round(255 * (clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * pow(clipped, 1 / 2.4) - 0.055));
  };
  return [
    part(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    part(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    part(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}
