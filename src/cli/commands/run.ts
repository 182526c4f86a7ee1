import type { Command } from 'commander';
import { type AnyExperiment, presetOf } from '../../experiments/experiment.ts';
import { findRun } from '../../logs/find-run.ts';
import { readRun } from '../../logs/read-run.ts';
import { addRunOptions, type RunOptions as CommonOptions, carryOut } from '../carry-out.ts';
import { addChoices, chosenOf } from '../experiment-options.ts';
import { choice, seed, wholeNumber } from '../options.ts';
import { choiceOfRun } from '../resume.ts';
import type { RunChoice } from '../run-order.ts';
import { type AddCommand, examples } from '../shell.ts';
import { didYouMean, UsageError } from '../usage-error.ts';

interface RunOptions extends CommonOptions {
  preset: string;
  seed: string;
  steps?: string;
  epochs?: string;
  resume?: string;
  strict?: true;
  tensorboard?: true;
}

type Experiments = Readonly<Record<string, AnyExperiment>>;

/** The experiment is left out with --resume alone. */
const USAGE = '[options] <experiment>';
/** Options that a run which goes on may be given; the others are those of its run.json. */
const OF_ANY_RUN = ['resume', 'save', 'threads', 'plot', 'json', 'quiet'];

/** `memcell run`: reproduces an experiment. */
export const addRun: AddCommand = (program, shell) => {
  const command = program
    .command('run')
    .argument('[experiment]', 'its name, as memcell list shows it')
    .usage(USAGE)
    .summary('run an experiment')
    .description(
      'Trains the model of a published experiment and prints its score beside the published one.\n\n' +
        'Some experiments have options of their own: memcell run <experiment> --help shows them.',
    )
    .option(
      '--preset <name>',
      "default: what we would do today; published: the source's numbers to the letter; others: memcell list",
      'default',
    )
    .option('--seed <n>', 'whole number from 0 that all random numbers follow from', '1')
    .option('--steps <n>', "training steps at most (default: the preset's)")
    .option('--epochs <n>', 'epochs at most, where the experiment counts in epochs')
    .option('--out <folder>', 'folder of the run (default: runs/<experiment>-<time>)')
    .option('--resume <run>', 'go on with an interrupted run: its folder, its name under runs/, or last')
    .addHelpText(
      'after',
      examples([
        ['memcell run adder', 'train until every sum is right, then ask for sums'],
        ['memcell run adder --preset published', "the source's own numbers"],
        ['memcell run lstm-by-hand', 'every gate of one memory cell, step by step'],
        ['memcell run adder --seed 7 --out runs/seven', 'another start, in a folder of your choice'],
        ['memcell run sine-cosine --plot', 'the waves as they are learnt, drawn in the terminal'],
        ['memcell run adder --save adder.keras', 'the model in a file for Keras, besides the one in the run folder'],
        ['memcell run --resume last', 'go on where the last run was interrupted'],
        ['memcell run adder --json --quiet', 'one JSON object: score, seconds, folder'],
      ]),
    );
  addRunOptions(command, '.safetensors, .keras, .h5 or .t7');
  program.hook('preSubcommand', async (_program, next) => {
    if (next !== command) return;
    const { experiments } = await import('../../experiments/index.ts');
    addChoices(command, experiments, program.args);
  });
  command.action(async (name: string | undefined, options: RunOptions) => {
    const { everyExperiment, experiments } = await import('../../experiments/index.ts');
    const resume = options.resume === undefined ? undefined : readRun(findRun(options.resume, 'runs'));
    if (resume !== undefined) checkGiven(command, name, resume.info.experiment);
    const chosen = resume ? choiceOfRun(resume, everyExperiment) : readChoice(name, options, experiments);
    await carryOut(`run ${chosen.experiment.name}`, chosen, options, { shell, resume });
  });
};

/** What a new run follows from. */
function readChoice(name: string | undefined, options: RunOptions, experiments: Experiments): RunChoice {
  const names = Object.keys(experiments);
  if (name === undefined) {
    throw new UsageError("Cannot run 'memcell run': argument 'experiment' must be given, received none", {
      hint: `Usage: memcell run ${USAGE}`,
    });
  }
  const experiment = Object.hasOwn(experiments, name) ? experiments[name] : undefined;
  if (experiment === undefined) {
    const must = `experiment must be one of ${names.join(', ')}`;
    throw new UsageError(`Cannot run '${name}': ${must}, received '${name}'`, didYouMean(name, names));
  }
  const action = `run ${name}`;
  const preset = choice(action, 'preset', options.preset, Object.keys(experiment.presets));
  return {
    experiment,
    preset,
    seed: seed(action, options.seed),
    steps: readSteps(action, experiment, preset, options),
    chosen: chosenOf(experiment, experiments, { ...options }),
    strict: options.strict === true,
    tensorboard: options.tensorboard === true,
  };
}

/** Steps at most, by either option; undefined where there is none. */
function readSteps(
  action: string,
  experiment: AnyExperiment,
  preset: string,
  { steps, epochs }: RunOptions,
): number | undefined {
  if (epochs === undefined) return steps === undefined ? undefined : wholeNumber(action, 'steps', steps);
  if (steps !== undefined) {
    throw new UsageError(`Cannot ${action}: one of --steps and --epochs must be given, received both`);
  }
  const { stepsPerEpoch } = presetOf(experiment, preset);
  if (stepsPerEpoch !== undefined) return wholeNumber(action, 'epochs', epochs) * stepsPerEpoch;
  const must = `--epochs must be left out, since preset ${preset} counts steps`;
  throw new UsageError(`Cannot ${action}: ${must}, received '${epochs}'`, { hint: 'Give --steps instead.' });
}

/** Throws where a run that goes on is given what it has already. */
function checkGiven(command: Command, name: string | undefined, experiment: string): void {
  if (name !== undefined && name !== experiment) {
    throw new UsageError(`Cannot resume run: experiment must be ${experiment}, as in its run.json, received '${name}'`);
  }
  for (const option of command.options) {
    const attribute = option.attributeName();
    if (OF_ANY_RUN.includes(attribute) || command.getOptionValueSource(attribute) !== 'cli') continue;
    const must = `${option.long} must be left out, since the run has its own`;
    throw new UsageError(`Cannot resume run: ${must}, received '${String(command.getOptionValue(attribute))}'`);
  }
}
