import { batchesOf, type Samples, samplesOf, splitSamples, type TensorLike, toTensor } from '../data/batches.ts';
import { OptionError } from '../errors.ts';
import { checkNumber } from '../options.ts';
import type { Random } from '../random.ts';
import type { BatchSource } from '../train/fit.ts';
import { type FitData, streamOf } from './fit-data.ts';
import type { FitOptions } from './options.ts';

/** What `fit` reads: batches to learn from, and to validate with. */
export interface Sources {
  readonly training: BatchSource;
  readonly validation: BatchSource | undefined;
}

/** What the reading of data knows of the model. */
export interface DataContext {
  /** What is being done, as errors name it. */
  readonly action: string;
  /** Throws for samples that the model cannot take. */
  readonly check: (samples: Samples) => void;
  /** The order of the samples in an epoch; undefined: as they are. */
  readonly order?: (epoch: number) => Random;
}

/** The batches that the arguments and options of `fit` and `evaluate` ask for. */
export function sourcesOf(x: FitData, y: TensorLike | undefined, options: FitOptions, context: DataContext): Sources {
  const { action, check, order } = context;
  const batchSize = checkNumber(action, 'batchSize', options.batchSize ?? 32, { from: 1, whole: true });
  const pair = (input: TensorLike, target: TensorLike, weight?: TensorLike): Samples => {
    const weights = weight === undefined ? undefined : toTensor(weight);
    const samples = samplesOf(toTensor(input), toTensor(target), action, weights);
    check(samples);
    return samples;
  };
  const arrays = (samples: Samples, shuffle?: (epoch: number) => Random): BatchSource => ({
    batches: (epoch) => batchesOf(samples, batchSize, shuffle?.(epoch)),
    steps: Math.ceil((samples.input.shape[0] as number) / batchSize),
  });
  const { validationData, validationSplit = 0, sampleWeight } = options;
  const held = validationData && arrays(pair(...validationData));
  const stream = streamOf(x, y, options, action, check);
  if (stream) return { training: stream, validation: held };
  if (y === undefined) {
    throw new OptionError(`Cannot ${action}: targets must be given with arrays, received none`);
  }
  const all = pair(x as TensorLike, y, sampleWeight);
  if (validationSplit === 0) return { training: arrays(all, order), validation: held };
  const [own, last] = splitSamples(all, validationSplit, action);
  return { training: arrays(own, order), validation: arrays(last) };
}
