import type { AnyExperiment } from '../../experiments/experiment.ts';
import { describeChoice } from '../experiment-options.ts';
import { valueText } from '../report/table.ts';
import { formatScore } from '../score-text.ts';
import { type AddCommand, examples } from '../shell.ts';
import { type Terminal, wrap } from '../terminal.ts';
import { didYouMean, UsageError } from '../usage-error.ts';

/** `memcell list`: the experiments and their presets. */
export const addList: AddCommand = (program, { out }) => {
  program
    .command('list')
    .argument('[experiment]', 'only this one, with its hyper-parameters')
    .summary('list the experiments')
    .description('Lists the published experiments that memcell reproduces, their presets and own options.')
    .option('--json', 'print one JSON object a line')
    .addHelpText(
      'after',
      examples([
        ['memcell list', 'names, presets, options'],
        ['memcell list keras-adder', 'all about one of them'],
        ['memcell list --json', 'the same for a program'],
      ]),
    )
    .action(async (name: string | undefined, { json }: { json?: true }) => {
      const { experiments } = await import('../../experiments/index.ts');
      const names = Object.keys(experiments);
      if (name !== undefined && !names.includes(name)) {
        const must = `experiment must be one of ${names.join(', ')}`;
        throw new UsageError(`Cannot list '${name}': ${must}, received '${name}'`, didYouMean(name, names));
      }
      const width = Math.max(...names.map((each) => each.length), 'published'.length + 2);
      for (const experiment of Object.values(experiments)) {
        if (name !== undefined && experiment.name !== name) continue;
        if (json) out.line(JSON.stringify(jsonOf(experiment)));
        else tellExperiment(experiment, width, name !== undefined, out);
      }
    });
};

function jsonOf({ name, title, presets, choices = [], scoreMeaning, published, notResumed }: AnyExperiment): unknown {
  return { name, title, presets, choices, scoreMeaning, published, resumes: notResumed === undefined };
}

/** Name, presets and own options; with `all` the hyper-parameters too, and what the score counts. */
function tellExperiment(experiment: AnyExperiment, width: number, all: boolean, out: Terminal): void {
  const { name, title, presets, choices = [], scoreMeaning, published, notResumed } = experiment;
  const columns = out.width() - width - 2;
  const row = (head: string, text: string): void => {
    out.line(`  ${out.paint('dim', head.padEnd(width - 2))}  ${wrap(text, columns, width + 2)}`);
  };
  out.line(`${out.paint('bold', name.padEnd(width))}  ${wrap(title, columns, width + 2)}`);
  for (const [preset, { description, options }] of Object.entries(presets)) {
    row(preset, description);
    if (all) row('', valueText(options));
  }
  for (const choice of choices) row(`--${choice.name}`, describeChoice(choice));
  if (!all) return;
  row('score', scoreMeaning);
  if (published !== undefined) {
    const scored = formatScore(published.score);
    row('source', scored === '' ? published.text : `${scored}: ${published.text}`);
  }
  row('resume', notResumed === undefined ? 'an interrupted run goes on: memcell run --resume' : `no: ${notResumed}`);
}
