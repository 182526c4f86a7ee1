export {
  type ActivationName,
  activation,
  exponential,
  hardSigmoid,
  hardSigmoidKeras2,
  linear,
} from './activations/index.ts';
export { type GradientPair, Tape } from './autograd/tape.ts';
export { configure, type EngineOptions, engineReport } from './backend/current.ts';
export type { MemoryUsage } from './backend/memory.ts';
export type { EngineReport } from './backend/wasm/report.ts';
export { type GruCellOptions, gruCell } from './cells/gru.ts';
export { type GainAndShift, type LstmCellOptions, lstmCell } from './cells/lstm.ts';
export { type SimpleRnnCellOptions, simpleRnnCell } from './cells/simple-rnn.ts';
export { type Config, type ConfigEntry, toConfig } from './config.ts';
export {
  type Axis,
  type Constraint,
  type ConstraintId,
  type ConstraintName,
  constraint,
  constraintFromConfig,
  MaxNorm,
  type MaxNormOptions,
  MinMaxNorm,
  type MinMaxNormOptions,
  NonNeg,
  UnitNorm,
  type UnitNormOptions,
} from './constraints/index.ts';
export type { TensorLike, TensorsLike } from './data/batches.ts';
export type { ClassWeight } from './data/class-weight.ts';
export {
  type ErrorCode,
  FormatError,
  MemcellError,
  NumericError,
  OptionError,
  ResourceError,
  ShapeError,
  UnsupportedError,
} from './errors.ts';
export {
  Constant,
  type ConstantOptions,
  type FanMode,
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  Identity,
  type IdentityOptions,
  type Initializer,
  type InitializerId,
  type InitializerName,
  initializer,
  initializerFromConfig,
  LecunNormal,
  LecunUniform,
  Ones,
  Orthogonal,
  type OrthogonalOptions,
  RandomNormal,
  type RandomNormalOptions,
  RandomUniform,
  type RandomUniformOptions,
  type ScaledDistribution,
  TruncatedNormal,
  type TruncatedNormalOptions,
  VarianceScaling,
  type VarianceScalingOptions,
  Zeros,
} from './initializers/index.ts';
export { Activation } from './layers/activation.ts';
export { Add } from './layers/add.ts';
export { AdditiveAttention } from './layers/additive-attention.ts';
export { Attention, type AttentionOptions } from './layers/attention.ts';
export type { AttentionLayerOptions } from './layers/attention-layer.ts';
export { Average } from './layers/average.ts';
export { AveragePooling1D } from './layers/average-pooling1d.ts';
export { AveragePooling2D } from './layers/average-pooling2d.ts';
export { BatchNormalization, type BatchNormalizationOptions } from './layers/batch-normalization.ts';
export { Bidirectional, type BidirectionalOptions, type MergeMode } from './layers/bidirectional.ts';
export type { CellStep, CellStepper, SequenceOptions, SequenceResult } from './layers/cell-loop.ts';
export { Concatenate, type ConcatenateOptions } from './layers/concatenate.ts';
export type { ConvLayerOptions } from './layers/conv-layer.ts';
export { Conv1D, type Conv1DOptions } from './layers/conv1d.ts';
export { Conv2D, type Conv2DOptions } from './layers/conv2d.ts';
export { Cropping1D, type Cropping1DOptions } from './layers/cropping1d.ts';
export { Dense, type DenseOptions } from './layers/dense.ts';
export { Dot, type DotOptions } from './layers/dot.ts';
export { Dropout } from './layers/dropout.ts';
export { ELU, type EluOptions } from './layers/elu.ts';
export { Embedding, type EmbeddingOptions } from './layers/embedding.ts';
export { Flatten, type FlattenOptions } from './layers/flatten.ts';
export { GaussianNoise } from './layers/gaussian-noise.ts';
export { GlobalAveragePooling1D } from './layers/global-average-pooling1d.ts';
export { GlobalAveragePooling2D } from './layers/global-average-pooling2d.ts';
export { GlobalMaxPooling1D } from './layers/global-max-pooling1d.ts';
export { GlobalMaxPooling2D } from './layers/global-max-pooling2d.ts';
export type { GlobalPoolOptions } from './layers/global-pool-layer.ts';
export { GRU, type GruOptions } from './layers/gru.ts';
export { GRUCell, type GruCellLayerOptions } from './layers/gru-cell.ts';
export { layerFromConfig, registerLayer } from './layers/index.ts';
export { Input, InputLayer, type InputOptions } from './layers/input.ts';
export type { KernelCellOptions } from './layers/kernel-cell.ts';
export { Layer, type LayerConfig, type LayerOptions, type WeightOptions } from './layers/layer.ts';
export { LayerNormalization } from './layers/layer-normalization.ts';
export { LeakyReLU, type LeakyReluOptions } from './layers/leaky-relu.ts';
export { LSTM, type LstmOptions } from './layers/lstm.ts';
export { LSTMCell, type LstmCellLayerOptions } from './layers/lstm-cell.ts';
export { Masking, type MaskingOptions } from './layers/masking.ts';
export { MaxPooling1D } from './layers/max-pooling1d.ts';
export { MaxPooling2D } from './layers/max-pooling2d.ts';
export { Maximum } from './layers/maximum.ts';
export { Minimum } from './layers/minimum.ts';
export { Multiply } from './layers/multiply.ts';
export type { NormalizationOptions } from './layers/normalization-layer.ts';
export { Permute } from './layers/permute.ts';
export type { PoolLayerOptions } from './layers/pool-layer.ts';
export { PReLU, type PReluOptions } from './layers/prelu.ts';
export type { RecurrentOptions } from './layers/recurrent-layer.ts';
export { RecurrentLayer } from './layers/recurrent-layer.ts';
export type { LayerClass, Loading } from './layers/registry.ts';
export { ReLU, type ReluOptions } from './layers/relu.ts';
export { RepeatVector } from './layers/repeat-vector.ts';
export { Reshape } from './layers/reshape.ts';
export { RNN, type RnnOptions } from './layers/rnn.ts';
export { type RecurrentPath, RNNCell } from './layers/rnn-cell.ts';
export { SimpleRNN, type SimpleRnnOptions } from './layers/simple-rnn.ts';
export { SimpleRNNCell } from './layers/simple-rnn-cell.ts';
export { Softmax, type SoftmaxOptions } from './layers/softmax.ts';
export { SpatialDropout1D } from './layers/spatial-dropout1d.ts';
export { StackedRNNCells, type StackedRnnCellsOptions } from './layers/stacked-rnn-cells.ts';
export { Subtract } from './layers/subtract.ts';
export { type ApplyOptions, SymbolicTensor, type SymbolicTensors } from './layers/symbolic.ts';
export { TimeDistributed, type TimeDistributedOptions } from './layers/time-distributed.ts';
export {
  type ForwardContext,
  forwardPass,
  type Mask,
  type Tensors,
  type Tracer,
  type Trainable,
} from './layers/trainable.ts';
export { UpSampling1D, type UpSampling1DOptions } from './layers/up-sampling1d.ts';
export { ZeroPadding1D, type ZeroPadding1DOptions } from './layers/zero-padding1d.ts';
export { ZeroPadding2D, type ZeroPadding2DOptions } from './layers/zero-padding2d.ts';
export type { Zoneout } from './layers/zoneout.ts';
export {
  BinaryCrossentropy,
  type BinaryCrossentropyOptions,
  BinaryFocalCrossentropy,
  type BinaryFocalCrossentropyOptions,
  CategoricalCrossentropy,
  type CategoricalCrossentropyOptions,
  CategoricalFocalCrossentropy,
  type CategoricalFocalCrossentropyOptions,
  CategoricalHinge,
  CosineSimilarity,
  type CosineSimilarityOptions,
  Hinge,
  Huber,
  type HuberOptions,
  KLDivergence,
  type LabelLossOptions,
  LogCosh,
  type Loss,
  type LossId,
  type LossName,
  type LossOptions,
  loss,
  lossFromConfig,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
  NegativeLogLikelihood,
  Poisson,
  type Reduction,
  RowLoss,
  SparseCategoricalCrossentropy,
  type SparseCategoricalCrossentropyOptions,
  SquaredHinge,
  type Weighting,
} from './losses/index.ts';
export {
  Accuracy,
  AUC,
  type AUCOptions,
  BinaryAccuracy,
  type BinaryAccuracyOptions,
  BinaryCrossentropyMetric,
  type BinaryCrossentropyMetricOptions,
  BinaryFocalCrossentropyMetric,
  type BinaryFocalCrossentropyMetricOptions,
  CategoricalAccuracy,
  CategoricalCrossentropyMetric,
  type CategoricalCrossentropyMetricOptions,
  CategoricalFocalCrossentropyMetric,
  type CategoricalFocalCrossentropyMetricOptions,
  CategoricalHingeMetric,
  type ClassMetricOptions,
  ConfusionMatrix,
  CosineSimilarityMetric,
  type CosineSimilarityMetricOptions,
  F1Score,
  type F1ScoreOptions,
  HingeMetric,
  HuberMetric,
  type HuberMetricOptions,
  KLDivergenceMetric,
  LogCoshError,
  LossMetric,
  Mean,
  MeanAbsoluteErrorMetric,
  MeanAbsolutePercentageErrorMetric,
  MeanMetric,
  MeanSquaredErrorMetric,
  MeanSquaredLogarithmicErrorMetric,
  type Metric,
  type MetricContext,
  type MetricId,
  type MetricName,
  type MetricOptions,
  metric,
  metricFromConfig,
  NegativeLogLikelihoodMetric,
  type NegativeLogLikelihoodMetricOptions,
  PerClassAccuracy,
  Perplexity,
  type PerplexityOptions,
  PoissonMetric,
  Precision,
  R2Score,
  type R2ScoreOptions,
  Recall,
  RootMeanSquaredError,
  SparseCategoricalAccuracy,
  SparseCategoricalCrossentropyMetric,
  type SparseCategoricalCrossentropyMetricOptions,
  SparseTopKCategoricalAccuracy,
  type SparseTopKCategoricalAccuracyOptions,
  SquaredHingeMetric,
  type ThresholdOptions,
  TopKCategoricalAccuracy,
  type TopKCategoricalAccuracyOptions,
} from './metrics/index.ts';
export type { CompileOptions, PerOutput } from './models/compile.ts';
export type { BatchLike, BatchStream, FitData, FullBatch, Stream } from './models/fit-data.ts';
export type { FunctionalOptions } from './models/graph.ts';
export type { SequentialPart } from './models/layer-list.ts';
export { Model, type PredictionOf } from './models/model.ts';
export type { EvaluateOptions, FitOptions } from './models/options.ts';
export { Sequential, type SequentialOptions } from './models/sequential.ts';

export { nearestName } from './nearest-name.ts';
export * from './ops/index.ts';
export {
  type AccumulationOptions,
  Adadelta,
  type AdadeltaOptions,
  Adagrad,
  AdagradDA,
  type AdagradDAOptions,
  type AdagradOptions,
  Adam,
  Adamax,
  type AdamaxOptions,
  type AdamOptions,
  AdamW,
  type AdamWOptions,
  type AveragingOptions,
  type ClippingOptions,
  CosineDecay,
  type CosineDecayOptions,
  CosineDecayRestarts,
  type CosineDecayRestartsOptions,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  ExponentialDecay,
  type ExponentialDecayOptions,
  Ftrl,
  type FtrlOptions,
  globalNorm,
  InverseTimeDecay,
  type InverseTimeDecayOptions,
  type LearningRate,
  Lion,
  type LionOptions,
  localReducer,
  Momentum,
  type MomentumOptions,
  Nadam,
  type NadamOptions,
  OneCycle,
  type OneCycleOptions,
  Optimizer,
  type OptimizerId,
  type OptimizerName,
  type OptimizerOptions,
  optimizer,
  optimizerFromConfig,
  PiecewiseConstantDecay,
  type PiecewiseConstantDecayOptions,
  PolynomialDecay,
  type PolynomialDecayOptions,
  ProximalAdagrad,
  type ProximalAdagradOptions,
  ProximalGradientDescent,
  type ProximalGradientDescentOptions,
  type Reducer,
  RMSprop,
  type RMSpropOptions,
  Rprop,
  type RpropOptions,
  Schedule,
  type ScheduleName,
  SGD,
  type SGDOptions,
  StepDecay,
  type StepDecayOptions,
  SyncReplicas,
  scheduleFromConfig,
  type WeightDecayOptions,
  type WeightGradient,
  type WeightRun,
  type WithGradient,
} from './optimizers/index.ts';
export { Random } from './random.ts';
export {
  L1,
  L1L2,
  type L1L2Options,
  type L1Options,
  L2,
  type L2Options,
  type Regularizer,
  type RegularizerId,
  type RegularizerName,
  regularizer,
  regularizerFromConfig,
} from './regularizers/index.ts';
export type { Batch } from './tensor/batch.ts';
export { memory, scope } from './tensor/scope.ts';

export type { OpenShape, OpenShapes, Shape } from './tensor/shape.ts';

export { SparseRows } from './tensor/sparse-rows.ts';

export {
  type Dtype,
  type NestedArray,
  type Tensor,
  type TensorData,
  type TensorValues,
  tensor,
} from './tensor/tensor.ts';
export { Variable, type VariableOptions } from './tensor/variable.ts';
export type {
  Callback,
  History,
  Json,
  ModelInTraining,
  ResumableCallback,
  TrainControl,
  TrainPlan,
} from './train/callback.ts';
export {
  type CheckpointOptions,
  EarlyStopping,
  type EarlyStoppingOptions,
  LambdaCallback,
  type LearningRateFunction,
  LearningRateScheduler,
  ModelCheckpoint,
  type ModelCheckpointOptions,
  type MonitorMode,
  type MonitorOptions,
  ReduceLROnPlateau,
  type ReduceLROnPlateauOptions,
  type SaveInfo,
  type SaveModel,
  TerminateOnNaN,
  type TerminateOnNaNOptions,
} from './train/callbacks/index.ts';
export type { Logs } from './train/metric-set.ts';
