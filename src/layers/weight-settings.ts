import { type ConfigEntry, type Configurable, toConfig } from '../config.ts';
import { type Constraint, constraint, constraintFromConfig } from '../constraints/index.ts';
import { type Initializer, type InitializerId, initializer, initializerFromConfig } from '../initializers/index.ts';
import { type Regularizer, regularizer, regularizerFromConfig } from '../regularizers/index.ts';

/** What an option takes: a name or an object, or an object as JSON (from a saved config). */
export type Given<Id> = Id | ConfigEntry;

/** How one weight begins, what it costs and what it may be. */
export interface WeightSetting {
  readonly initializer: Initializer;
  readonly regularizer: Regularizer | undefined;
  readonly constraint: Constraint | undefined;
}

/**
 * How the weights of a layer begin, what they cost and what they may be: its options `kernelInitializer`,
 * `kernelRegularizer`, `kernelConstraint` and so on for each kind of weight, and `activityRegularizer`.
 */
export class WeightSettings<Kind extends string> {
  readonly #of: Readonly<Record<Kind, WeightSetting>>;
  /** Penalty on the output. */
  readonly activity: Regularizer | undefined;

  /** @param defaults the kinds of weights, each with its initializer where none is given. */
  constructor(options: object, defaults: Readonly<Record<Kind, InitializerId>>) {
    const given = options as Readonly<Record<string, unknown>>;
    const read = (kind: Kind): WeightSetting => ({
      initializer: made(initializer, initializerFromConfig, given[`${kind}Initializer`] ?? defaults[kind]),
      regularizer: optional(regularizer, regularizerFromConfig, given[`${kind}Regularizer`]),
      constraint: optional(constraint, constraintFromConfig, given[`${kind}Constraint`]),
    });
    const kinds = Object.keys(defaults) as Kind[];
    this.#of = Object.fromEntries(kinds.map((kind) => [kind, read(kind)])) as Record<Kind, WeightSetting>;
    this.activity = optional(regularizer, regularizerFromConfig, given.activityRegularizer);
  }

  /** The settings of one kind of weight. */
  of(kind: Kind): WeightSetting {
    return this.#of[kind];
  }

  /** The options as JSON; null where there is none. */
  config(): Record<string, ConfigEntry | null> {
    return { ...this.weightsConfig(), activityRegularizer: entryOf(this.activity) };
  }

  /** The options as JSON, for a layer that has no penalty on its output. */
  weightsConfig(): Record<string, ConfigEntry | null> {
    const config: Record<string, ConfigEntry | null> = {};
    for (const [kind, setting] of Object.entries<WeightSetting>(this.#of)) {
      config[`${kind}Initializer`] = entryOf(setting.initializer);
      config[`${kind}Regularizer`] = entryOf(setting.regularizer);
      config[`${kind}Constraint`] = entryOf(setting.constraint);
    }
    return config;
  }
}

function made<T extends Configurable>(
  find: (id: never) => T | undefined,
  make: (entry: ConfigEntry) => T,
  id: unknown,
): T {
  const isEntry = typeof id === 'object' && id !== null && 'config' in id && typeof id.config === 'object';
  return isEntry ? make(id as ConfigEntry) : (find(id as never) as T);
}

function optional<T extends Configurable>(
  find: (id: never) => T | undefined,
  make: (entry: ConfigEntry) => T,
  id: unknown,
): T | undefined {
  return id === undefined || id === null ? undefined : made(find, make, id);
}

function entryOf(object: Configurable | undefined): ConfigEntry | null {
  return object === undefined ? null : toConfig(object);
}
