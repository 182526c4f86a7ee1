import { OptionError } from './errors.ts';
import { describe, findByName, unknownName } from './options.ts';

/** Options of an object by their names, as plain JSON. */
export type Config = Record<string, unknown>;

/** An object as plain JSON: its class and its options. */
export interface ConfigEntry {
  className: string;
  config: Config;
}

/** What can be written as a ConfigEntry and made from one. */
export interface Configurable {
  readonly className: string;
  /** Its options, which make an equal object when given to the constructor. */
  config(): Config;
}

/** A class whose constructor takes what `config` gives. */
export type Constructor<T> = new (options?: never) => T;

/**
 * An initializer, regularizer, constraint, loss, metric or optimizer as plain JSON.
 *
 * @example
 * ```ts
 * import { L2, toConfig } from 'memcell';
 * console.log(toConfig(new L2({ l2: 0.1 }))); // => { className: 'L2', config: { l2: 0.1 } }
 * ```
 */
export function toConfig(object: Configurable): ConfigEntry {
  return { className: object.className, config: object.config() };
}

/**
 * An object by its name in an index of classes, with its defaults; an object is given back as it is.
 *
 * @param method what an object of the kind can do.
 * @throws OptionError for an unknown name, or an object that cannot do it.
 */
export function fromName<T extends object>(
  kind: string,
  index: Readonly<Record<string, Constructor<T>>>,
  id: string | T,
  method: keyof T & string,
): T {
  if (typeof id !== 'object' || id === null) return new (findByName(kind, index, id))();
  checkKind(kind, id, method);
  return id;
}

/** Throws unless an object of the user's can do what one of its kind can. */
export function checkKind(kind: string, object: object, method: string): void {
  if (typeof Reflect.get(object, method) === 'function') return;
  throw new OptionError(
    `Cannot find ${kind}: it must be a name or an object with ${method}(), received ${describe(object)}`,
    { hint: 'Options go into its class: new L2({ l2: 0.01 }), new SGD({ learningRate: 0.1 }).' },
  );
}

/**
 * Makes an object from its entry. Its class stands in the index by the className with small first letters: Zeros as
 * `zeros`, SGD as `sgd`, KLDivergence as `klDivergence`.
 */
export function fromConfig<T>(
  kind: string,
  index: Readonly<Record<string, new (options: never) => T>>,
  entry: ConfigEntry,
): T {
  const received: unknown = entry;
  if (!isObject(received) || typeof received.className !== 'string') {
    throw new OptionError(`Cannot make ${kind}: entry must be { className, config }, received ${describe(entry)}`);
  }
  const { className, config = {} } = received;
  const name = Object.keys(index).find((key) => key.toLowerCase() === className.toLowerCase());
  if (name === undefined) throw unknownName(kind, className, Object.keys(index));
  return new (index[name] as new (options: never) => T)(config as never);
}

function isObject(value: unknown): value is Config {
  return typeof value === 'object' && value !== null;
}
