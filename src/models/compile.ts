import { OptionError, UnsupportedError } from '../errors.ts';
import { type Loss, type LossId, loss } from '../losses/index.ts';
import { type MetricId, metric } from '../metrics/index.ts';
import { type Optimizer, type OptimizerId, optimizer } from '../optimizers/index.ts';
import { checkNumber, checkOptions, describe } from '../options.ts';
import { MetricSet, outputLog } from '../train/metric-set.ts';
import { Objective } from '../train/objective.ts';
import { byPort, type Port } from './read-tensors.ts';

/** What each output has of something: one for all, a list in the order of the outputs, or an object by their names. */
export type PerOutput<T> = T | readonly T[] | Readonly<Record<string, T>>;

/** Options of `compile`. */
export interface CompileOptions {
  /** Name or object. Default 'adam'. */
  optimizer?: OptimizerId;
  /** Name or object; of several outputs: one for all, a list, or an object by the names of the outputs. */
  loss: PerOutput<LossId>;
  /** Factor of each output's loss in the total. Default 1. */
  lossWeights?: PerOutput<number>;
  /**
   * Names or objects; 'accuracy' picks the kind that fits the loss, the output and the target. Of several outputs: a
   * list with one entry (or a list, or null) for each output, or an object by their names. Default none.
   */
  metrics?: MetricIds;
  /** Metrics in which samples count by their weights, given as `metrics`; those of `metrics` heed masks alone. Default none. */
  weightedMetrics?: MetricIds;
}

type MetricIds =
  | readonly (MetricId | readonly MetricId[] | null)[]
  | Readonly<Record<string, MetricId | readonly MetricId[]>>;

/** What a model is trained with. */
export interface Compiled {
  readonly loss: Objective;
  readonly optimizer: Optimizer;
  readonly metrics: MetricSet;
}

/** What `compile` was asked for, for these outputs. @throws OptionError for an unknown name or option; UnsupportedError for reduction 'none'. */
export function readCompileOptions(action: string, options: CompileOptions, outputs: readonly Port[]): Compiled {
  checkOptions(action, options, ['optimizer', 'loss', 'lossWeights', 'metrics', 'weightedMetrics'], KERAS_ONLY);
  const losses = readLosses(action, options.loss, outputs);
  const none = losses.find(({ reduction }) => reduction === 'none');
  if (none !== undefined) {
    throw new UnsupportedError(
      `Cannot ${action}: the loss must be one number a batch, received ${none.className} with reduction 'none'`,
    );
  }
  const weights = readWeights(action, options.lossWeights, outputs);
  const plain = readMetrics(action, 'metrics', options.metrics ?? [], outputs);
  const weighted = readMetrics(action, 'weightedMetrics', options.weightedMetrics ?? [], outputs);
  const metrics = plain.map((ids, i) => [...ids, ...(weighted[i] as readonly MetricId[])]);
  checkNames(action, metrics, outputs);
  return {
    loss: new Objective(outputs.map(({ name }, i) => ({ name, loss: losses[i] as Loss, weight: weights?.[i] }))),
    optimizer: optimizer(options.optimizer ?? 'adam'),
    metrics: new MetricSet(
      outputs.map(({ name }, i) => ({
        name,
        ids: metrics[i] as readonly MetricId[],
        weighted: weighted[i]?.length ?? 0,
        loss: (losses[i] as Loss).className,
      })),
    ),
  };
}

const KERAS_ONLY: readonly string[] = ['runEagerly', 'stepsPerExecution', 'jitCompile', 'autoScaleLoss'];

function readLosses(action: string, given: CompileOptions['loss'], outputs: readonly Port[]): readonly Loss[] {
  const one = typeof given !== 'object' || given === null || typeof (given as Loss).call === 'function';
  const each = one ? undefined : byPort<LossId>(given, outputs, { action, what: 'output' });
  if (each !== undefined) return each.map((id) => loss(id as LossId));
  const shared = loss(given as LossId);
  return outputs.map(() => shared);
}

function readWeights(
  action: string,
  given: CompileOptions['lossWeights'],
  outputs: readonly Port[],
): readonly number[] | undefined {
  if (given === undefined) return undefined;
  const each = byPort<number>(given, outputs, { action, what: 'output' }) ?? outputs.map(() => given as number);
  return each.map((weight, i) => {
    const name = outputs.length === 1 ? 'lossWeights' : `lossWeights of '${outputs[i]?.name}'`;
    return checkNumber(action, name, weight, { from: 0 });
  });
}

function readMetrics(
  action: string,
  option: 'metrics' | 'weightedMetrics',
  given: MetricIds,
  outputs: readonly Port[],
): readonly (readonly MetricId[])[] {
  const none = Array.isArray(given) && given.length === 0;
  const each =
    none || (outputs.length === 1 && Array.isArray(given))
      ? outputs.map(() => given)
      : byPort<unknown>(given, outputs, { action, what: 'output', partly: true });
  if (each === undefined) {
    const must = outputs.length === 1 ? 'a list' : 'a list or an object by the names of the outputs';
    throw new OptionError(`Cannot ${action}: ${option} must be ${must}, received ${describe(given)}`);
  }
  return each.map((ids) => {
    const list: readonly MetricId[] = Array.isArray(ids) ? ids : ids === undefined || ids === null ? [] : [ids];
    for (const id of list) if (!isAccuracy(id)) metric(id, { outputShape: [] }); // an unknown name is refused now
    return list;
  });
}

/** Which accuracy it is, the first batch says. */
function isAccuracy(id: MetricId): boolean {
  return id === 'accuracy' || id === 'acc';
}

function checkNames(action: string, metrics: readonly (readonly MetricId[])[], outputs: readonly Port[]): void {
  const several = outputs.length > 1;
  const names = new Set(['loss', ...(several ? outputs.map(({ name }) => outputLog(name, 'loss')) : [])]);
  const objects = new Set<MetricId>();
  metrics.forEach((ids, i) => {
    for (const id of ids) {
      const own = typeof id === 'object' ? id.name : id;
      const name = several ? outputLog((outputs[i] as Port).name, own) : own;
      const twice = typeof id === 'object' && objects.has(id);
      if (names.has(name) || twice) {
        const must = twice ? 'each metric object must be given once' : 'names of loss and metrics must differ';
        throw new OptionError(`Cannot ${action}: ${must}, received '${name}' ${twice ? 'again' : 'twice'}`);
      }
      names.add(name);
      objects.add(id);
    }
  });
}
