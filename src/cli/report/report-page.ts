import { presetOf } from '../../experiments/experiment.ts';
import { type Figure, toSvg } from '../../plots/index.ts';
import { formatBytes, formatCount, formatTime } from '../numbers.ts';
import { commandOf } from '../run-order.ts';
import { formatWhen } from '../runs/run-row.ts';
import { type Html, html, ready } from './markup.ts';
import type { Report } from './report.ts';
import { scoreTable } from './score-table.ts';
import { STYLE } from './style.ts';
import { table } from './table.ts';

/** Widths of a picture on a screen and on a phone. */
const [BROAD, NARROW] = [728, 360];
/** Notes that are shown without being asked for. */
const NOTES = 12;

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** A run on one page that needs nothing else: no script, no request, light and dark. */
export function reportPage(report: Report): string {
  const { choice, info, result } = report;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${info.experiment}, preset ${info.preset}, seed ${info.seed} · memcell</title>
<style>${ready(STYLE)}</style>
</head>
<body>
<main>
${header(report)}
${section('Result', [...told(result.summary), scoreTable(report)])}
${section('Pictures', report.figures.map(picture))}
${section('Model', [html`<pre class="model" tabindex="0">${result.model.summary()}</pre>`])}
${section('Options', [table(['option', 'value'], Object.entries(info.options))])}
${section('Along the way', notes(report))}
${section('Files', [fileTable(report)])}
${section('Made with', [table(['what', 'which'], [...Object.entries(info.versions), ...engineRows(report)])])}
${section('Run it again', [html`<pre tabindex="0"><code>${commandOf(choice)}</code></pre>`])}
</main>
</body>
</html>
`.html;
}

function header({ choice: { experiment, preset }, info, end }: Report): Html {
  const early = end.stopped !== undefined;
  return html`<header>
<h1>${experiment.name}</h1>
<p class="lead">${experiment.title}</p>
<p class="soft">Preset ${preset}: ${presetOf(experiment, preset).description}</p>
<ul class="facts">
<li><span class="${early ? 'state early' : 'state'}">${early ? 'interrupted' : 'ended'}</span></li>
<li><b>${formatCount(end.steps)}</b> steps</li>
<li><b>${formatTime(end.seconds)}</b></li>
<li>seed <b>${info.seed}</b></li>
<li>begun <b>${formatWhen(info.began)}</b></li>
</ul>
</header>`;
}

/** A part of the page with its heading; none where it has nothing. */
function section(heading: string, parts: readonly Html[]): Html | undefined {
  return parts.length === 0 ? undefined : html`<section><h2>${heading}</h2>${parts}</section>`;
}

/** Sentences as paragraphs; lines that are set in columns stay as they are. */
function told(sentences: readonly string[]): Html[] {
  const parts: { columns: boolean; lines: string[] }[] = [];
  const inColumns = (line: string | undefined): boolean => /\S {2,}\S|^ /.test(line ?? '');
  for (const [i, line] of sentences.entries()) {
    // a line that fills its first column has no gap of its own: its neighbour has
    const columns = inColumns(line) || (!/[.:!?]$/.test(line) && inColumns(sentences[i + 1]));
    const last = parts.at(-1);
    if (last?.columns && columns) last.lines.push(line);
    else parts.push({ columns, lines: [line] });
  }
  return parts.map(({ columns, lines }) =>
    columns ? html`<pre tabindex="0">${lines.join('\n')}</pre>` : html`<p>${lines.join(' ')}</p>`,
  );
}

/** A picture twice: as wide as the page, and one whose letters can be read on a phone. */
function picture(figure: Figure): Html {
  const [broad, narrow] = [BROAD, NARROW].map((width) => ready(toSvg(figure, { width })));
  return html`<figure><div class="broad">${broad}</div><div class="narrow">${narrow}</div></figure>`;
}

/** What was told while it went on, many of them folded. */
function notes({ notes: all }: Report): Html[] {
  if (all.length === 0) return [];
  const list = html`<ol class="notes">${all.map(
    ({ seconds, text }) => html`<li><time>${formatTime(seconds)}</time><span>${text}</span></li>`,
  )}</ol>`;
  return [all.length <= NOTES ? list : html`<details><summary>${all.length} sentences</summary>${list}</details>`];
}

function fileTable({ files }: Report): Html {
  const rows = files.map(
    ({ name, bytes }) =>
      html`<tr><td><a href="${encodeURI(name)}">${name}</a></td><td class="number">${formatBytes(bytes)}</td></tr>`,
  );
  return html`<div class="wide"><table><thead><tr><th>file</th><th class="number">size</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function engineRows({ info: { engine } }: Report): [string, unknown][] {
  return Object.entries(engine).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
}
