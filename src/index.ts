// biome-ignore-all assist/source/organizeImports: what is exported first comes first in a bundle, see below
// What `import … from 'memcell'` finds: names alone, those of larger folders in index/.
// The engine first, and in its files the kernels: in the middle of a bundle they would cost a kilobyte, since gzip looks
// back 32 of them.
export { configure, type EngineOptions, engineReport } from './backend/current.ts';
export {
  type ActivationName,
  activation,
  exponential,
  hardSigmoid,
  hardSigmoidKeras2,
  linear,
} from './activations/index.ts';
export { type GradientPair, Tape } from './autograd/tape.ts';
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
export * from './index/initializers.ts';
export * from './index/layers.ts';
export * from './index/losses.ts';
export * from './index/metrics.ts';
export * from './index/optimizers.ts';
export * from './index/train.ts';
export type { CompileOptions, PerOutput } from './models/compile.ts';
export type { BatchLike, BatchStream, FitData, FullBatch, Stream } from './models/fit-data.ts';
export type { FunctionalOptions } from './models/graph.ts';
export type { SequentialPart } from './models/layer-list.ts';
export { Model, type PredictionOf } from './models/model.ts';
export type { EvaluateOptions, FitOptions } from './models/options.ts';
export { type PredictStepOptions, Sequential, type SequentialOptions } from './models/sequential.ts';
export { nearestName } from './nearest-name.ts';
export * from './ops/index.ts';
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
