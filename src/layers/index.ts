import type { ConfigEntry } from '../config.ts';
import { OptionError } from '../errors.ts';
import { checkOptions, checkText, describe } from '../options.ts';
import { Activation } from './activation.ts';
import { Add } from './add.ts';
import { AdditiveAttention } from './additive-attention.ts';
import { Attention } from './attention.ts';
import { Average } from './average.ts';
import { AveragePooling1D } from './average-pooling1d.ts';
import { AveragePooling2D } from './average-pooling2d.ts';
import { BatchNormalization } from './batch-normalization.ts';
import { Bidirectional } from './bidirectional.ts';
import { Concatenate } from './concatenate.ts';
import { Conv1D } from './conv1d.ts';
import { Conv2D } from './conv2d.ts';
import { Cropping1D } from './cropping1d.ts';
import { Dense } from './dense.ts';
import { Dot } from './dot.ts';
import { Dropout } from './dropout.ts';
import { ELU } from './elu.ts';
import { Embedding } from './embedding.ts';
import { Flatten } from './flatten.ts';
import { GaussianNoise } from './gaussian-noise.ts';
import { GlobalAveragePooling1D } from './global-average-pooling1d.ts';
import { GlobalAveragePooling2D } from './global-average-pooling2d.ts';
import { GlobalMaxPooling1D } from './global-max-pooling1d.ts';
import { GlobalMaxPooling2D } from './global-max-pooling2d.ts';
import { GRU } from './gru.ts';
import { GRUCell } from './gru-cell.ts';
import { InputLayer } from './input.ts';
import type { Layer } from './layer.ts';
import { LayerNormalization } from './layer-normalization.ts';
import { LeakyReLU } from './leaky-relu.ts';
import { LSTM } from './lstm.ts';
import { LSTMCell } from './lstm-cell.ts';
import { makeLayer } from './make-layer.ts';
import { Masking } from './masking.ts';
import { MaxPooling1D } from './max-pooling1d.ts';
import { MaxPooling2D } from './max-pooling2d.ts';
import { Maximum } from './maximum.ts';
import { Minimum } from './minimum.ts';
import { Multiply } from './multiply.ts';
import { Permute } from './permute.ts';
import { PReLU } from './prelu.ts';
import { keepLayer, type LayerClass, provideLayers } from './registry.ts';
import { ReLU } from './relu.ts';
import { RepeatVector } from './repeat-vector.ts';
import { Reshape } from './reshape.ts';
import { RNN } from './rnn.ts';
import { SimpleRNN } from './simple-rnn.ts';
import { SimpleRNNCell } from './simple-rnn-cell.ts';
import { Softmax } from './softmax.ts';
import { SpatialDropout1D } from './spatial-dropout1d.ts';
import { StackedRNNCells } from './stacked-rnn-cells.ts';
import { Subtract } from './subtract.ts';
import { TimeDistributed } from './time-distributed.ts';
import { UpSampling1D } from './up-sampling1d.ts';
import { ZeroPadding1D } from './zero-padding1d.ts';
import { ZeroPadding2D } from './zero-padding2d.ts';

/** Every layer by its class name; each is made from its own `config()`. */
export const layers: Readonly<Record<string, LayerClass>> = {
  Activation,
  Add,
  AdditiveAttention,
  Attention,
  Average,
  AveragePooling1D,
  AveragePooling2D,
  BatchNormalization,
  Bidirectional,
  Concatenate,
  Conv1D,
  Conv2D,
  Cropping1D,
  Dense,
  Dot,
  Dropout,
  ELU,
  Embedding,
  Flatten,
  GRU,
  GRUCell,
  GaussianNoise,
  GlobalAveragePooling1D,
  GlobalAveragePooling2D,
  GlobalMaxPooling1D,
  GlobalMaxPooling2D,
  InputLayer,
  LSTM,
  LSTMCell,
  LayerNormalization,
  LeakyReLU,
  Masking,
  Maximum,
  MaxPooling1D,
  MaxPooling2D,
  PReLU,
  Minimum,
  Multiply,
  Permute,
  RNN,
  ReLU,
  RepeatVector,
  Reshape,
  SimpleRNN,
  SimpleRNNCell,
  Softmax,
  SpatialDropout1D,
  StackedRNNCells,
  TimeDistributed,
  Subtract,
  UpSampling1D,
  ZeroPadding1D,
  ZeroPadding2D,
};

provideLayers(layers);

/**
 * Makes a layer from `{ className, config }`.
 *
 * @throws UnsupportedError if there is no such layer; OptionError if its config does not fit.
 * @example
 * ```ts
 * import { layerFromConfig } from 'memcell';
 * const layer = layerFromConfig({ className: 'Dense', config: { units: 3 } });
 * console.log(layer.outputShape([null, 2])); // => [ null, 3 ]
 * ```
 */
export function layerFromConfig(entry: ConfigEntry): Layer {
  return makeLayer(entry);
}

/**
 * Lets `loadModel` and `layerFromConfig` find a class of layers of your own by its className, as Keras's
 * register_keras_serializable does.
 *
 * @param options className: what its layers' `className` says. Default: the name of the class (which minifiers change).
 * @throws OptionError for what is no class, or a className that another class has.
 * @example
 * ```ts
 * import { Layer, layerFromConfig, type OpenShape, registerLayer, type Tensor } from 'memcell';
 * class Same extends Layer {
 *   readonly className = 'Same';
 *   constructor(options: { name?: string } = {}) {
 *     super('same', options);
 *   }
 *   protected build() {}
 *   call(x: Tensor) {
 *     return x;
 *   }
 *   outputShape(shape: OpenShape) {
 *     return shape;
 *   }
 *   config() {
 *     return { name: this.name };
 *   }
 * }
 * registerLayer(Same);
 * console.log(layerFromConfig({ className: 'Same', config: { name: 'a' } }).name); // => a
 * ```
 */
export function registerLayer(layer: LayerClass, options: { className?: string } = {}): void {
  if (typeof layer !== 'function') {
    throw new OptionError(`Cannot register layer: it must be a class of layers, received ${describe(layer)}`);
  }
  checkOptions('register layer', options, ['className']);
  const className = checkText('register layer', 'className', options.className ?? layer.name);
  const taken = Object.hasOwn(layers, className) || (keepLayer(className, layer) ?? layer) !== layer;
  if (!taken) return;
  throw new OptionError(
    `Cannot register layer '${className}': its className must be its own, received that of another class`,
  );
}
