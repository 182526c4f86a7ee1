export { Activation } from '../layers/activation.ts';
export { Add } from '../layers/add.ts';
export { AdditiveAttention } from '../layers/additive-attention.ts';
export { Attention, type AttentionOptions } from '../layers/attention.ts';
export type { AttentionLayerOptions } from '../layers/attention-layer.ts';
export { Average } from '../layers/average.ts';
export { AveragePooling1D } from '../layers/average-pooling1d.ts';
export { AveragePooling2D } from '../layers/average-pooling2d.ts';
export { BatchNormalization, type BatchNormalizationOptions } from '../layers/batch-normalization.ts';
export { Bidirectional, type BidirectionalOptions, type MergeMode } from '../layers/bidirectional.ts';
export type { CellStep, CellStepper, SequenceOptions, SequenceResult } from '../layers/cell-loop.ts';
export { Concatenate, type ConcatenateOptions } from '../layers/concatenate.ts';
export type { ConvLayerOptions } from '../layers/conv-layer.ts';
export { Conv1D, type Conv1DOptions } from '../layers/conv1d.ts';
export { Conv2D, type Conv2DOptions } from '../layers/conv2d.ts';
export { Cropping1D, type Cropping1DOptions } from '../layers/cropping1d.ts';
export { Dense, type DenseOptions } from '../layers/dense.ts';
export { Dot, type DotOptions } from '../layers/dot.ts';
export { Dropout } from '../layers/dropout.ts';
export { ELU, type EluOptions } from '../layers/elu.ts';
export { Embedding, type EmbeddingOptions } from '../layers/embedding.ts';
export { Flatten, type FlattenOptions } from '../layers/flatten.ts';
export { GaussianNoise } from '../layers/gaussian-noise.ts';
export { GlobalAveragePooling1D } from '../layers/global-average-pooling1d.ts';
export { GlobalAveragePooling2D } from '../layers/global-average-pooling2d.ts';
export { GlobalMaxPooling1D } from '../layers/global-max-pooling1d.ts';
export { GlobalMaxPooling2D } from '../layers/global-max-pooling2d.ts';
export type { GlobalPoolOptions } from '../layers/global-pool-layer.ts';
export { GRU, type GruOptions } from '../layers/gru.ts';
export { GRUCell, type GruCellLayerOptions } from '../layers/gru-cell.ts';
export { layerFromConfig, registerLayer } from '../layers/index.ts';
export { Input, InputLayer, type InputOptions } from '../layers/input.ts';
export type { KernelCellOptions } from '../layers/kernel-cell.ts';
export { Layer, type LayerConfig, type LayerOptions, type WeightOptions } from '../layers/layer.ts';
export { LayerNormalization } from '../layers/layer-normalization.ts';
export { LeakyReLU, type LeakyReluOptions } from '../layers/leaky-relu.ts';
export { LSTM, type LstmOptions } from '../layers/lstm.ts';
export { LSTMCell, type LstmCellLayerOptions } from '../layers/lstm-cell.ts';
export { Masking, type MaskingOptions } from '../layers/masking.ts';
export { MaxPooling1D } from '../layers/max-pooling1d.ts';
export { MaxPooling2D } from '../layers/max-pooling2d.ts';
export { Maximum } from '../layers/maximum.ts';
export { Minimum } from '../layers/minimum.ts';
export { Multiply } from '../layers/multiply.ts';
export type { NormalizationOptions } from '../layers/normalization-layer.ts';
export { Permute } from '../layers/permute.ts';
export type { PoolLayerOptions } from '../layers/pool-layer.ts';
export { PReLU, type PReluOptions } from '../layers/prelu.ts';
export type { RecurrentOptions } from '../layers/recurrent-layer.ts';
export { RecurrentLayer } from '../layers/recurrent-layer.ts';
export type { LayerClass, Loading } from '../layers/registry.ts';
export { ReLU, type ReluOptions } from '../layers/relu.ts';
export { RepeatVector } from '../layers/repeat-vector.ts';
export { Reshape } from '../layers/reshape.ts';
export { RNN, type RnnOptions } from '../layers/rnn.ts';
export { type RecurrentPath, RNNCell } from '../layers/rnn-cell.ts';
export { SimpleRNN, type SimpleRnnOptions } from '../layers/simple-rnn.ts';
export { SimpleRNNCell } from '../layers/simple-rnn-cell.ts';
export { Softmax, type SoftmaxOptions } from '../layers/softmax.ts';
export { SpatialDropout1D } from '../layers/spatial-dropout1d.ts';
export { StackedRNNCells, type StackedRnnCellsOptions } from '../layers/stacked-rnn-cells.ts';
export { Subtract } from '../layers/subtract.ts';
export { type ApplyOptions, SymbolicTensor, type SymbolicTensors } from '../layers/symbolic.ts';
export { TimeDistributed, type TimeDistributedOptions } from '../layers/time-distributed.ts';
export {
  type ForwardContext,
  forwardPass,
  type Mask,
  type Tensors,
  type Tracer,
  type Trainable,
} from '../layers/trainable.ts';
export { UpSampling1D, type UpSampling1DOptions } from '../layers/up-sampling1d.ts';
export { ZeroPadding1D, type ZeroPadding1DOptions } from '../layers/zero-padding1d.ts';
export { ZeroPadding2D, type ZeroPadding2DOptions } from '../layers/zero-padding2d.ts';
export type { Zoneout } from '../layers/zoneout.ts';
