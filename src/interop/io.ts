export { readEvents } from '../formats/event-file.ts';
export type { EncodedImage, HistogramCounts, LogEvent, SummaryValue } from '../formats/event-messages.ts';
export type { GraphNodeMessage } from '../formats/graph-messages.ts';
export type { Pixels } from '../formats/png.ts';
export type { TensorMessage } from '../formats/tensor-message.ts';
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
export {
  exportStandalone,
  type StandaloneExport,
  type StandaloneOptions,
} from './standalone/export-standalone.ts';
export type { EventSink } from './tensorboard/event-folder.ts';
export {
  type AddFigureOptions,
  type AddHistogramOptions,
  type AddOptions,
  SummaryWriter,
  type SummaryWriterOptions,
} from './tensorboard/summary-writer.ts';
export { TensorBoard, type TensorBoardOptions } from './tensorboard/tensorboard.ts';
