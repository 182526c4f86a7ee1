import type { CellFigure, CellStep } from '../figure.ts';
import { numberText } from '../number-text.ts';
import { cutText, wrapText } from '../text-columns.ts';
import { coordinate, element, signWidth, textAt, textWidth } from './markup.ts';
import type { Drawing, Place } from './page.ts';

/** Steps drawn at most. */
const MOST = 24;
/** Size of the drawing of one step, before it is scaled to its place. */
const PANEL = { width: 232, height: 344 } as const;
const GAP = 18;
/** The line that a signal takes from below to above, and heights along it. */
const MIDDLE = 130;
const AT = { told: 18, output: 80, cell: 150, input: 220, candidate: 284, read: 336 } as const;
const BOX = { width: 84, height: 50 } as const;
/** Where the memory comes round and is forgotten. */
const LOOP = 190;

type GateName = keyof CellStep['gates'];
const GATES: Readonly<
  Record<GateName, { readonly label: string; readonly x: number; readonly y: number; readonly color: number }>
> = {
  input: { label: 'input gate i', x: 0, y: AT.input, color: 0 },
  forget: { label: 'forget gate f', x: LOOP - BOX.width / 2, y: AT.input, color: 1 },
  output: { label: 'output gate o', x: 0, y: AT.output, color: 2 },
  candidate: { label: 'candidate g', x: MIDDLE - BOX.width / 2, y: AT.candidate, color: 3 },
};

/** The memory cell once a step: what enters, what stays, what shows. */
export function drawCell({ steps }: CellFigure, { width, height: asked }: Place): Drawing {
  const shown = steps.slice(0, MOST);
  const many = Math.max(1, Math.min(Math.floor((width + GAP) / 206), shown.length));
  const rows = Math.max(1, Math.ceil(shown.length / many));
  const columns = Math.max(1, Math.ceil(shown.length / rows));
  const room = (width - GAP * (columns - 1)) / columns;
  const rest = steps.length - shown.length;
  const notes = wrapText(noteOf(rest), width / 12, signWidth);
  const fitting = asked === undefined ? 1.2 : (asked - notes.length * 17 - rows * GAP) / rows / PANEL.height;
  const scale = Math.max(Math.min(room / PANEL.width, 1.2, fitting), 0.2);
  const step = { x: room + GAP, y: PANEL.height * scale + GAP };
  const panels = shown.map((one, t) => {
    const [x, y] = [(t % columns) * step.x, Math.floor(t / columns) * step.y];
    const place = `translate(${coordinate(x)} ${coordinate(y)}) scale(${scale.toFixed(3)})`;
    return element('g', { transform: place }, panel(one, t));
  });
  const top = shown.length === 0 ? 0 : rows * step.y;
  return {
    body: panels.join('') + notes.map((text, i) => textAt(0, top + 13 + 17 * i, text, { className: 'soft' })).join(''),
    height: top + 17 * notes.length,
    words: shown.map((one, t) => `Step ${t + 1}: ${wordsOf(one)}`).join(' '),
  };
}

function noteOf(rest: number): string {
  const more = rest > 0 ? ` ${rest} more steps are not drawn.` : '';
  return `The bar in a gate shows how far it is open; a dashed wire is closed. New memory: c = f × c before + i × g.${more}`;
}

function wordsOf({ input, gates, cell, hidden }: CellStep): string {
  const { input: i, forget: f, output: o, candidate: g } = gates;
  const [x, ...numbers] = [Array.from(input, short).join(', '), ...[i, f, o, g, cell, hidden].map(short)];
  const [si, sf, so, sg, sc, sh] = numbers;
  return `input ${x}; input gate ${si}, forget gate ${sf}, output gate ${so}, candidate ${sg}; cell ${sc}, output ${sh}.`;
}

function short(value: number): string {
  return numberText(value, 3);
}

function panel(step: CellStep, t: number): string {
  const { gates, cell, hidden, input } = step;
  const read = `x = ${Array.from(input, short).join(', ')}`;
  return [
    textAt(0, 15, `step ${t + 1}`, { className: 'strong' }),
    // from the candidate up through both gates
    wire(`M${MIDDLE} ${AT.candidate - 25}V${AT.input + 9}`, 1),
    wire(`M${MIDDLE} ${AT.input - 9}V${AT.cell + 23}`, gates.input, true),
    wire(`M${MIDDLE} ${AT.cell - 23}V${AT.output + 9}`, 1),
    wire(`M${MIDDLE} ${AT.output - 9}V${AT.told + 14}`, gates.output, true),
    // the memory, round through the forget gate
    wire(
      `M${MIDDLE + 24} ${AT.cell - 23}C${MIDDLE + 30} ${AT.cell - 52} ${LOOP} ${AT.cell - 52} ${LOOP} ${AT.cell - 9}`,
      1,
    ),
    wire(`M${LOOP - 9} ${AT.cell}H${MIDDLE + 33}`, gates.forget, true),
    // from the gates to where they work
    wire(`M${BOX.width} ${AT.input}H${MIDDLE - 9}`, 1),
    wire(`M${BOX.width} ${AT.output}H${MIDDLE - 9}`, 1),
    wire(`M${LOOP} ${AT.input - 25}V${AT.cell + 9}`, 1),
    wire(`M${MIDDLE} ${AT.read - 15}V${AT.candidate + 25}`, 1),
    arrow(MIDDLE, AT.cell + 24, 0),
    arrow(MIDDLE + 33, AT.cell, -90),
    arrow(MIDDLE, AT.told + 13, 0),
    times(MIDDLE, AT.input),
    times(MIDDLE, AT.output),
    times(LOOP, AT.cell),
    ...(Object.keys(GATES) as GateName[]).map((name) => gate(name, step)),
    element('rect', { class: 'box', x: MIDDLE - 32, y: AT.cell - 23, width: 64, height: 46, rx: 23 }),
    textAt(MIDDLE, AT.cell - 6, 'cell c', { className: 'soft', anchor: 'middle', size: 10.5 }),
    number(MIDDLE, AT.cell + 11, short(cell), 58),
    number(MIDDLE, AT.told + 6, `h = ${short(hidden)}`, 160),
    textAt(MIDDLE, AT.read, cutText(read, 17, signWidth), { anchor: 'middle' }),
  ].join('');
}

function gate(name: GateName, { gates, sums }: CellStep): string {
  const { label, x, y, color } = GATES[name];
  const [top, middle] = [y - BOX.height / 2, x + BOX.width / 2];
  const share = Math.min(Math.max(gates[name], 0), 1);
  const meter =
    name === 'candidate' || !Number.isFinite(gates[name])
      ? ''
      : element('rect', { class: `f${color}`, x: x + 4, y: top + 44, width: (BOX.width - 8) * share, height: 3 });
  return [
    element('rect', { class: 'box', x, y: top, ...BOX, rx: 5 }),
    textAt(middle, top + 13, label, { className: 'soft', anchor: 'middle', size: 10.5 }),
    number(middle, top + 27, short(gates[name]), BOX.width - 6),
    number(middle, top + 40, `sum ${short(sums[name])}`, BOX.width - 6, 'soft'),
    meter,
  ].join('');
}

/** A number in the middle of its place, as large as it fits. */
function number(x: number, y: number, text: string, room: number, className: 'strong' | 'soft' = 'strong'): string {
  const size = Math.min(className === 'strong' ? 13 : 10.5, room / textWidth(text, 1.15));
  return textAt(x, y, text, { className, anchor: 'middle', size });
}

/** The head of an arrow whose point is at x, y. */
function arrow(x: number, y: number, turn: number): string {
  return element('path', { class: 'head', d: 'M0 0l-4 7h8z', transform: `translate(${x} ${y}) rotate(${turn})` });
}

/** A wire as thick as its gate is open. */
function wire(d: string, share: number, gated = false): string {
  const open = Number.isFinite(share) ? Math.min(Math.max(share, 0), 1) : 0;
  const closed = open < 0.05;
  const style = closed
    ? 'stroke-dasharray:2 4;stroke:var(--soft)'
    : `stroke-width:${coordinate(1.2 + (gated ? 1.6 * open : 0))}`;
  return element('path', { class: 'wire', style, d });
}

/** Where two signals are multiplied. */
function times(x: number, y: number): string {
  return (
    element('circle', { class: 'box', cx: x, cy: y, r: 9 }) +
    element('path', { class: 'wire', d: `M${x - 4} ${y - 4}l8 8m0-8l-8 8` })
  );
}
