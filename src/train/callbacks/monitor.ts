import { OptionError } from '../../errors.ts';
import type { Metric } from '../../metrics/index.ts';
import { checkChoice, checkNumber, checkText } from '../../options.ts';
import type { Json, ModelInTraining, TrainPlan } from '../callback.ts';
import type { Logs } from '../metric-set.ts';
import { type Fields, numberField } from './fields.ts';

/** Whether the number should fall ('min') or rise ('max'); 'auto' takes it from the name. */
export type MonitorMode = 'auto' | 'min' | 'max';

/** Options of what watches one number of the logs. */
export interface MonitorOptions {
  /** Name in the logs. Default 'valLoss'. */
  monitor?: string;
  /** 'auto' knows loss and the metrics of this package. Default 'auto'. */
  mode?: MonitorMode;
}

/** Metrics that should rise. */
const RISING = [
  'AUC Accuracy BinaryAccuracy BinaryIoU CategoricalAccuracy ConcordanceCorrelation CosineSimilarity F1Score',
  'FBetaScore IoU MeanIoU OneHotIoU OneHotMeanIoU PearsonCorrelation Precision PrecisionAtRecall R2Score Recall',
  'RecallAtPrecision SensitivityAtSpecificity SparseCategoricalAccuracy SparseTopKCategoricalAccuracy',
  'SpecificityAtSensitivity TopKCategoricalAccuracy ConfusionMatrix PerClassAccuracy',
].flatMap((line) => line.split(' '));
/** Metrics that should fall. */
const FALLING = [
  'BinaryCrossentropy BinaryFocalCrossentropy CategoricalCrossentropy CategoricalFocalCrossentropy CategoricalHinge',
  'Hinge Huber KLDivergence LogCoshError MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError',
  'MeanSquaredLogarithmicError NegativeLogLikelihood Perplexity Poisson RootMeanSquaredError',
  'SparseCategoricalCrossentropy SquaredHinge',
].flatMap((line) => line.split(' '));

/** Watches one number of the logs and keeps its best value: what EarlyStopping and its like share. */
export class Monitor {
  readonly name: string;
  readonly mode: MonitorMode;
  readonly minDelta: number;
  /** Best value so far; undefined before the first. */
  best: number | undefined;
  readonly #subject: string;
  #model: ModelInTraining | undefined;
  #validates = false;
  #rises: boolean | undefined;

  /** @param subject the callback, as errors name it. */
  constructor(subject: string, options: MonitorOptions & { minDelta?: number; best?: number | undefined }) {
    this.#subject = subject;
    this.name = checkText(subject, 'monitor', options.monitor ?? 'valLoss');
    this.mode = checkChoice(subject, 'mode', options.mode ?? 'auto', ['auto', 'min', 'max']);
    this.minDelta = Math.abs(checkNumber(subject, 'minDelta', options.minDelta ?? 0));
    this.best = options.best;
  }

  /** Called when training begins. */
  begin(plan: TrainPlan, model: ModelInTraining): void {
    this.#model = model;
    this.#validates = plan.validates;
    this.#rises = undefined;
  }

  /**
   * The watched number of an epoch; undefined in an epoch without validation where it is one of validation.
   *
   * @throws OptionError where the logs have it not.
   */
  read(logs: Logs): number | undefined {
    const value = logs[this.name];
    if (value !== undefined) return value;
    const ofValidation = (name: string): boolean => /^val[A-Z]/.test(name);
    if (this.#validates && ofValidation(this.name) && !Object.keys(logs).some(ofValidation)) return undefined;
    throw new OptionError(
      `Cannot monitor '${this.name}' in ${this.#subject}: it must be in the logs, received ${Object.keys(logs).join(', ')}`,
      ofValidation(this.name) ? { hint: "Give fit validationData or validationSplit, or monitor 'loss'." } : {},
    );
  }

  /** Whether a value is better than another by more than minDelta; anything is better than none, and any number than NaN. */
  improves(value: number, than: number | undefined): boolean {
    this.#rises ??= this.#direction() === 'max';
    if (than === undefined) return true;
    if (Number.isNaN(than)) return !Number.isNaN(value);
    return this.#rises ? value - this.minDelta > than : value + this.minDelta < than;
  }

  /** The best value as JSON. */
  state(): Json {
    return this.best === undefined || Number.isFinite(this.best) ? (this.best ?? null) : String(this.best);
  }

  /** Takes up what `state` gave. */
  restore(fields: Fields): void {
    this.best = fields.best === null ? undefined : numberField(this.#subject, fields, 'best');
  }

  #direction(): 'min' | 'max' {
    if (this.mode !== 'auto') return this.mode;
    const name = this.name.replace(/^val([A-Z])/, (_, first: string) => first.toLowerCase());
    if (name === 'loss' || name.endsWith('Loss')) return 'min'; // of one of several outputs: ageLoss
    const bears = (own: string): boolean => name === own || name.endsWith(`${own[0]?.toUpperCase()}${own.slice(1)}`);
    const found = this.#model?.metrics.find((metric: Metric) => bears(metric.name))?.className;
    const kind = found?.replace(/Metric$/, '');
    if (kind !== undefined && RISING.includes(kind)) return 'max';
    if (kind !== undefined && FALLING.includes(kind)) return 'min';
    throw new OptionError(
      `Cannot monitor '${this.name}' in ${this.#subject}: mode must be 'min' or 'max' where the metric does not say it, received 'auto'`,
    );
  }
}
