import { type ConfigEntry, fromConfig } from '../../config.ts';
import { CosineDecay } from './cosine-decay.ts';
import { CosineDecayRestarts } from './cosine-decay-restarts.ts';
import { ExponentialDecay } from './exponential-decay.ts';
import { InverseTimeDecay } from './inverse-time-decay.ts';
import { provideSchedules } from './learning-rate.ts';
import { OneCycle } from './one-cycle.ts';
import { PiecewiseConstantDecay } from './piecewise-constant-decay.ts';
import { PolynomialDecay } from './polynomial-decay.ts';
import { Schedule } from './schedule.ts';
import { StepDecay } from './step-decay.ts';

export type { CosineDecayOptions } from './cosine-decay.ts';
export type { CosineDecayRestartsOptions } from './cosine-decay-restarts.ts';
export type { ExponentialDecayOptions } from './exponential-decay.ts';
export type { InverseTimeDecayOptions } from './inverse-time-decay.ts';
export type { LearningRate } from './learning-rate.ts';
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

provideSchedules(schedules);

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
