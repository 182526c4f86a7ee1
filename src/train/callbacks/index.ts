export { EarlyStopping, type EarlyStoppingOptions } from './early-stopping.ts';
export { LambdaCallback } from './lambda-callback.ts';
export { type LearningRateFunction, LearningRateScheduler } from './learning-rate-scheduler.ts';
export {
  type CheckpointOptions,
  ModelCheckpoint,
  type ModelCheckpointOptions,
  type SaveInfo,
  type SaveModel,
} from './model-checkpoint.ts';
export type { MonitorMode, MonitorOptions } from './monitor.ts';
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from './reduce-lr-on-plateau.ts';
export { TerminateOnNaN, type TerminateOnNaNOptions } from './terminate-on-nan.ts';
