import { OptionError } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';
import { checkBoolean, checkChoice, checkNumber, checkText, describe } from '../options.ts';
import type {
  Axis,
  BarsFigure,
  CellFigure,
  Figure,
  HeatFigure,
  HistogramFigure,
  ImageFigure,
  LinesFigure,
  PointsFigure,
  WordsFigure,
} from './figure.ts';
import { greatestOf } from './greatest-of.ts';
import { textsOf } from './texts-of.ts';

const KINDS = ['lines', 'heat', 'bars', 'points', 'histogram', 'image', 'cell', 'words'] as const;
/** What a figure of each kind has beside kind, title and caption. */
const PARTS: Readonly<Record<Figure['kind'], readonly string[]>> = {
  lines: ['x', 'y', 'series'],
  heat: ['rows', 'x', 'y', 'columnLabels', 'rowLabels', 'value', 'min', 'max', 'diverging', 'numbers'],
  bars: ['labels', 'values', 'value', 'marked'],
  points: ['x', 'y', 'points'],
  histogram: ['edges', 'counts', 'x'],
  image: ['width', 'height', 'channels', 'pixels'],
  cell: ['steps'],
  words: ['rows', 'value'],
};
const GATES = ['input', 'forget', 'candidate', 'output'] as const;

/** Throws OptionError unless the parts of a figure fit each other; it may come from a file. */
export function checkFigure(figure: Figure): void {
  if (typeof figure !== 'object' || figure === null) {
    throw new OptionError(`Cannot draw figure: it must be a figure, received ${describe(figure)}`);
  }
  checkChoice('draw figure', 'kind', figure.kind, KINDS);
  const action = `draw ${figure.kind} ${describe(figure.title)}`;
  checkParts(action, 'parts', figure, ['kind', 'title', 'caption', ...PARTS[figure.kind]]);
  checkText(action, 'title', figure.title);
  if (figure.caption !== undefined && typeof figure.caption !== 'string') {
    throw new OptionError(`Cannot ${action}: caption must be a text, received ${describe(figure.caption)}`);
  }
  if (figure.kind === 'lines') checkLines(action, figure);
  else if (figure.kind === 'heat') checkHeat(action, figure);
  else if (figure.kind === 'bars') checkBars(action, figure);
  else if (figure.kind === 'points') checkPoints(action, figure);
  else if (figure.kind === 'histogram') checkHistogram(action, figure);
  else if (figure.kind === 'image') checkImage(action, figure);
  else if (figure.kind === 'cell') checkCell(action, figure);
  else checkWords(action, figure);
}

function checkLines(action: string, { x, y, series }: LinesFigure): void {
  checkAxis(action, 'x', x);
  checkAxis(action, 'y', y);
  for (const one of listOf(action, 'series', series)) {
    checkString(action, 'name of a series', one?.name);
    const { name, x: places, y: values, dashed, color } = one;
    checkParts(action, `parts of series '${name}'`, one, ['name', 'x', 'y', 'dashed', 'color']);
    for (const list of [places, values]) checkNumbers(action, `x and y of series '${name}'`, list);
    checkLength(action, `y of series '${name}'`, values.length, places.length);
    if (dashed !== undefined) checkBoolean(action, `dashed of series '${name}'`, dashed);
    if (color !== undefined) checkNumber(action, `color of series '${name}'`, color, { from: 0, whole: true });
  }
}

function checkHeat(action: string, figure: HeatFigure): void {
  const { rows, columnLabels, rowLabels, x, y, value, min, max } = figure;
  for (const row of listOf(action, 'rows', rows)) checkNumbers(action, 'a row', row);
  const columns = greatestOf(rows, (row) => row.length);
  if (columnLabels !== undefined) checkLabels(action, 'columnLabels', columnLabels, columns);
  if (rowLabels !== undefined) checkLabels(action, 'rowLabels', rowLabels, rows.length);
  for (const [name, text] of Object.entries({ x, y, value })) checkString(action, name, text);
  checkEnds(action, '', min, max);
  for (const name of ['diverging', 'numbers'] as const) {
    if (figure[name] !== undefined) checkBoolean(action, name, figure[name]);
  }
}

function checkBars(action: string, { labels, values, value, marked }: BarsFigure): void {
  checkAxis(action, 'value', value);
  checkNumbers(action, 'values', values);
  checkLabels(action, 'labels', labels, values.length);
  if (marked !== undefined) checkNumber(action, 'marked', marked, { from: 0, below: labels.length, whole: true });
}

function checkPoints(action: string, { x, y, points }: PointsFigure): void {
  checkAxis(action, 'x', x);
  checkAxis(action, 'y', y);
  for (const point of listOf(action, 'points', points)) {
    if (typeof point !== 'object' || point === null) {
      throw new OptionError(`Cannot ${action}: a point must be an object, received ${describe(point)}`);
    }
    checkParts(action, 'parts of a point', point, ['x', 'y', 'label', 'color']);
    checkNumbers(action, 'x and y of a point', [point.x, point.y]);
    if (point.label !== undefined) checkString(action, 'label of a point', point.label);
    if (point.color !== undefined) checkNumber(action, 'color of a point', point.color, { from: 0, whole: true });
  }
}

function checkHistogram(action: string, { edges, counts, x }: HistogramFigure): void {
  checkAxis(action, 'x', x);
  const ends = listOf(action, 'edges', edges);
  checkLength(action, 'edges', ends.length, listOf(action, 'counts', counts).length + 1);
  for (const count of counts) checkNumber(action, 'counts', count, { from: 0 });
  for (const [i, edge] of ends.entries()) {
    checkNumber(action, 'edges', edge, i === 0 ? {} : { above: ends[i - 1] as number });
  }
}

function checkImage(action: string, { width, height, channels, pixels }: ImageFigure): void {
  checkNumber(action, 'width', width, { from: 1, whole: true });
  checkNumber(action, 'height', height, { from: 1, whole: true });
  if (channels !== 1 && channels !== 3) {
    throw new OptionError(`Cannot ${action}: channels must be 1 or 3, received ${describe(channels)}`);
  }
  checkNumbers(action, 'pixels', pixels);
  checkLength(action, 'pixels', pixels.length, width * height * channels);
}

function checkCell(action: string, { steps }: CellFigure): void {
  for (const step of listOf(action, 'steps', steps)) {
    checkNumbers(action, 'input of a step', step?.input);
    for (const name of ['sums', 'gates'] as const) {
      const values = step[name];
      if (typeof values !== 'object' || values === null) {
        throw new OptionError(`Cannot ${action}: ${name} of a step must be an object, received ${describe(values)}`);
      }
      const given = GATES.map((gate) => values[gate]);
      checkNumbers(action, `${GATES.join(', ')} of ${name} of a step`, given);
    }
    checkNumbers(action, 'cell and hidden of a step', [step.cell, step.hidden]);
  }
}

function checkWords(action: string, { rows, value }: WordsFigure): void {
  checkString(action, 'value', value);
  for (const row of listOf(action, 'rows', rows)) {
    checkString(action, 'label of a row', row?.label);
    checkParts(action, `parts of row '${row.label}'`, row, ['label', 'words', 'values']);
    checkNumbers(action, 'values of a row', row.values);
    checkLabels(action, 'words of a row', row.words, row.values.length);
  }
}

function checkAxis(action: string, name: string, axis: Axis): void {
  if (typeof axis !== 'object' || axis === null) {
    throw new OptionError(`Cannot ${action}: ${name} must be an axis, received ${describe(axis)}`, {
      hint: `Write it as { label: 'epoch' }.`,
    });
  }
  checkParts(action, `parts of ${name}`, axis, ['label', 'unit', 'scale', 'min', 'max']);
  checkString(action, `${name}.label`, axis.label);
  if (axis.unit !== undefined) checkString(action, `${name}.unit`, axis.unit);
  if (axis.scale !== undefined) checkChoice(action, `${name}.scale`, axis.scale, ['linear', 'log']);
  checkEnds(action, `${name}.`, axis.min, axis.max, axis.scale === 'log');
}

function checkEnds(action: string, prefix: string, min?: number, max?: number, isLog = false): void {
  const range = isLog ? { above: 0 } : {};
  if (min !== undefined) checkNumber(action, `${prefix}min`, min, range);
  if (max !== undefined) checkNumber(action, `${prefix}max`, max, min === undefined ? range : { above: min });
}

function checkLabels(action: string, name: string, labels: readonly string[], length: number): void {
  checkLength(action, name, textsOf(action, name, labels).length, length);
}

/** A name that a figure does not have is a typing error: it would change nothing. */
function checkParts(action: string, what: string, given: object, known: readonly string[]): void {
  const name = Object.keys(given).find((one) => !known.includes(one));
  if (name === undefined) return;
  const near = nearestName(name, known);
  const details = near === undefined ? {} : { hint: `Did you mean '${near}'?` };
  throw new OptionError(
    `Cannot ${action}: ${what} must be among ${known.join(', ')}, received ${describe(name)}`,
    details,
  );
}

/** A list of numbers; null stands for one that is not finite, as JSON writes it. */
function checkNumbers(action: string, name: string, values: readonly number[]): void {
  for (const value of listOf(action, name, values)) {
    if (typeof value === 'number' || value === null) continue;
    throw new OptionError(`Cannot ${action}: ${name} must be numbers, received ${describe(value)}`);
  }
}

function checkString(action: string, name: string, value: unknown): void {
  if (typeof value === 'string') return;
  throw new OptionError(`Cannot ${action}: ${name} must be a text, received ${describe(value)}`);
}

function checkLength(action: string, name: string, length: number, wanted: number): void {
  if (length === wanted) return;
  throw new OptionError(`Cannot ${action}: ${name} must have length ${wanted}, received ${length}`);
}

/** A list, or a typed array. */
function listOf<T>(action: string, name: string, value: readonly T[]): readonly T[] {
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)) return value;
  throw new OptionError(`Cannot ${action}: ${name} must be a list, received ${describe(value)}`);
}
