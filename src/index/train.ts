export type {
  Callback,
  History,
  Json,
  ModelInTraining,
  ResumableCallback,
  TrainControl,
  TrainPlan,
} from '../train/callback.ts';
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
} from '../train/callbacks/index.ts';
export type { Logs } from '../train/metric-set.ts';
