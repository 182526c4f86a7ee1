import { type ConfigEntry, fromConfig } from '../../config.ts';
import { checkNumber } from '../../options.ts';
import { CosineDecay } from './cosine-decay.ts';
import { CosineDecayRestarts } from './cosine-decay-restarts.ts';
import { ExponentialDecay } from './exponential-decay.ts';
import { InverseTimeDecay } from './inverse-time-decay.ts';
import { OneCycle } from './one-cycle.ts';
import { PiecewiseConstantDecay } from './piecewise-constant-decay.ts';
import { PolynomialDecay } from './polynomial-decay.ts';
import { Schedule } from './schedule.ts';
import { StepDecay } from './step-decay.ts';

export type { CosineDecayOptions } from './cosine-decay.ts';
export type { CosineDecayRestartsOptions } from './cosine-decay-restarts.ts';
export type { ExponentialDecayOptions } from './exponential-decay.ts';
export type { InverseTimeDecayOptions } from './inverse-time-decay.ts';
export type { OneCycleOptions } from './one-cycle.ts';
export type { PiecewiseConstantDecayOptions } from './piecewise-constant-decay.ts';
export type { PolynomialDecayOptions } from './polynomial-decay.ts';
export type { StepDecayOptions } from './step-decay.ts';
export {
  CosineDecay,
  CosineDecayRestarts,
  ExponentialDecay,
  InverseTimeDecay,
  OneCycle,
  PiecewiseConstantDecay,
  PolynomialDecay,
  Schedule,
  StepDecay,
};

/** Names of the schedules. */
export type ScheduleName =
  | 'exponentialDecay'
  | 'piecewiseConstantDecay'
  | 'polynomialDecay'
  | 'inverseTimeDecay'
  | 'cosineDecay'
  | 'cosineDecayRestarts'
  | 'stepDecay'
  | 'oneCycle';

/** A learning rate: a number, a schedule, or a schedule as JSON (from a saved config). */
export type LearningRate = number | Schedule | ConfigEntry;

/** Every schedule's class by its name. */
export const schedules: Readonly<Record<ScheduleName, new (options: never) => Schedule>> = {
  exponentialDecay: ExponentialDecay,
  piecewiseConstantDecay: PiecewiseConstantDecay,
  polynomialDecay: PolynomialDecay,
  inverseTimeDecay: InverseTimeDecay,
  cosineDecay: CosineDecay,
  cosineDecayRestarts: CosineDecayRestarts,
  stepDecay: StepDecay,
  oneCycle: OneCycle,
};

/**
 * A schedule from what `toConfig` made of it.
 *
 * @throws OptionError for an unknown className, an unknown option or one out of its range.
 * @example
 * ```ts
 * import { scheduleFromConfig } from 'memcell';
 * const config = { initialLearningRate: 1, decaySteps: 10, decayRate: 0.5, staircase: true };
 * console.log(scheduleFromConfig({ className: 'ExponentialDecay', config }).at(19)); // => 0.5
 * ```
 */
export function scheduleFromConfig(entry: ConfigEntry): Schedule {
  return fromConfig('schedule', schedules, entry);
}

/** What an optimizer's option `learningRate` means. */
export function readLearningRate(subject: string, value: LearningRate): number | Schedule {
  if (value instanceof Schedule) return value;
  if (typeof value === 'object' && value !== null && 'className' in value) return scheduleFromConfig(value);
  return checkNumber(subject, 'learningRate', value, { from: 0 });
}
