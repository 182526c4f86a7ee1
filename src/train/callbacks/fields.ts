import { OptionError } from '../../errors.ts';
import { describe } from '../../options.ts';
import type { Json } from '../callback.ts';

/** A state of a callback by its names. */
export type Fields = Readonly<Record<string, unknown>>;

/** The names and values of a state. @throws OptionError if it is no object or a name is missing. */
export function fieldsOf(subject: string, state: Json, names: readonly string[]): Fields {
  const fits = typeof state === 'object' && state !== null && names.every((name) => Object.hasOwn(state, name));
  if (fits) return state as Fields;
  throw new OptionError(
    `Cannot restore ${subject}: state must hold ${names.join(', ')}, received ${describe(JSON.stringify(state))}`,
  );
}

/** A number of a state; NaN and the infinities, which JSON lacks, are texts there. */
export function numberField(subject: string, fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value === 'number') return value;
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  throw new OptionError(`Cannot restore ${subject}: ${name} must be a number, received ${describe(value)}`);
}
