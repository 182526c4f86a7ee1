import { isRecord } from '../../logs/json.ts';
import { type Html, html } from './markup.ts';
import type { Report } from './report.ts';
import { measuredText } from './table.ts';

/** The score beside the published one, and what it counts. */
export function scoreTable({ choice: { experiment }, end, result: { incomparable } }: Report): Html {
  const compared = incomparable === undefined;
  const grids = Object.entries(end.score).flatMap(([name, value]) => (isGrid(value) ? [gridTable(name, value)] : []));
  const here = flatScore(Object.fromEntries(Object.entries(end.score).filter(([, value]) => !isGrid(value))));
  const there = compared ? flatScore(end.published) : {};
  const names = [...new Set([...Object.keys(here), ...Object.keys(there)])];
  const beside = Object.keys(there).length > 0;
  const rows = names.map(
    (name) => html`<tr><th scope="row">${name}</th>${cell(here[name])}${beside ? cell(there[name]) : undefined}</tr>`,
  );
  const heads = ['this run', ...(beside ? ['published'] : [])].map((head) => html`<th class="number">${head}</th>`);
  const flat = html`<div class="wide"><table class="score"><thead><tr><th>score</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
  const published = compared
    ? experiment.published && `Published: ${experiment.published.text}.`
    : `Not held beside the published score: ${incomparable}.`;
  return html`${names.length === 0 ? undefined : flat}${grids}
<p class="soft">${experiment.scoreMeaning}.</p>
${published === undefined ? undefined : html`<p class="soft">${published}</p>`}`;
}

type Grid = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Whether it is a table: records of the same names. */
function isGrid(value: unknown): value is Grid {
  if (!isRecord(value)) return false;
  const rows = Object.values(value).map((row) => (isRecord(row) ? Object.keys(row).join('\n') : undefined));
  return rows.length > 1 && rows[0] !== undefined && rows.every((names) => names === rows[0]);
}

function gridTable(name: string, grid: Grid): Html {
  const heads = Object.keys(Object.values(grid)[0] ?? {}).map((head) => html`<th class="number">${head}</th>`);
  const rows = Object.entries(grid).map(
    ([row, values]) => html`<tr><th scope="row">${row}</th>${Object.values(values).map(cell)}</tr>`,
  );
  return html`<div class="wide"><table><thead><tr><th>${name}</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function cell(value: unknown): Html {
  const parts = Array.isArray(value) ? value.map((each, i) => item(each, i < value.length - 1)) : undefined;
  return html`<td class="${parts ? 'list' : 'number'}">${parts ?? (value === undefined ? '–' : measuredText(value))}</td>`;
}

/** A value of a list, which does not break. */
function item(value: unknown, more: boolean): Html {
  return html`<span class="item">${measuredText(value)}${more ? ',' : ''}</span> `;
}

/** Numbers in records of records, by their names one after the other. */
export function flatScore(score: Readonly<Record<string, unknown>>, before = ''): Readonly<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(score)) {
    if (isRecord(value)) Object.assign(all, flatScore(value, `${before}${name} `));
    else all[before + name] = value;
  }
  return all;
}
