import { type ConfigEntry, fromConfig } from '../../config.ts';
import { UnsupportedError } from '../../errors.ts';
import { checkNumber, describe } from '../../options.ts';
import { Schedule } from './schedule.ts';

/** A learning rate: a number, a schedule, or a schedule as JSON (from a saved config). */
export type LearningRate = number | Schedule | ConfigEntry;

type ScheduleClasses = Readonly<Record<string, new (options: never) => Schedule>>;

let known: ScheduleClasses | undefined;

/** Says which schedules there are: by the index of all, which a bundle leaves out that makes none from its config. */
export function provideSchedules(classes: ScheduleClasses): void {
  known = classes;
}

/** What an optimizer's option `learningRate` means. */
export function readLearningRate(subject: string, value: LearningRate): number | Schedule {
  if (value instanceof Schedule) return value;
  if (typeof value !== 'object' || value === null || !('className' in value)) {
    return checkNumber(subject, 'learningRate', value, { from: 0 });
  }
  if (known !== undefined) return fromConfig('schedule', known, value);
  throw new UnsupportedError(
    `Cannot make schedule: className must be that of a schedule which this bundle holds, received ${describe(value.className)}`,
    { hint: 'Give the schedule itself, or scheduleFromConfig(entry), which brings all of them.' },
  );
}
