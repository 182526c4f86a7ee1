export {
  BackupAndRestore,
  type BackupAndRestoreOptions,
  type CheckpointStore,
} from './backup-and-restore.ts';
export { checkpointBytes, readCheckpoint } from './checkpoint-file.ts';
export { CSVLogger, type CSVLoggerOptions } from './csv-logger.ts';
export { type LoadOptions, loadModel } from './load-model.ts';
export { ModelCheckpoint } from './model-checkpoint.ts';
export { type KerasBytesOptions, kerasBytes, modelBytes, type SaveOptions, saveModel } from './save-model.ts';
