import { OptionError } from '../errors.ts';
import { checkNumber, checkOptions, describe } from '../options.ts';
import { greatestOf } from './greatest-of.ts';
import { finiteRange, heatShare, SHADES } from './heat-values.ts';
import { numbersOf } from './numbers-of.ts';
import { padded } from './terminal/spans.ts';
import { spacedText, textColumns } from './text-columns.ts';
import { textsOf } from './texts-of.ts';

/** Options of `heatRows`. */
export interface HeatRowsOptions {
  /** Value of the lightest cell. Default: the least. */
  min?: number;
  /** Value of the darkest cell. Default: the greatest. */
  max?: number;
  /** Text before each row. Default: none. */
  labels?: readonly string[];
}

/**
 * Rows of numbers as rows of shaded cells for a terminal: one character a number, light for low and dark for high; `×`
 * for what is not finite.
 *
 * @throws OptionError for what are no rows of numbers, if there are not as many labels as rows, or min is above max.
 * @example
 * ```ts
 * import { heatRows } from 'memcell/plots';
 * console.log(heatRows([[0, 0.5, 1]], { labels: ['gate'] })); // => gate  ▒█
 * ```
 */
export function heatRows(rows: readonly ArrayLike<number>[], options: HeatRowsOptions = {}): string {
  const action = 'draw heat rows';
  checkOptions(action, options, ['min', 'max', 'labels']);
  if (!Array.isArray(rows)) {
    throw new OptionError(`Cannot ${action}: rows must be a list of rows, received ${describe(rows)}`);
  }
  const lists = rows.map((row, i) => numbersOf(action, `row ${i}`, row));
  const labels = options.labels === undefined ? undefined : textsOf(action, 'labels', options.labels).map(spacedText);
  if (labels !== undefined && labels.length !== lists.length) {
    throw new OptionError(`Cannot ${action}: there must be ${lists.length} labels, received ${labels.length}`);
  }
  const [least, most] = finiteRange(lists);
  const min = checkNumber(action, 'min', options.min ?? least);
  const max = checkNumber(action, 'max', options.max ?? Math.max(most, min), { from: min });
  const width = greatestOf(labels ?? [], textColumns);
  const cell = (value: number): string => {
    if (!Number.isFinite(value)) return '×';
    return SHADES[Math.round(heatShare(value, [min, max]) * (SHADES.length - 1))] as string;
  };
  return lists
    .map((row, i) => (labels === undefined ? '' : `${padded(labels[i] as string, width)} `) + row.map(cell).join(''))
    .join('\n');
}
