import { OptionError } from '../errors.ts';
import { checkBoolean, checkNumber, checkOptions } from '../options.ts';
import type { HeatFigure } from './figure.ts';
import { numberText } from './number-text.ts';
import { numbersOf } from './numbers-of.ts';
import { headOf, textsOf } from './texts-of.ts';

/** Options of `confusionMatrix`. */
export interface ConfusionMatrixOptions {
  /** Names of the classes. Default: their numbers, as many as there are. */
  labels?: readonly string[];
  /** Shares of each row in place of counts. Default: false. */
  normalize?: boolean;
  /** Default: 'Confusion matrix'. */
  title?: string;
  /** A sentence under it. Default: how many were right. */
  caption?: string;
}

/**
 * How often which class was taken for which: rows are what it was, columns what was predicted.
 *
 * @param truth number of the right class of each sample, from 0.
 * @param predicted number of the class that was predicted for it.
 * @param options labels: names of the classes, default their numbers. normalize: shares of each row, default false. title:
 * default 'Confusion matrix'. caption: default how many were right.
 * @throws OptionError if the lists differ in length, or hold what is not the number of a class.
 * @example
 * ```ts
 * import { confusionMatrix } from 'memcell/plots';
 * const figure = confusionMatrix([0, 0, 1, 1], [0, 1, 1, 1], { labels: ['cat', 'dog'] });
 * console.log(figure.rows, figure.caption); // => [ [ 1, 1 ], [ 0, 2 ] ] 3 of 4 are right.
 * ```
 */
export function confusionMatrix(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  options: ConfusionMatrixOptions = {},
): HeatFigure {
  const action = 'draw confusion matrix';
  checkOptions(action, options, ['labels', 'normalize', 'title', 'caption']);
  const { title = 'Confusion matrix' } = options;
  const labels = options.labels === undefined ? undefined : textsOf(action, 'labels', options.labels);
  const normalize = checkBoolean(action, 'normalize', options.normalize ?? false);
  const [actual, told] = [numbersOf(action, 'truth', truth), numbersOf(action, 'predicted', predicted)];
  if (actual.length !== told.length) {
    throw new OptionError(`Cannot ${action}: predicted must have length ${actual.length}, received ${told.length}`);
  }
  const range = { from: 0, whole: true, ...(labels === undefined ? { below: 1000 } : { below: labels.length }) };
  for (const one of actual) checkNumber(action, 'truth', one, range);
  for (const one of told) checkNumber(action, 'predicted', one, range);
  const classes = labels?.length ?? [...actual, ...told].reduce((most, one) => Math.max(most, one + 1), 0);
  const rows = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [i, one] of actual.entries()) (rows[one] as number[])[told[i] as number]! += 1;
  const right = rows.reduce((sum, row, i) => sum + (row[i] as number), 0);
  const names = labels ?? Array.from({ length: classes }, (_, i) => String(i));
  return {
    kind: 'heat',
    ...headOf(action, title, options.caption ?? `${numberText(right)} of ${numberText(actual.length)} are right.`),
    rows: normalize ? rows.map(shares) : rows,
    x: 'predicted',
    y: 'truth',
    columnLabels: [...names],
    rowLabels: [...names],
    value: normalize ? 'share of the row' : 'samples',
    min: 0,
    ...(normalize ? { max: 1 } : {}),
    numbers: true,
  };
}

/** Each count as its share of the row; 0 in a row without samples. */
function shares(row: readonly number[]): number[] {
  const total = row.reduce((sum, count) => sum + count, 0);
  return row.map((count) => (total === 0 ? 0 : count / total));
}
