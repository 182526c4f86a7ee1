import { OptionError } from '../errors.ts';
import { checkText, describe } from '../options.ts';

/** A list of texts. @throws OptionError for what is none. */
export function textsOf(action: string, name: string, values: unknown): readonly string[] {
  if (!Array.isArray(values)) {
    throw new OptionError(`Cannot ${action}: ${name} must be a list of texts, received ${describe(values)}`);
  }
  for (const value of values) {
    if (typeof value === 'string') continue;
    throw new OptionError(`Cannot ${action}: ${name} must be a list of texts, received ${describe(value)} in it`);
  }
  return values;
}

/** Title and caption of a figure; without a caption it has none. @throws OptionError for what is no text. */
export function headOf(action: string, title: unknown, caption: unknown): { title: string; caption?: string } {
  const head = { title: checkText(action, 'title', title) };
  if (caption === undefined) return head;
  if (typeof caption === 'string') return { ...head, caption };
  throw new OptionError(`Cannot ${action}: caption must be a text, received ${describe(caption)}`);
}
