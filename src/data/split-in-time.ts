import { OptionError, ShapeError } from '../errors.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { formatShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { pickRows, type TensorLike, toTensor } from './batches.ts';

/** Options of `splitInTime`. */
export interface SplitInTimeOptions {
  /** Share of the rows, from 0 and below 1, or their number from 1, for validation. Default 0. */
  validation?: number;
  /** The same for testing, from the end of the rows. Default 0. */
  test?: number;
  /** Steps of the window that is, or will be, made of each row. Default 1. */
  sequenceLength?: number;
  /** Steps from the begin of a row's window to that of the next. Default 1. */
  sequenceStride?: number;
  /** Rows left out between two parts; at least so many that no windows overlap. Default: just so many. */
  gap?: number;
}

/** The parts of `splitInTime`; undefined where none was asked for. */
export interface TimeParts {
  readonly train: Tensor;
  readonly validation: Tensor | undefined;
  readonly test: Tensor | undefined;
}

const ACTION = 'split in time';
const OPTIONS: readonly string[] = ['validation', 'test', 'sequenceLength', 'sequenceStride', 'gap'];

/**
 * Splits rows that follow each other in time: the first ones to learn from, then those for validation, then those to test
 * with. Rows that are windows of L steps overlap with the L − 1 windows after them (with a stride of s steps with
 * ⌈L / s⌉ − 1), so that what is tested would have been learnt: say `sequenceLength`, and as many are left out between the
 * parts. A series that is split before windows are made of each part needs no gap. Calls with as many rows and the same
 * options split alike: one for inputs, one for targets.
 *
 * **Shapes** x [N, …] → [N₁, …], [N₂, …], [N₃, …].
 *
 * @throws OptionError where the gap is too small, or nothing is left to learn from; ShapeError where x has no rows.
 * @example
 * ```ts
 * import { splitInTime } from 'memcell/data';
 * const { train, validation, test } = splitInTime([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { validation: 0.2, test: 2, gap: 1 });
 * console.log([...train.data]); // => [ 0, 1, 2, 3 ]
 * console.log([...validation!.data], [...test!.data]); // => [ 5, 6 ] [ 8, 9 ]
 * ```
 */
export function splitInTime(x: TensorLike, options: SplitInTimeOptions): TimeParts {
  checkOptions(ACTION, options, OPTIONS);
  const rows = toTensor(x);
  const count = rows.shape[0] ?? 0;
  if (count === 0) {
    throw new ShapeError(`Cannot ${ACTION}: there must be rows, received ${formatShape(rows.shape)}`);
  }
  const whole = { from: 1, whole: true };
  const length = checkNumber(ACTION, 'sequenceLength', options.sequenceLength ?? 1, whole);
  const stride = checkNumber(ACTION, 'sequenceStride', options.sequenceStride ?? 1, whole);
  const least = Math.ceil(length / stride) - 1;
  const gap = checkNumber(ACTION, 'gap', options.gap ?? least, { from: 0, whole: true });
  if (gap < least) {
    throw new OptionError(
      `Cannot ${ACTION}: gap must be at least ${least} for windows of ${length} steps, received ${gap}`,
      { hint: 'Windows of a later part would overlap those that were learnt.' },
    );
  }
  const validation = readPart('validation', options.validation ?? 0, count);
  const test = readPart('test', options.test ?? 0, count);
  const testBegin = count - test;
  const validationEnd = test === 0 ? count : testBegin - gap;
  const validationBegin = validationEnd - validation;
  const trainEnd = validation === 0 ? validationEnd : validationBegin - gap;
  if (trainEnd <= 0) {
    throw new OptionError(
      `Cannot ${ACTION}: there must be rows to learn from, received ${count} rows for a validation of ${validation}, a test of ${test} and gaps of ${gap}`,
    );
  }
  return {
    train: pickRows(rows, 0, trainEnd),
    validation: validation === 0 ? undefined : pickRows(rows, validationBegin, validationEnd),
    test: test === 0 ? undefined : pickRows(rows, testBegin, count),
  };
}

function readPart(name: string, size: number, count: number): number {
  if (size >= 1) return checkNumber(ACTION, name, size, { whole: true });
  return Math.floor(count * checkNumber(ACTION, name, size, { from: 0 }));
}
