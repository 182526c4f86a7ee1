import { activations } from '../../activations/index.ts';
import type { Config, ConfigEntry } from '../../config.ts';
import { UnsupportedError } from '../../errors.ts';
import { isRecord, type Refuse, shown } from '../../formats/refuse.ts';
import { layers } from '../../layers/index.ts';
import { type KerasObject, kerasConfig, ownConfig, readObject } from './keras-object.ts';

/** Which Keras wrote a file. */
export type Dialect = 2 | 3;

/** Options that hold layers. */
const PARTS = ['layer', 'backwardLayer', 'cell', 'cells'];
/** What Keras says when a layer is called, and we when it is made. */
export const CALL_OPTIONS: readonly string[] = ['useCausalMask', 'returnAttentionScores'];
/** Ours alone: how a step computes, not what. */
const OWN = ['sparseGradient', ...CALL_OPTIONS];

/** Options of recurrent layers that Keras has not, and whether they are at the value that stands for what Keras does. */
const AS_IN_KERAS: Readonly<Record<string, (value: unknown) => boolean>> = {
  variationalDropout: (value) => value === true,
  zoneout: (value) => isRecord(value) && Object.values(value).every((rate) => rate === 0),
  layerNormalization: (value) => value === false,
  peephole: (value) => value === false,
  projectionUnits: (value) => value === null,
};
/** What these would have weights by. */
const OF_THOSE = /^(peephole|projection)(Initializer|Regularizer|Constraint)$/;

/** Options of Keras's layers that we have not, and the values at which they change nothing. */
const AT_DEFAULT: Readonly<Record<string, readonly unknown[]>> = {
  noise_shape: [null],
  time_major: [false],
  synchronized: [false],
  renorm: [false],
  rms_scaling: [false],
  quantization_config: [null],
  sparse: [false],
  ragged: [false],
  optional: [false],
  lora_rank: [null],
};
/** Options that change no result: how it is computed, or what only the first weights and dropout are drawn from. */
const WITHOUT_EFFECT = [
  'seed',
  'unroll',
  'implementation',
  'input_length',
  'batch_input_shape',
  'renorm_clipping',
  'renorm_momentum',
  'build_config',
];

/** A layer as Keras writes it. @throws UnsupportedError for what Keras has not. */
export function kerasLayer({ className, config }: ConfigEntry, action: string): KerasObject {
  const refuse = (must: string, received: string): never => {
    throw new UnsupportedError(`Cannot ${action}: ${must}, received ${received}`, {
      hint: 'Save it as .safetensors, which holds all that memcell has.',
    });
  };
  const subject = `${className} '${config.name}'`;
  if (!Object.hasOwn(layers, className)) refuse('its layers must be among those that Keras has', subject);
  if (className === 'InputLayer') return inputLayer(config);
  for (const name of ['activation', 'recurrentActivation']) {
    if (config[name] === 'hardSigmoidKeras2') {
      refuse(`${name} of ${subject} must be one that Keras 3 has`, "'hardSigmoidKeras2'");
    }
  }
  for (const [name, asInKeras] of Object.entries(AS_IN_KERAS)) {
    if (!Object.hasOwn(config, name) || asInKeras(config[name])) continue;
    refuse(`${name} of ${subject} must be left at its default, as Keras has it not`, shown(config[name]));
  }
  const ours = (name: string): boolean => OWN.includes(name) || Object.hasOwn(AS_IN_KERAS, name) || OF_THOSE.test(name);
  const { trainable = true, ...rest } = Object.fromEntries(Object.entries(config).filter(([name]) => !ours(name)));
  const made = kerasConfig({ ...rest, dtype: 'float32' });
  if (className !== 'SpatialDropout1D') made.trainable = trainable; // whose class in Keras does not take it
  for (const [ours, theirs] of [
    ['layer', 'layer'],
    ['backwardLayer', 'backward_layer'],
    ['cell', 'cell'],
    ['cells', 'cells'],
  ] as const) {
    const part = config[ours];
    if (part === undefined || part === null) continue;
    made[theirs] = Array.isArray(part)
      ? part.map((each: ConfigEntry) => kerasLayer(each, action))
      : kerasLayer(part as ConfigEntry, action);
  }
  return { module: 'keras.layers', class_name: className, config: made, registered_name: null };
}

function inputLayer({ name, shape, dtype }: Config): KerasObject {
  const config = { batch_shape: [null, ...(shape as number[])], dtype, sparse: false, ragged: false, name };
  return { module: 'keras.layers', class_name: 'InputLayer', config, registered_name: null };
}

/** What is known while the layers of a file are read. */
export interface Reading {
  readonly dialect: Dialect;
  readonly refuse: Refuse;
  /** Classes of layers of the user's own. */
  readonly custom: Readonly<Record<string, unknown>>;
  /** Names of what is no layer in the graph that is read: the ops that masks are made of. */
  readonly ops: ReadonlySet<string>;
  /** Names of layers that are given their mask by the file. */
  readonly masked: Set<string>;
}

/** One of Keras's layers as our entry. */
export function ownLayer(value: unknown, reading: Reading): ConfigEntry {
  const { refuse, dialect, custom } = reading;
  const { className, config: given } = readObject(value, 'a layer', refuse);
  const config = { ...given };
  const subject = `${className} '${config.name}'`;
  if (!Object.hasOwn(layers, className) && !Object.hasOwn(custom, className)) {
    return refuse.unsupported(
      `its layers must be among ${Object.keys(layers).join(', ')}`,
      subject,
      'A layer of your own must be known: loadModel(…, { customObjects: { Class } }).',
    );
  }
  checkDtype(config, className, subject, refuse);
  if (className === 'InputLayer') return ownInput(config, reading);
  for (const [name, allowed] of Object.entries(AT_DEFAULT)) {
    if (!Object.hasOwn(config, name)) continue;
    if (!allowed.includes(config[name] ?? null)) {
      const must = allowed.map((each) => JSON.stringify(each)).join(' or ');
      refuse.unsupported(`${name} of ${subject} must be ${must}`, shown(config[name]));
    }
    delete config[name];
  }
  for (const name of WITHOUT_EFFECT) delete config[name];
  if (className === 'LeakyReLU' && dialect === 2 && 'alpha' in config) {
    config.negative_slope = config.alpha;
    delete config.alpha;
  }
  if (/Normalization$/.test(className)) config.axis = -1; // which axis it is, is looked up once shapes are known
  const made = ownConfig(config, subject, refuse);
  for (const name of PARTS) {
    const part = made[name];
    const theirs = name === 'backwardLayer' ? config.backward_layer : config[name];
    if (part === undefined) continue;
    made[name] = Array.isArray(theirs) ? theirs.map((each) => ownLayer(each, reading)) : ownLayer(theirs, reading);
  }
  for (const name of ['activation', 'recurrentActivation']) checkActivation(made, name, subject, reading);
  if (className === 'Embedding') made.sparseGradient = false; // Keras's numbers with all optimizers
  return { className, config: made };
}

/** The axis that a normalization names, as it stands in the file. */
export function axisOf(value: unknown): number | undefined {
  const config = isRecord(value) && isRecord(value.config) ? value.config : {};
  const axis: unknown = Array.isArray(config.axis) && config.axis.length === 1 ? config.axis[0] : config.axis;
  return typeof axis === 'number' ? axis : undefined;
}

function ownInput(config: Config, { refuse }: Reading): ConfigEntry {
  const shape = config.batch_shape ?? config.batch_input_shape;
  if (!Array.isArray(shape)) return refuse(`batch_shape of InputLayer '${config.name}' must be a list`, shown(shape));
  for (const name of ['sparse', 'ragged', 'optional']) {
    if (config[name]) refuse.unsupported(`${name} of InputLayer '${config.name}' must be false`, 'true');
  }
  const dtype = /^int/.test(String(config.dtype)) ? 'int32' : 'float32';
  return { className: 'InputLayer', config: { name: config.name, shape: shape.slice(1), dtype } };
}

function checkDtype(config: Config, className: string, subject: string, refuse: Refuse): void {
  const { dtype = null } = config;
  const name = isRecord(dtype) && isRecord(dtype.config) ? dtype.config.name : dtype;
  const fits = className === 'InputLayer' ? ['float32', 'int32', 'int64', 'float64'] : ['float32'];
  if (name !== null && !fits.includes(name as string)) {
    refuse.unsupported(`dtype of ${subject} must be ${fits.join(' or ')}`, shown(name));
  }
  if (className !== 'InputLayer') delete config.dtype;
}

function checkActivation(config: Config, name: string, subject: string, { refuse, dialect }: Reading): void {
  const given = config[name];
  if (given === undefined) return;
  if (given === 'hardSigmoid' && dialect === 2) config[name] = 'hardSigmoidKeras2';
  else if (typeof given !== 'string' || !Object.hasOwn(activations, given)) {
    refuse.unsupported(`${name} of ${subject} must be one of ${Object.keys(activations).join(', ')}`, shown(given));
  }
}
