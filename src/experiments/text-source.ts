import { findDataSet, loadText } from '../data/index.ts';
import { readText } from '../text/index.ts';
import type { ExperimentChoice } from './experiment.ts';

/** Where an experiment takes its text from. */
export interface TextSource {
  /** The public text that it is meant for. */
  readonly real: string;
  /** What stands in for it where it is not on this machine. */
  readonly generate: () => string;
}

/** A text, and how it is to be spoken of. */
export interface TakenText {
  readonly text: string;
  /** A sentence that says which it is. */
  readonly note: string;
}

/** The option --text: 'auto' is the public text where it is on this machine, else 'generated'; or a file. */
export function textChoice({ real }: Pick<TextSource, 'real'>): ExperimentChoice {
  return {
    name: 'text',
    description: 'text to learn from',
    values: ['auto', real, 'generated'],
    other: { kind: 'file' },
    resolve: (value) => resolved(value, real),
  };
}

function resolved(choice: string, real: string): string {
  if (choice !== 'auto') return choice;
  return findDataSet(real) === undefined ? 'generated' : real;
}

/**
 * The text of a choice.
 *
 * @throws ResourceError if a text that was named is not there; FormatError for a file that is no text.
 */
export async function takeText(choice: string, { real, generate }: TextSource): Promise<TakenText> {
  const found = resolved(choice, real);
  const size = (text: string): string => `${text.length.toLocaleString('en-US')} characters`;
  if (found === real) {
    const text = await loadText(real);
    return { text, note: `The text is ${real}: ${size(text)}.` };
  }
  if (found === 'generated') {
    const text = generate();
    const missing = findDataSet(real) === undefined;
    const hint = missing ? `; ${real} is not on this machine (memcell data get ${real})` : '';
    return { text, note: `The text was made by memcell itself: ${size(text)}${hint}.` };
  }
  const text = readText(found);
  return { text, note: `The text is '${found}': ${size(text)}.` };
}
