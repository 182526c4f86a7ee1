import { type ActivationName, activation } from '../activations/index.ts';
import type { ConstraintId } from '../constraints/index.ts';
import { UnsupportedError } from '../errors.ts';
import type { InitializerId } from '../initializers/index.ts';
import { conv } from '../ops/conv.ts';
import { type Padding, perAxis, windowCounts } from '../ops/windows.ts';
import { checkBoolean, checkChoice, checkNumber, checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import type { RegularizerId } from '../regularizers/index.ts';
import type { OpenShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { checkDataFormat, type DataFormat } from './data-format.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import type { ForwardContext } from './trainable.ts';
import { type Given, WeightSettings } from './weight-settings.ts';

/** Options of `Conv1D` and `Conv2D`. */
export interface ConvLayerOptions extends LayerOptions {
  /** Number of filters, F ≥ 1: channels of the output. */
  filters: number;
  /** Size of the window, for all axes or for each, ≥ 1. */
  kernelSize: number | readonly number[];
  /** Steps from one window to the next, ≥ 1. Default 1. */
  strides?: number | readonly number[];
  /** Steps from one element of a window to the next, ≥ 1. Default 1. */
  dilationRate?: number | readonly number[];
  /** Only 'channelsLast'. */
  dataFormat?: DataFormat | null;
  /** Only 1. */
  groups?: number;
  /** Default 'linear'. */
  activation?: ActivationName | null;
  /** Whether there is a bias. Default true. */
  useBias?: boolean;
  /** Of W. Default 'glorotUniform'. */
  kernelInitializer?: Given<InitializerId>;
  /** Of b [F]. Default 'zeros'. */
  biasInitializer?: Given<InitializerId>;
  /** Penalty on W, b, and on the output (divided by B). Default none. */
  kernelRegularizer?: Given<RegularizerId> | null;
  biasRegularizer?: Given<RegularizerId> | null;
  activityRegularizer?: Given<RegularizerId> | null;
  /** Applied to W, b after each update. Default none. */
  kernelConstraint?: Given<ConstraintId> | null;
  biasConstraint?: Given<ConstraintId> | null;
}

const OPTIONS = [
  'name trainable filters kernelSize strides padding dataFormat dilationRate groups activation useBias',
  'kernelInitializer biasInitializer kernelRegularizer biasRegularizer activityRegularizer kernelConstraint',
  'biasConstraint',
].flatMap((line) => line.split(' '));

/** What the convolutions over one axis and over two share. */
export abstract class ConvLayer extends Layer {
  readonly filters: number;
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly dilationRate: readonly number[];
  readonly padding: Padding;
  readonly #dataFormat: DataFormat;
  readonly #activation: ActivationName;
  readonly #useBias: boolean;
  readonly #settings: WeightSettings<'kernel' | 'bias'>;
  #kernel!: Variable;
  #bias: Variable | undefined;

  /** @param kind class name, name by default, number of axes and ways to pad. */
  constructor(
    options: ConvLayerOptions & { padding?: Padding },
    kind: { className: string; name: string; axes: number; paddings: readonly Padding[] },
  ) {
    super(kind.name, options);
    const { className, axes, paddings } = kind;
    const subject = `${className} '${this.name}'`;
    checkOptions(subject, options, OPTIONS);
    const sizes = (name: 'kernelSize' | 'strides' | 'dilationRate', initial?: number) =>
      perAxis(`create ${subject}`, name, options[name] ?? initial, axes);
    this.filters = checkNumber(subject, 'filters', options.filters, { from: 1, whole: true });
    this.kernelSize = sizes('kernelSize');
    this.strides = sizes('strides', 1);
    this.dilationRate = sizes('dilationRate', 1);
    this.padding = checkChoice(subject, 'padding', options.padding ?? 'valid', paddings);
    this.#dataFormat = checkDataFormat(subject, options.dataFormat);
    const groups = checkNumber(subject, 'groups', options.groups ?? 1, { from: 1, whole: true });
    if (groups !== 1) throw new UnsupportedError(`Cannot create ${subject}: groups must be 1, received ${groups}`);
    this.#activation = options.activation ?? 'linear';
    activation(this.#activation);
    this.#useBias = checkBoolean(subject, 'useBias', options.useBias ?? true);
    this.#settings = new WeightSettings(options, { kernel: 'glorotUniform', bias: 'zeros' });
  }

  override get hasWeights(): boolean {
    return true;
  }

  protected build(inputShape: OpenShape, random: Random): void {
    this.#kernel = this.addWeight({
      name: 'kernel',
      shape: [...this.kernelSize, inputShape.at(-1) as number, this.filters],
      random: random.split(),
      ...this.#settings.of('kernel'),
    });
    if (!this.#useBias) return;
    this.#bias = this.addWeight({
      name: 'bias',
      shape: [this.filters],
      random: random.split(),
      ...this.#settings.of('bias'),
    });
  }

  call(x: Tensor, context: ForwardContext): Tensor {
    const { strides, padding, dilationRate } = this;
    const sums = conv(this.checkCall(x), this.#kernel, { strides, padding, dilationRate, bias: this.#bias });
    const output = activation(this.#activation)(sums);
    this.penalizeActivity(this.#settings.activity, output, context);
    return output;
  }

  protected override needsSequence(): boolean {
    return this.kernelSize[0] !== 1 || this.strides[0] !== 1;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    const axes = this.kernelSize.length;
    this.checkInput(inputShape, axes + 2, axes === 1 ? '[B, T, C]' : '[B, H, W, C]');
    const slides = this.kernelSize.map((size, i) => ({
      size,
      stride: this.strides[i] as number,
      dilation: this.dilationRate[i] as number,
      padding: this.padding,
    }));
    const counts = windowCounts(inputShape, slides, `call ${this.className} '${this.name}'`);
    return [inputShape[0] as number | null, ...counts, this.filters];
  }

  config(): LayerConfig {
    return {
      name: this.name,
      trainable: this.trainable,
      filters: this.filters,
      kernelSize: [...this.kernelSize],
      strides: [...this.strides],
      padding: this.padding,
      dataFormat: this.#dataFormat,
      dilationRate: [...this.dilationRate],
      groups: 1,
      activation: this.#activation,
      useBias: this.#useBias,
      ...this.#settings.config(),
    };
  }
}
