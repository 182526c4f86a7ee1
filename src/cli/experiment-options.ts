import { type Command, Option } from 'commander';
import type { Experiment, ExperimentChoice } from '../experiments/experiment.ts';
import { choice } from './options.ts';
import { UsageError } from './usage-error.ts';

type Experiments = Readonly<Record<string, Experiment>>;

/** Adds the experiments' own options to a command; its help shows those of the experiment that `words` name. */
export function addChoices(command: Command, experiments: Experiments, words: readonly string[]): void {
  const named = words.find((word) => Object.hasOwn(experiments, word));
  const shown = named === undefined ? [] : (experiments[named]?.choices ?? []);
  const all = Object.values(experiments).flatMap(({ choices = [] }) => choices);
  const known = new Set<string>();
  for (const each of [...shown, ...all]) {
    if (known.has(each.name)) continue;
    known.add(each.name);
    command.addOption(optionOf(each).hideHelp(!shown.includes(each)));
  }
}

/**
 * What was chosen for an experiment, defaults included, as it comes to on this machine.
 *
 * @param given values of the command's options.
 * @throws UsageError for an option that the experiment does not have, or a value that it does not take.
 */
export function chosenOf(
  experiment: Experiment,
  experiments: Experiments,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const action = `run ${experiment.name}`;
  const { choices = [] } = experiment;
  const own = choices.map(({ name }) => name);
  for (const one of Object.values(experiments).flatMap((each) => each.choices ?? [])) {
    if (own.includes(one.name) || given[optionOf(one).attributeName()] === undefined) continue;
    const must =
      own.length === 0
        ? 'options of its own must be left out, since it has none'
        : `options of its own must be among ${own.map((name) => `--${name}`).join(', ')}`;
    throw new UsageError(`Cannot ${action}: ${must}, received '--${one.name}'`);
  }
  const chosen = choices.map((each) => {
    const value = given[optionOf(each).attributeName()] ?? each.values[0];
    const taken = choice(action, each.name, String(value), each.values);
    return [each.name, each.resolve?.(taken) ?? taken] as const;
  });
  return Object.fromEntries(chosen);
}

/** What a choice is for, and what it takes. */
export function describeChoice({ description, values }: ExperimentChoice): string {
  const all = [values.slice(0, -1).join(', '), values.at(-1)].filter((part) => part !== '').join(' or ');
  return `${description}: ${all} (default: ${values[0]})`;
}

function optionOf(each: ExperimentChoice): Option {
  return new Option(`--${each.name} <value>`, describeChoice(each));
}
