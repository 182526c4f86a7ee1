import { type Command, Option } from 'commander';
import type { AnyExperiment, ExperimentChoice } from '../experiments/experiment.ts';
import { platform } from '../platform/index.ts';
import { choice } from './options.ts';
import { UsageError } from './usage-error.ts';

type Experiments = Readonly<Record<string, AnyExperiment>>;

/** Adds the experiments' own options to a command; its help shows those of the experiment that `words` name. */
export function addChoices(command: Command, experiments: Experiments, words: readonly string[]): void {
  const named = words.map((word) => word.replace(/^.*=/, '')).find((word) => Object.hasOwn(experiments, word));
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
  experiment: AnyExperiment,
  experiments: Experiments,
  given: Readonly<Record<string, unknown>>,
  action = `run ${experiment.name}`,
): Readonly<Record<string, string>> {
  const { choices = [] } = experiment;
  const own = choices.map(({ name }) => name);
  const isOption = (name: string): boolean => experiment.task === undefined || name !== 'text'; // it is the argument
  for (const one of Object.values(experiments).flatMap((each) => each.choices ?? [])) {
    if (own.includes(one.name) || given[optionOf(one).attributeName()] === undefined) continue;
    const must =
      own.length === 0
        ? 'options of its own must be left out, since it has none'
        : `options of its own must be among ${own
            .filter(isOption)
            .map((name) => `--${name}`)
            .join(', ')}`;
    throw new UsageError(`Cannot ${action}: ${must}, received '--${one.name}'`);
  }
  const chosen = choices.map((each) => {
    const value = given[optionOf(each).attributeName()] ?? each.values[0];
    const taken = readChoice(action, each, String(value));
    return [each.name, each.resolve?.(taken) ?? taken] as const;
  });
  return Object.fromEntries(chosen);
}

/** A value that the choice takes. @throws UsageError for another one. */
function readChoice(action: string, { name, values, other }: ExperimentChoice, value: string): string {
  if (other === undefined) return choice(action, name, value, values);
  if (values.includes(value) || other.kind === 'text') return value;
  const refuse = (must: string): never => {
    throw new UsageError(`Cannot ${action}: ${name} must be ${must}, received '${value}'`);
  };
  if (other.kind === 'file') {
    const listed = values.filter((each) => each !== '').join(', ');
    if (platform().kindOf(value) === 'file') return value;
    return refuse(`${listed === '' ? '' : `${listed} or `}a file that is there`);
  }
  const { from = -Infinity, to = Infinity, whole = false } = other;
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (number >= from && number <= to && Number.isFinite(number) && (!whole || Number.isSafeInteger(number))) {
    return String(number);
  }
  const least = from === -Infinity ? '' : ` from ${from}`;
  return refuse(`${whole ? 'a whole number' : 'a number'}${least}${to === Infinity ? '' : ` to ${to}`}`);
}

const OTHERS = { file: 'a file', text: 'any text', number: 'a number' } as const;

/** What a choice is for, and what it takes. */
export function describeChoice({ description, values, other }: ExperimentChoice): string {
  const usual = values[0] === '' ? '' : ` (default: ${values[0]})`;
  // of numbers and texts one value that is listed is but the default
  const one = values.length === 1 && other !== undefined && other.kind !== 'file';
  const listed = one ? [] : values.filter((value) => value !== '');
  const taken = [
    ...listed,
    ...(other === undefined || (listed.length === 0 && other.kind !== 'file') ? [] : [OTHERS[other.kind]]),
  ];
  const all = [taken.slice(0, -1).join(', '), taken.at(-1) ?? ''].filter((part) => part !== '').join(' or ');
  return `${description}${all === '' ? '' : `: ${all}`}${usual}`;
}

function optionOf(each: ExperimentChoice): Option {
  const value = each.other === undefined ? 'value' : { file: 'file', text: 'text', number: 'n' }[each.other.kind];
  return new Option(`--${each.name} <${value}>`, describeChoice(each));
}
