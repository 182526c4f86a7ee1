import type { ExperimentChoice } from './experiment.ts';

/** What was chosen, by name; where nothing was, the default. */
export interface ChosenValues {
  text(name: string): string;
  number(name: string): number;
}

/** Reads what was chosen among an experiment's choices. */
export function chosenValues(
  choices: readonly ExperimentChoice[],
  chosen: Readonly<Record<string, string>> = {},
): ChosenValues {
  const text = (name: string): string => chosen[name] ?? choices.find((one) => one.name === name)?.values[0] ?? '';
  return { text, number: (name) => Number(text(name)) };
}
