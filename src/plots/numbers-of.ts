import { OptionError } from '../errors.ts';
import { describe } from '../options.ts';

/** A list of numbers, or a typed array, as a plain list. */
export function numbersOf(action: string, name: string, values: ArrayLike<number>): number[] {
  const isList = Array.isArray(values) || (ArrayBuffer.isView(values) && 'length' in values);
  if (!isList)
    throw new OptionError(`Cannot ${action}: ${name} must be a list of numbers, received ${describe(values)}`);
  const list = Array.from(values as ArrayLike<number>);
  const wrong = list.find((value) => typeof value !== 'number');
  if (wrong === undefined) return list;
  throw new OptionError(`Cannot ${action}: ${name} must be a list of numbers, received ${describe(wrong)} in it`);
}
