import { harmless } from '../terminal.ts';

/** HTML that is ready; every other text is escaped. */
export interface Html {
  readonly html: string;
}

const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text as HTML shows it. */
function escapeText(text: string): string {
  return harmless(text).replace(/[&<>"']/g, (sign) => names[sign] as string);
}

/** Markup with texts and other markup in its gaps; texts are escaped, lists put together, what is undefined left out. */
export function html(parts: TemplateStringsArray, ...gaps: readonly (Gap | readonly Gap[])[]): Html {
  const shown = (gap: Gap | readonly Gap[]): string => {
    if (gap === undefined) return '';
    if (typeof gap === 'object') return 'html' in gap ? gap.html : gap.map(shown).join('');
    return escapeText(String(gap));
  };
  return { html: parts.map((part, i) => part + (i < gaps.length ? shown(gaps[i]) : '')).join('') };
}

type Gap = Html | string | number | undefined;

/** Markup of our own making, such as a picture. */
export function ready(markup: string): Html {
  return { html: markup };
}
