import { readTextSamples, type TextSample } from '../tasks/text-samples.ts';
import { readText } from '../text/encoding/read-text.ts';
import type { ExperimentChoice } from './experiment.ts';

const column = (name: string, what: string): ExperimentChoice => ({
  name: `${name}-column`,
  description: `column of the ${what}: its name, or its number from 1 where no line has names`,
  values: [name],
  other: { kind: 'text' },
});

/** Where a table has the texts and the classes. */
export const textColumnChoices: readonly ExperimentChoice[] = [column('text', 'texts'), column('label', 'classes')];

/**
 * The texts of a file in any encoding that is told apart, with the columns that were chosen.
 *
 * @throws FormatError, with the line, for what is no such table.
 */
export function readClassifyFile(path: string, chosen: Readonly<Record<string, string>>): TextSample[] {
  const [textColumn, labelColumn] = ['text', 'label'].map((name) => {
    const value = chosen[`${name}-column`] ?? name;
    return /^\d+$/.test(value) ? Number(value) : value;
  }) as [string | number, string | number];
  const usual = textColumn === 'text' && labelColumn === 'label';
  return readTextSamples(readText(path), { name: path, ...(usual ? {} : { textColumn, labelColumn }) });
}
