import { DARK_SERIES, LIGHT_SERIES } from '../colors.ts';
import { ID } from './markup.ts';

const LIGHT = { bg: '#ffffff', ink: '#1f2328', soft: '#57606a', grid: '#dde2e8', fill: '#eef2f6' };
const DARK = { bg: '#0d1117', ink: '#e6edf3', soft: '#9ea7b1', grid: '#2b323b', fill: '#1c2430' };

/** Sizes of text in pixels. */
export const SIZE = { title: 16, label: 13, tick: 12, caption: 13 } as const;

/** The style of a picture: all of it hangs on the picture's id, so that several may stand on one page. */
export function styleSheet(): string {
  const own = `#${ID}`;
  const light = { ...LIGHT, ...numbered(LIGHT_SERIES) };
  const dark = { ...DARK, ...numbered(DARK_SERIES) };
  return [
    `${own}{${variables(light)}max-width:100%;height:auto}`,
    `@media (prefers-color-scheme:dark){${own}{${variables(dark)}}}`,
    `${own} text{fill:var(--ink);font:${SIZE.tick}px system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}`,
    `${own} .title{font-size:${SIZE.title}px;font-weight:600}`,
    `${own} .label{font-size:${SIZE.label}px}`,
    `${own} .strong{font-weight:600}`,
    `${own} .soft{fill:var(--soft)}`,
    `${own} .caption{fill:var(--soft);font-size:${SIZE.caption}px}`,
    `${own} .page{fill:var(--bg)}`,
    `${own} .grid{stroke:var(--grid);stroke-width:1;fill:none}`,
    `${own} .axis{stroke:var(--soft);stroke-width:1;fill:none}`,
    `${own} .line{fill:none;stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round}`,
    `${own} .dashed{stroke-dasharray:6 4}`,
    `${own} .mark{stroke:var(--bg);stroke-width:1}`,
    `${own} .box{fill:var(--fill);stroke:var(--soft);stroke-width:1}`,
    `${own} .wire{fill:none;stroke:var(--ink);stroke-width:1.4}`,
    `${own} .head{fill:var(--ink)}`,
    ...LIGHT_SERIES.map((_, i) => `${own} .s${i}{stroke:var(--s${i})}${own} .f${i}{fill:var(--s${i})}`),
  ].join('');
}

function numbered(colors: readonly string[]): Record<string, string> {
  return Object.fromEntries(colors.map((color, i) => [`s${i}`, color]));
}

function variables(colors: Readonly<Record<string, string>>): string {
  return Object.entries(colors)
    .map(([name, color]) => `--${name}:${color};`)
    .join('');
}
