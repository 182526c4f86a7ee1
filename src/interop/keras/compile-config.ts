import type { Config, ConfigEntry } from '../../config.ts';
import { toConfig } from '../../config.ts';
import { UnsupportedError } from '../../errors.ts';
import { isRecord, type Refuse, shown } from '../../formats/refuse.ts';
import { type LossId, loss, lossFromConfig } from '../../losses/index.ts';
import { type MetricId, metric, metricFromConfig } from '../../metrics/index.ts';
import type { CompileOptions } from '../../models/compile.ts';
import { type Optimizer, optimizer, optimizerFromConfig } from '../../optimizers/index.ts';
import { kerasConfig, kerasObject, ownConfig, readObject } from './keras-object.ts';
import { camelName, groupName, snakeName } from './names.ts';

/** Classes that Keras has not. */
const OURS: ReadonlySet<string> = new Set(
  [
    'Rprop Momentum AdagradDA ProximalAdagrad ProximalGradientDescent SyncReplicas StepDecay OneCycle',
    'NegativeLogLikelihood Perplexity ConfusionMatrix PerClassAccuracy Mean',
  ].flatMap((line) => line.split(' ')),
);

/** What a model is trained with, as Keras writes it. @throws UnsupportedError for what Keras has not. */
export function kerasCompile(options: CompileOptions, used: Optimizer, action: string): Config {
  const check = (entry: ConfigEntry, what: string): ConfigEntry => {
    if (!OURS.has(entry.className)) return entry;
    throw new UnsupportedError(`Cannot ${action}: ${what} must be one that Keras has, received ${entry.className}`, {
      hint: 'Save the model without it: saveModel(model, path, { includeOptimizer: false }).',
    });
  };
  const lossOf = (id: LossId): Config => {
    const { className, config } = check(toConfig(loss(id)), 'loss');
    return kerasObject('keras.losses', { className, config: { name: groupName(className), ...config } });
  };
  const metricOf = (id: MetricId): unknown => {
    if (id === 'accuracy' || id === 'acc') return id;
    const { className, config } = check(toConfig(metric(id, { outputShape: [] })), 'metric');
    const made = kerasConfig(config);
    if (made.average === 'none') made.average = null;
    if ('name' in made) made.name = snakeName(String(made.name));
    return { module: 'keras.metrics', class_name: className, config: made, registered_name: null };
  };
  return {
    optimizer: optimizerObject(used, check, action),
    loss: perOutput(options.loss, isLossId, lossOf),
    loss_weights: options.lossWeights ?? null,
    metrics: options.metrics === undefined ? null : perOutput(options.metrics, isMetricId, metricOf),
    weighted_metrics: null,
    run_eagerly: false,
    steps_per_execution: 1,
    jit_compile: false,
  };
}

function optimizerObject(
  used: Optimizer,
  check: (entry: ConfigEntry, what: string) => ConfigEntry,
  action: string,
): Config {
  const entry = check(toConfig(used), 'optimizer');
  const { learningRate, excludeFromWeightDecay, ...rest } = entry.config;
  if (excludeFromWeightDecay !== undefined) {
    throw new UnsupportedError(
      `Cannot ${action}: excludeFromWeightDecay must be left out, as Keras writes it into no file, received ${JSON.stringify(excludeFromWeightDecay)}`,
      { hint: 'Save the model without it: saveModel(model, path, { includeOptimizer: false }).' },
    );
  }
  const rate = isRecord(learningRate)
    ? kerasObject('keras.optimizers.schedules', check(learningRate as unknown as ConfigEntry, 'schedule'))
    : learningRate;
  const config = { name: groupName(entry.className), learning_rate: rate, ...kerasConfig(rest) };
  return { module: 'keras.optimizers', class_name: entry.className, config, registered_name: null };
}

/** One for all outputs, a list, lists in a list, or an object by the names of outputs. */
function perOutput<T>(given: unknown, isOne: (value: unknown) => value is T, write: (id: T) => unknown): unknown {
  if (given === null || given === undefined) return null;
  if (isOne(given)) return write(given);
  if (Array.isArray(given)) return given.map((each) => perOutput(each, isOne, write));
  return Object.fromEntries(Object.entries(given).map(([name, each]) => [name, perOutput(each, isOne, write)]));
}

function isLossId(value: unknown): value is LossId {
  return typeof value === 'string' || (isRecord(value) && typeof value.call === 'function');
}

function isMetricId(value: unknown): value is MetricId {
  return typeof value === 'string' || (isRecord(value) && typeof value.update === 'function');
}

/** Options of Keras that change nothing here, whatever they are. */
const WITHOUT_EFFECT = ['name', 'dtype', 'jit_compile', 'is_legacy_optimizer'];
/** Options that we have not, and what they must be. */
const AT_DEFAULT: Readonly<Record<string, readonly unknown[]>> = {
  axis: [-1],
  decay: [0],
  loss_scale_factor: [null],
  multi_label: [false],
  num_labels: [null],
  label_weights: [null],
};

/** What `compile` is given, from what Keras wrote. */
export function ownCompile(config: Config, refuse: Refuse): CompileOptions {
  const { loss: losses, loss_weights: weights, metrics, weighted_metrics: weighted } = config;
  const hint = 'Load it without what it was compiled with: loadModel(source, { compile: false }).';
  if (Array.isArray(weighted) ? weighted.length > 0 : weighted) {
    refuse.unsupported('weighted_metrics must be left out', shown(weighted), hint);
  }
  const made = <T>(what: string, make: () => T): T => {
    try {
      return make();
    } catch (error) {
      return refuse.unsupported(`${what} must be one that memcell has`, (error as Error).message, hint);
    }
  };
  const lossOf = (value: unknown): LossId =>
    made('loss', () => {
      if (typeof value === 'string') return loss(lossName(value));
      const { className, config: options } = ownEntry(value, 'loss', refuse);
      return className === 'function'
        ? loss(lossName(String(options.fn)))
        : lossFromConfig({ className, config: options });
    });
  const metricOf = (value: unknown): MetricId => made('metric', () => metricId(value, refuse));
  return {
    optimizer: made('optimizer', () => readOptimizer(config.optimizer, refuse)),
    loss: readPerOutput(losses, lossOf) as CompileOptions['loss'],
    ...(weights === null || weights === undefined ? {} : { lossWeights: weights as number }),
    ...(metrics === null || metrics === undefined
      ? {}
      : { metrics: readPerOutput(metrics, metricOf) as NonNullable<CompileOptions['metrics']> }),
  };
}

function readOptimizer(value: unknown, refuse: Refuse): Optimizer {
  if (typeof value === 'string') return optimizer(value as 'adam');
  const { className, config } = ownEntry(value, 'optimizer', refuse);
  const { useEma, emaMomentum, emaOverwriteFrequency, ...rest } = config;
  const averages =
    useEma === true
      ? { useEma, emaMomentum, ...(emaOverwriteFrequency === undefined ? {} : { emaOverwriteFrequency }) }
      : {};
  return optimizerFromConfig({ className, config: { ...rest, ...averages } });
}

function metricId(value: unknown, refuse: Refuse): MetricId {
  if (typeof value === 'string') return checkedMetric(camelName(value));
  const { className, config: options } = ownEntry(value, 'metric', refuse);
  const given = isRecord(value) && isRecord(value.config) ? value.config : {};
  if (className === 'function') return checkedMetric(camelName(String(options.fn)));
  if (className === 'MeanMetricWrapper') {
    return given.name === 'accuracy' || given.name === 'acc' ? given.name : checkedMetric(camelName(String(given.fn)));
  }
  if (className === 'F1Score' && given.average === null) options.average = 'none';
  const name = typeof given.name === 'string' ? { name: camelName(given.name) } : {};
  return metricFromConfig({ className, config: { ...options, ...name } });
}

function checkedMetric(name: string): MetricId {
  metric(name as MetricId, { outputShape: [] });
  return name as MetricId;
}

function lossName(name: string): LossId {
  return camelName(name) as LossId;
}

/** Class and options, without those that change nothing; a function is class 'function' with option fn. */
function ownEntry(value: unknown, what: string, refuse: Refuse): ConfigEntry {
  if (isRecord(value) && typeof value.config === 'string')
    return { className: 'function', config: { fn: value.config } };
  const { className, config } = readObject(value, what, refuse);
  const kept = Object.entries(config).filter(([name, each]) => {
    if (WITHOUT_EFFECT.includes(name)) return false;
    const allowed = Object.hasOwn(AT_DEFAULT, name) ? AT_DEFAULT[name] : undefined;
    if (allowed === undefined) return true;
    if (!allowed.includes(each ?? null) && each !== null) {
      throw new UnsupportedError(`${name} of ${className} must be ${shown(allowed[0])}, received ${shown(each)}`);
    }
    return false;
  });
  const own = ownConfig(Object.fromEntries(kept), className, refuse);
  if (own.reduction === 'auto') own.reduction = 'sumOverBatchSize'; // as Keras 2 calls it
  return { className, config: own };
}

function readPerOutput(value: unknown, read: (value: unknown) => unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((each) => readPerOutput(each, read));
  if (typeof value === 'string' || (isRecord(value) && 'class_name' in value)) return read(value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, readPerOutput(each, read)]));
}
