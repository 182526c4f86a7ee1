import type { CellFigure, CellStep } from '../figure.ts';
import { greatestOf } from '../greatest-of.ts';
import { numberText } from '../number-text.ts';
import { textColumns, wrapText } from '../text-columns.ts';
import { type Line, padded, type Room, type Span, seriesColor } from './spans.ts';

type Column = readonly [head: string, (step: CellStep, t: number) => string, color?: number];

const short = (value: number): string => numberText(value, 3);
const STEP: Column = ['step', (_, t) => String(t + 1)];
const READ: Column = ['x', ({ input }) => Array.from(input, short).join(' ')];
const GATES: readonly (readonly [head: string, name: keyof CellStep['gates'], color: number])[] = [
  ['i', 'input', 0],
  ['f', 'forget', 1],
  ['o', 'output', 2],
  ['g', 'candidate', 3],
];
const VALUES: readonly Column[] = GATES.map(([head, name, color]) => [head, ({ gates }) => short(gates[name]), color]);
const SUMS: readonly Column[] = GATES.flatMap(([head, name, color]): Column[] => [
  [`sum ${head}`, ({ sums }) => short(sums[name])],
  [head, ({ gates }) => short(gates[name]), color],
]);
const STATES: readonly Column[] = [
  ['cell', ({ cell }) => short(cell)],
  ['h', ({ hidden }) => short(hidden)],
];
const NOTE = 'i, f, o: how far the input, forget and output gate is open; g: the candidate; h: the output';

/** Gates and states of a memory cell, a line a step; as many columns as have room, or else a step in several lines. */
export function cellToTerminal({ steps }: CellFigure, room: Room): Line[] {
  const note = wrapText(NOTE, room.width).map((text): Line => [{ text, style: 'dim' }]);
  const notes = note.length + steps.length + 2 <= room.height ? note : [];
  const lines = room.height - notes.length;
  for (const columns of [
    [STEP, READ, ...SUMS, ...STATES],
    [STEP, READ, ...VALUES, ...STATES],
    [STEP, ...VALUES, ...STATES],
  ]) {
    const shown = steps.length + 1 <= lines ? steps : steps.slice(0, Math.max(lines - 2, 1));
    const table = tableOf(columns, shown, room.width);
    if (table === undefined) continue;
    return [...table, ...moreOf(steps.length - shown.length), ...notes];
  }
  return [...listOf(steps, room), ...notes];
}

function moreOf(rest: number): Line[] {
  return rest > 0 ? [[{ text: `${rest} more steps`, style: 'dim' }]] : [];
}

/** Columns set to the right; undefined where they are too wide. */
function tableOf(columns: readonly Column[], steps: readonly CellStep[], width: number): Line[] | undefined {
  const texts = columns.map(([head, of]) => [head, ...steps.map(of)]);
  const widths = texts.map((column) => greatestOf(column, textColumns));
  if (widths.reduce((sum, one) => sum + one + 2, -2) > width) return undefined;
  return Array.from(
    { length: steps.length + 1 },
    (_, row): Line =>
      columns.map(([, , color], k): Span => {
        const text = (k === 0 ? '' : '  ') + padded(texts[k]?.[row] as string, widths[k] as number, 'right');
        if (row === 0) return { text, style: 'dim' };
        return color === undefined ? { text } : { text, ink: seriesColor(color) };
      }),
  );
}

/** A step after the other, each in as many lines as it needs. */
function listOf(steps: readonly CellStep[], { width, height }: Room): Line[] {
  const blocks = steps.map((step, t): Line[] => {
    const parts = [READ, ...VALUES, ...STATES].map(([head, of]) => `${head} ${of(step, t)}`);
    return wrapText(`step ${t + 1}: ${parts.join(', ')}`, width).map((text): Line => [{ text }]);
  });
  const shown: Line[] = [];
  let count = 0;
  for (const block of blocks) {
    if (count > 0 && shown.length + block.length + 1 > height) break;
    shown.push(...block);
    count++;
  }
  return [...shown, ...moreOf(steps.length - count)];
}
