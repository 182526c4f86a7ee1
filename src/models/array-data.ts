import { batchesOf, countOf, type Samples, splitSamples, type TensorsLike } from '../data/batches.ts';
import { OptionError } from '../errors.ts';
import { checkNumber, describe } from '../options.ts';
import type { Random } from '../random.ts';
import type { Tensors } from '../tensor/batch.ts';
import type { BatchSource } from '../train/fit.ts';
import {
  type FitData,
  isStream,
  type SamplesReader,
  type Stream,
  type StreamOptions,
  StreamSource,
  withClassWeight,
} from './fit-data.ts';
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
  /** Option that says how many batches of a stream are read. Default 'stepsPerEpoch'. */
  readonly stepsName?: string;
  /** Samples of what the user gave. @throws for those that the model cannot take. */
  readonly read: SamplesReader;
  /** The number of an epoch over all trainings of the model. Default: as it is. */
  readonly numberOf?: (epoch: number) => number;
  /** Streams that an epoch's order is drawn from; undefined: samples come as they are. */
  readonly orders?: Random | undefined;
}

/** The batches that the arguments and options of `fit` and `evaluate` ask for. */
export function sourcesOf(x: FitData, y: TensorsLike | undefined, options: FitOptions, context: DataContext): Sources {
  const { action, stepsName = 'stepsPerEpoch', read, numberOf = (epoch) => epoch, orders } = context;
  const { validationData, validationSteps, validationSplit = 0, sampleWeight } = options;
  const { stepsPerEpoch, classWeight, signal } = options;
  const batchSize = checkNumber(action, 'batchSize', options.batchSize ?? 32, { from: 1, whole: true });
  const arrays = (samples: Samples<Tensors>, shuffled?: Random): BatchSource => ({
    batches: (epoch, skip) => batchesOf(samples, batchSize, shuffled?.fold(numberOf(epoch)), skip),
    steps: Math.ceil(countOf(samples.input) / batchSize),
  });
  const stream = (data: Stream, more: Partial<StreamOptions>): BatchSource =>
    new StreamSource(data, {
      action,
      read,
      numberOf,
      initialEpoch: options.initialEpoch ?? 0,
      name: 'the iterable',
      steps: undefined,
      signal,
      ...more,
    });

  let held: BatchSource | undefined;
  if (isStream(validationData)) {
    const steps = readSteps(action, 'validationSteps', validationSteps);
    held = stream(validationData, { name: 'the iterable of validationData', steps, anew: true });
  } else {
    refuseSteps(action, 'validationSteps', validationSteps);
    const given = validationData as readonly [TensorsLike, TensorsLike, TensorsLike?] | undefined;
    held = given && arrays(read(given[0], given[1], { weight: given[2] }));
  }
  if (isStream(x)) {
    refuseBeside(action, { targets: y, ...options });
    const steps = readSteps(action, stepsName, stepsPerEpoch);
    return { training: stream(x, { steps, classWeight }), validation: held };
  }
  refuseSteps(action, stepsName, stepsPerEpoch);
  if (y === undefined) {
    throw new OptionError(`Cannot ${action}: targets must be given with arrays, received none`, {
      hint: 'Give a list of batches as a function: () => batches.',
    });
  }
  const all = read(x, y, { weight: sampleWeight });
  const weighted = (samples: Samples<Tensors>): Samples<Tensors> => withClassWeight(samples, classWeight, action);
  if (validationSplit === 0) return { training: arrays(weighted(all), orders), validation: held };
  const [own, last] = splitSamples(all, validationSplit, action);
  return { training: arrays(weighted(own), orders), validation: arrays(last) };
}

/** Options that arrays have and streams have not. */
const OF_ARRAYS = ['targets', 'validationSplit', 'sampleWeight', 'batchSize', 'shuffle'];

function refuseBeside(action: string, options: Readonly<Record<string, unknown>>): void {
  for (const name of OF_ARRAYS) {
    if (options[name] === undefined) continue;
    throw new OptionError(
      `Cannot ${action}: ${name} must be left out with an iterable, received ${describe(options[name])}`,
      { hint: 'Each batch of the iterable carries its own input, target, mask and weight.' },
    );
  }
}

function readSteps(action: string, name: string, steps: number | undefined): number | undefined {
  return steps === undefined ? undefined : checkNumber(action, name, steps, { from: 1, whole: true });
}

function refuseSteps(action: string, name: string, steps: number | undefined): void {
  if (steps === undefined) return;
  throw new OptionError(`Cannot ${action}: ${name} must be left out with arrays, received ${describe(steps)}`);
}
