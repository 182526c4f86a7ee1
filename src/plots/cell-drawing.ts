import { OptionError } from '../errors.ts';
import { checkOptions, describe } from '../options.ts';
import type { CellFigure, CellStep } from './figure.ts';
import { headOf } from './texts-of.ts';

/** Options of `cellDrawing`. */
export interface CellDrawingOptions {
  /** Default: 'Memory cell'. */
  title?: string;
  /** A sentence under it. */
  caption?: string;
}

/**
 * An LSTM's memory cell with its gates, once a step.
 *
 * @param steps what the cell did at each step.
 * @param options title: default 'Memory cell'. caption.
 * @throws OptionError if steps is not a list.
 * @example
 * ```ts
 * import { cellDrawing } from 'memcell/plots';
 * const sums = { input: 90, forget: 110, candidate: 3, output: -10 };
 * const gates = { input: 1, forget: 1, candidate: 3, output: 0 };
 * console.log(cellDrawing([{ input: [3, 1, 0], sums, gates, cell: 3, hidden: 0 }]).title); // => Memory cell
 * ```
 */
export function cellDrawing(steps: readonly CellStep[], options: CellDrawingOptions = {}): CellFigure {
  const action = 'draw memory cell';
  checkOptions(action, options, ['title', 'caption']);
  const { title = 'Memory cell', caption } = options;
  if (!Array.isArray(steps)) {
    throw new OptionError(`Cannot ${action}: steps must be a list, received ${describe(steps)}`);
  }
  return {
    kind: 'cell',
    ...headOf(action, title, caption),
    steps: [...steps],
  };
}
