import type { ConstraintId } from '../constraints/index.ts';
import { UnsupportedError } from '../errors.ts';
import type { InitializerId } from '../initializers/index.ts';
import { checkBoolean, checkNumber, checkOptions, describe } from '../options.ts';
import type { Random } from '../random.ts';
import type { RegularizerId } from '../regularizers/index.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Variable } from '../tensor/variable.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import { type Given, WeightSettings } from './weight-settings.ts';

/** Options that the normalising layers share. */
export interface NormalizationOptions extends LayerOptions {
  /** Only the last one, -1. Default -1. */
  axis?: number | readonly number[];
  /** Added to the variance, > 0. Default 0.001. */
  epsilon?: number;
  /** Whether there is β. Default true. */
  center?: boolean;
  /** Whether there is γ. Default true. */
  scale?: boolean;
  /** Of γ [D]. Default 'ones'. */
  gammaInitializer?: Given<InitializerId>;
  /** Of β [D]. Default 'zeros'. */
  betaInitializer?: Given<InitializerId>;
  /** Penalty on γ, β. Default none. */
  gammaRegularizer?: Given<RegularizerId> | null;
  betaRegularizer?: Given<RegularizerId> | null;
  /** Applied to γ, β after each update. Default none. */
  gammaConstraint?: Given<ConstraintId> | null;
  betaConstraint?: Given<ConstraintId> | null;
}

const OPTIONS = [
  'name trainable axis epsilon center scale gammaInitializer betaInitializer gammaRegularizer betaRegularizer',
  'gammaConstraint betaConstraint',
].flatMap((line) => line.split(' '));

/** What a class says of itself. */
export interface NormalizationKind {
  readonly className: string;
  /** Name by default. */
  readonly name: string;
  /** Options that it has besides. */
  readonly options?: readonly string[];
  /** Options that Keras has besides. */
  readonly unsupported?: readonly string[];
}

/** What the normalising layers share: γ, β and their options. */
export abstract class NormalizationLayer extends Layer {
  override readonly supportsMasking = true;
  readonly epsilon: number;
  readonly #center: boolean;
  readonly #scale: boolean;
  readonly #settings: WeightSettings<'gamma' | 'beta'>;
  /** γ [D]. */
  protected gamma: Variable | undefined;
  /** β [D]. */
  protected beta: Variable | undefined;

  constructor(options: NormalizationOptions, kind: NormalizationKind) {
    super(kind.name, options);
    const subject = `${kind.className} '${this.name}'`;
    checkOptions(subject, options, [...OPTIONS, ...(kind.options ?? [])], kind.unsupported);
    const { axis = -1 } = options;
    if (axis !== -1 && !(Array.isArray(axis) && axis.length === 1 && axis[0] === -1)) {
      throw new UnsupportedError(
        `Cannot create ${subject}: axis must be -1 (the last one), received ${describe(axis)}`,
        {
          hint: 'Move the axis to the end with Permute, and back after it.',
        },
      );
    }
    this.epsilon = checkNumber(subject, 'epsilon', options.epsilon ?? 0.001, { above: 0 });
    this.#center = checkBoolean(subject, 'center', options.center ?? true);
    this.#scale = checkBoolean(subject, 'scale', options.scale ?? true);
    this.#settings = new WeightSettings(options, { gamma: 'ones', beta: 'zeros' });
  }

  override get hasWeights(): boolean {
    return this.#scale || this.#center;
  }

  protected build(inputShape: OpenShape, random: Random): void {
    const make = (name: 'gamma' | 'beta'): Variable =>
      this.addWeight({
        name,
        shape: [inputShape.at(-1) as number],
        random: random.split(),
        ...this.#settings.of(name),
      });
    this.gamma = this.#scale ? make('gamma') : undefined;
    this.beta = this.#center ? make('beta') : undefined;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    this.checkInput(inputShape, Math.max(inputShape.length, 2), 'or more');
    return inputShape;
  }

  config(): LayerConfig {
    return {
      name: this.name,
      trainable: this.trainable,
      axis: -1,
      epsilon: this.epsilon,
      center: this.#center,
      scale: this.#scale,
      ...this.#settings.weightsConfig(),
    };
  }
}
