import type { Config, ConfigEntry } from '../../config.ts';
import { isRecord, type Refuse, shown } from '../../formats/refuse.ts';
import { camelName, snakeName } from './names.ts';

/** An object as Keras writes it. */
export interface KerasObject {
  readonly module?: string;
  readonly class_name: string;
  readonly config: Config;
  readonly registered_name: string | null;
  readonly [key: string]: unknown;
}

/** Options whose texts are names, spelled our way and Keras's way. */
const NAMES: ReadonlySet<string> = new Set(
  'activation recurrentActivation dataFormat mode distribution reduction summationMethod average classAggregation'.split(
    ' ',
  ),
);
/** Where Keras says null for "leave it", and where null has a meaning of its own. */
const MEANT: ReadonlySet<string> = new Set(['mergeMode']);

/** The module of what an option holds. */
function moduleOf(option: string): string {
  if (option.endsWith('Initializer')) return 'keras.initializers';
  if (option.endsWith('Regularizer')) return 'keras.regularizers';
  if (option.endsWith('Constraint')) return 'keras.constraints';
  return 'keras.optimizers.schedules';
}

/** One of our objects as Keras writes it. */
export function kerasObject(module: string, { className, config }: ConfigEntry): KerasObject {
  return { module, class_name: className, config: kerasConfig(config), registered_name: null };
}

/** Options as Keras writes them; those that hold layers are left to the caller. */
export function kerasConfig(config: Config): Config {
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [snakeName(name), kerasValue(name, value)]));
}

function kerasValue(name: string, value: unknown): unknown {
  if (isEntry(value)) return kerasObject(moduleOf(name), value);
  return typeof value === 'string' && NAMES.has(name) ? snakeName(value) : value;
}

function isEntry(value: unknown): value is ConfigEntry {
  return isRecord(value) && typeof value.className === 'string' && isRecord(value.config);
}

/** Class and options of what Keras wrote; `null` options are left out, as they stand for none. */
export function readObject(value: unknown, what: string, refuse: Refuse): ConfigEntry {
  if (!isRecord(value) || typeof value.class_name !== 'string' || !isRecord(value.config ?? {})) {
    return refuse(`${what} must be { class_name, config }`, shown(value));
  }
  const className = value.class_name.replace(/^.*>/, ''); // Custom>Adam, Package>Class
  return { className, config: (value.config ?? {}) as Config };
}

/** Options of Keras as ours, where objects in them are made entries. */
export function ownConfig(config: Config, what: string, refuse: Refuse): Config {
  const own: Config = {};
  for (const [theirs, value] of Object.entries(config)) {
    const name = camelName(theirs);
    if (value === null && !MEANT.has(name)) continue;
    own[name] = ownValue(name, value, `${theirs} of ${what}`, refuse);
  }
  return own;
}

function ownValue(name: string, value: unknown, what: string, refuse: Refuse): unknown {
  const named = /(Initializer|Regularizer|Constraint)$/.test(name);
  if (isRecord(value) && 'class_name' in value) {
    if (typeof value.config === 'string') return camelName(value.config); // a function
    const { className, config } = readObject(value, what, refuse);
    return { className: className.replace(/^(Orthogonal|Identity)Initializer$/, '$1'), config: objectConfig(config) };
  }
  return typeof value === 'string' && (named || NAMES.has(name)) ? camelName(value) : value;
}

/** Options of an initializer, regularizer, constraint or schedule. Its seed is not ours: weights come from the file. */
function objectConfig(config: Config): Config {
  const { seed: _, input_axes: inputAxes, output_axes: outputAxes, name: _name, dtype: _dtype, ...rest } = config;
  const all = { ...rest, input_axes: inputAxes ?? null, output_axes: outputAxes ?? null };
  return Object.fromEntries(
    Object.entries(all)
      .filter(([, value]) => value !== null)
      .map(([theirs, value]) => {
        const name = camelName(theirs);
        return [name, typeof value === 'string' && NAMES.has(name) ? camelName(value) : value];
      }),
  );
}
