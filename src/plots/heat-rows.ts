import { OptionError } from '../errors.ts';
import { checkNumber, checkOptions } from '../options.ts';

/** Options of `heatRows`. */
export interface HeatRowsOptions {
  /** Value of the lightest cell. Default: the least. */
  min?: number;
  /** Value of the darkest cell. Default: the greatest. */
  max?: number;
  /** Text before each row. Default: none. */
  labels?: readonly string[];
}

const SHADES = ' ░▒▓█';

/**
 * Rows of numbers as rows of shaded cells for a terminal: one character a number, light for low and dark for high; `×`
 * for what is not finite.
 *
 * @throws OptionError if there are not as many labels as rows, or min is not below max.
 * @example
 * ```ts
 * import { heatRows } from 'memcell/plots';
 * console.log(heatRows([[0, 0.5, 1]], { labels: ['gate'] })); // => gate  ▒█
 * ```
 */
export function heatRows(rows: readonly ArrayLike<number>[], options: HeatRowsOptions = {}): string {
  const action = 'draw heat rows';
  checkOptions(action, options, ['min', 'max', 'labels']);
  const { labels } = options;
  if (labels !== undefined && labels.length !== rows.length) {
    throw new OptionError(`Cannot ${action}: there must be ${rows.length} labels, received ${labels.length}`);
  }
  const [least, greatest] = rangeOf(rows);
  const min = checkNumber(action, 'min', options.min ?? least);
  const max = checkNumber(action, 'max', options.max ?? Math.max(greatest, min), { from: min });
  const width = Math.max(0, ...(labels ?? []).map((label) => label.length));
  const cell = (value: number): string => {
    if (!Number.isFinite(value)) return '×';
    const share = max === min ? 0 : (value - min) / (max - min);
    const shade = Math.round(Math.min(Math.max(share, 0), 1) * (SHADES.length - 1));
    return SHADES[shade] as string;
  };
  return rows
    .map((row, i) => {
      const label = labels === undefined ? '' : `${(labels[i] as string).padEnd(width)} `;
      return `${label}${Array.from(row, cell).join('')}`;
    })
    .join('\n');
}

function rangeOf(rows: readonly ArrayLike<number>[]): [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const row of rows) {
    for (const value of Array.from(row)) {
      if (!Number.isFinite(value)) continue;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
  }
  return least <= greatest ? [least, greatest] : [0, 0];
}
