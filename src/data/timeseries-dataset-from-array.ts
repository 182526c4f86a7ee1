import { ShapeError } from '../errors.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { Batch } from '../tensor/batch.ts';
import { formatShape, sizeOf } from '../tensor/shape.ts';
import { newData, Tensor } from '../tensor/tensor.ts';
import { type BatchOptions, readBatchOptions } from './batched.ts';
import { type TensorLike, toTensor } from './batches.ts';
import { Dataset } from './dataset.ts';

/** Options of `timeseriesDatasetFromArray`. */
export interface TimeseriesOptions extends BatchOptions {
  /** Steps of a window, from 1. */
  sequenceLength: number;
  /** Steps from the begin of a window to that of the next, from 1. Default 1. */
  sequenceStride?: number;
  /** Steps of the data from one step of a window to the next, from 1. Default 1. */
  samplingRate?: number;
  /** First step of the data that is used. Default 0. */
  startIndex?: number;
  /** Step of the data before which the windows end. Default: all steps. */
  endIndex?: number;
}

const ACTION = 'make windows';
const OPTIONS: readonly string[] = [
  ...['sequenceLength', 'sequenceStride', 'samplingRate', 'batchSize', 'shuffle', 'seed', 'startIndex', 'endIndex'],
];

/** Where the windows lie. */
interface Plan {
  readonly start: number;
  readonly length: number;
  readonly stride: number;
  readonly rate: number;
  /** Number of windows. */
  readonly count: number;
}

/**
 * Windows over a series, in batches: window i holds the steps s, s + r, …, s + (L − 1) r of the data, where
 * s = start + i · stride, and has the target s. For a forecast, give the targets shifted: `values.slice(L)`. By default
 * 128 windows in a batch, in their order. The windows are cut out batch by batch, so that the data is held once.
 *
 * **Shapes** data [N, …], targets [M, …]; batches: input [B, L, …], target [B, …]. Without targets (null) each batch is
 * the input alone.
 *
 * @throws ShapeError where no window fits; OptionError for options out of their range.
 * @see https://keras.io/api/data_loading/timeseries/
 * @example
 * ```ts
 * import { timeseriesDatasetFromArray } from 'memcell/data';
 * const series = [[0], [1], [2], [3], [4]];
 * const windows = timeseriesDatasetFromArray(series, series.slice(2), { sequenceLength: 2 });
 * const [{ input, target }] = [...windows] as [{ input: { toArray(): unknown }; target: { toArray(): unknown } }];
 * console.log(input.toArray()); // => [ [ [ 0 ], [ 1 ] ], [ [ 1 ], [ 2 ] ], [ [ 2 ], [ 3 ] ] ]
 * console.log(target.toArray()); // => [ [ 2 ], [ 3 ], [ 4 ] ]
 * ```
 */
export function timeseriesDatasetFromArray(
  data: TensorLike,
  targets: TensorLike,
  options: TimeseriesOptions,
): Dataset<Batch>;
export function timeseriesDatasetFromArray(
  data: TensorLike,
  targets: null,
  options: TimeseriesOptions,
): Dataset<Tensor>;
export function timeseriesDatasetFromArray(
  data: TensorLike,
  targets: TensorLike | null,
  options: TimeseriesOptions,
): Dataset<Batch> | Dataset<Tensor> {
  checkOptions(ACTION, options, OPTIONS, ['format']);
  const series = toTensor(data);
  const answers = targets === null ? undefined : toTensor(targets);
  const { batchSize, orders } = readBatchOptions(ACTION, { batchSize: 128, shuffle: false, ...options });
  const plan = planOf(series, answers, options);
  const begins = (epoch: number): Int32Array[] => {
    const order = orders?.fold(epoch).permutation(plan.count) ?? Int32Array.from({ length: plan.count }, (_, i) => i);
    const parts: Int32Array[] = [];
    for (let at = 0; at < plan.count; at += batchSize) parts.push(order.subarray(at, at + batchSize));
    return parts;
  };
  const steps = Math.ceil(plan.count / batchSize);
  if (answers === undefined) {
    return new Dataset(steps, function* (epoch) {
      for (const windows of begins(epoch)) yield cut(series, windows, plan);
    });
  }
  const single: Plan = { ...plan, length: 0 };
  return new Dataset(steps, function* (epoch) {
    for (const windows of begins(epoch)) {
      yield { input: cut(series, windows, plan), target: cut(answers, windows, single) };
    }
  });
}

function planOf(series: Tensor, targets: Tensor | undefined, options: TimeseriesOptions): Plan {
  const whole = { from: 1, whole: true };
  const length = checkNumber(ACTION, 'sequenceLength', options.sequenceLength, whole);
  const stride = checkNumber(ACTION, 'sequenceStride', options.sequenceStride ?? 1, whole);
  const rate = checkNumber(ACTION, 'samplingRate', options.samplingRate ?? 1, whole);
  const steps = series.shape[0] ?? 0;
  const last = Math.max(steps - 1, 0);
  const start = checkNumber(ACTION, 'startIndex', options.startIndex ?? 0, { from: 0, to: last, whole: true });
  const end = checkNumber(ACTION, 'endIndex', options.endIndex ?? steps, { from: 0, to: steps, whole: true });
  const begins = end - start - (length - 1) * rate;
  const fitting = targets === undefined ? begins : Math.min(begins, (targets.shape[0] ?? 0) - start);
  if (fitting > 0) return { start, length, stride, rate, count: Math.ceil(fitting / stride) };
  const held = targets === undefined ? '' : ` and targets ${formatShape(targets.shape)}`;
  throw new ShapeError(
    `Cannot ${ACTION}: there must be ${(length - 1) * rate + 1} steps for a window, received data ${formatShape(series.shape)}${held} from step ${start} to ${end}`,
  );
}

/** Windows by their numbers; with length 0 the rows at which they begin. */
function cut(from: Tensor, windows: Int32Array, { start, length, stride, rate }: Plan): Tensor {
  const rows = Math.max(length, 1);
  const width = sizeOf(from.shape.slice(1));
  const shape = [windows.length, ...(length === 0 ? [] : [length]), ...from.shape.slice(1)];
  const data = newData(sizeOf(shape), from.dtype);
  const source = from.data;
  let at = 0;
  for (const window of windows) {
    const begin = (start + window * stride) * width;
    if (rate === 1) {
      data.set(source.subarray(begin, begin + rows * width), at);
      at += rows * width;
      continue;
    }
    for (let row = 0; row < rows; row++) {
      const place = begin + row * rate * width;
      data.set(source.subarray(place, place + width), at);
      at += width;
    }
  }
  return new Tensor(shape, from.dtype, data, undefined, 0);
}
