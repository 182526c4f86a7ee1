import { addRunOptions, type RunOptions as CommonOptions, carryOut } from '../carry-out.ts';
import { addChoices, chosenOf } from '../experiment-options.ts';
import { choice, seed, wholeNumber } from '../options.ts';
import { type AddCommand, examples } from '../shell.ts';

interface TrainOptions extends CommonOptions {
  task: string;
  seed: string;
  steps?: string;
  strict?: true;
  tensorboard?: true;
}

/** `memcell train`: trains a model of a text of the user's own. */
export const addTrain: AddCommand = (program, shell) => {
  const command = program
    .command('train')
    .argument('<file>', 'the text')
    .usage('[options] <file>')
    .summary('train on a text of your own')
    .description(
      'Trains a model on a text of your own: one that continues it, one that translates, or one ' +
        'that sorts texts into classes. What it has learnt is in the run folder; memcell generate uses it.\n\n' +
        'Tasks have options of their own: memcell train --task <name> --help shows them.',
    )
    .requiredOption('--task <name>', 'language-model, translate or classify')
    .option('--seed <n>', 'whole number from 0 that all random numbers follow from', '1')
    .option('--steps <n>', 'training steps at most')
    .option('--out <folder>', 'folder of the run (default: runs/train-<task>-<time>)')
    .addHelpText(
      'after',
      examples([
        ['memcell train novel.txt --task language-model', 'learn to go on with a text'],
        ['memcell train pairs.tsv --task translate', 'sentence, tab, its translation: a pair a line'],
        ['memcell train reviews.csv --task classify', 'a table with the columns text and label'],
        ['memcell run --resume last', 'go on where the last run was interrupted'],
      ]),
    );
  addRunOptions(command, '.safetensors, .keras or .h5');
  program.hook('preSubcommand', async (_program, next) => {
    if (next !== command) return;
    const { tasks } = await import('../../experiments/tasks/index.ts');
    addChoices(command, withoutText(tasks), program.args);
  });
  command.action(async (file: string, options: TrainOptions) => {
    const { tasks } = await import('../../experiments/tasks/index.ts');
    const action = `train on '${file}'`;
    const task = choice(action, 'task', options.task, Object.keys(tasks));
    const experiment = tasks[task] as (typeof tasks)[string];
    const chosen = {
      experiment,
      preset: 'default',
      seed: seed(action, options.seed),
      steps: options.steps === undefined ? undefined : wholeNumber(action, 'steps', options.steps),
      chosen: chosenOf(experiment, tasks, { ...options, text: file }, action),
      strict: options.strict === true,
      tensorboard: options.tensorboard === true,
    };
    await carryOut(action, chosen, options, { shell });
  });
};

type Tasks = Parameters<typeof addChoices>[1];

/** The tasks without the choice that is the argument. */
function withoutText(tasks: Tasks): Tasks {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => {
      return [name, { ...task, choices: task.choices?.filter((each) => each.name !== 'text') ?? [] }];
    }),
  );
}
