import { isRecord } from '../../logs/json.ts';
import { formatCount, formatNumber } from '../numbers.ts';
import { type Html, html } from './markup.ts';

/** A value as text: whole numbers by thousands, lists and records by their parts. */
export function valueText(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? formatCount(value) : String(value);
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (isRecord(value))
    return Object.entries(value)
      .filter(([, each]) => !(Array.isArray(each) && each.length === 0))
      .map(([name, each]) => `${name} ${valueText(each)}`)
      .join(', ');
  if (value === true) return 'yes';
  return value === false ? 'no' : String(value ?? '');
}

/** Names and values side by side. */
export function table(heads: readonly [string, string], rows: readonly (readonly [string, unknown])[]): Html {
  const body = rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${valueText(value)}</td></tr>`);
  const [first, second] = heads;
  return html`<div class="wide"><table class="pairs"><thead><tr><th>${first}</th><th>${second}</th></tr></thead><tbody>${body}</tbody></table></div>`;
}

/** A measured value as text: numbers with the digits that count. */
export function measuredText(value: unknown): string {
  return typeof value === 'number' && !Number.isInteger(value) ? formatNumber(value) : valueText(value);
}
