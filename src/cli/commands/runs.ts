import type { Command } from 'commander';
import { findRun, listRuns } from '../../logs/find-run.ts';
import { readRun } from '../../logs/read-run.ts';
import { platform } from '../../platform/index.ts';
import { type AddCommand, examples, type Shell } from '../shell.ts';

interface RunsOptions {
  root: string;
  json?: true;
  svg?: string;
}

const ROOT = ['--root <folder>', 'folder with the runs', 'runs'] as const;
const RUN = 'its folder, its name under runs/, the beginning of it, or last';

/** `memcell runs`: what there is of earlier runs. */
export const addRuns: AddCommand = (program, shell) => {
  const group = program
    .command('runs')
    .summary('look at earlier runs')
    .description('Lists earlier runs, shows one, compares several, draws their pictures.')
    .addHelpText(
      'after',
      examples([
        ['memcell runs', 'every run under runs/, the latest first'],
        ['memcell runs show last', 'all about the latest one'],
        ['memcell runs compare adder-20261121-09 last', 'two runs beside one another, their curves in one picture'],
        ['memcell runs plot last --svg curve.svg', 'its learning curve as a picture'],
      ]),
    );
  addList(group, shell);
  addShow(group, shell);
  addCompare(group, shell);
  addPlot(group, shell);
};

function addList(group: Command, { out }: Shell): void {
  group
    .command('list', { isDefault: true })
    .summary('list runs, the latest first')
    .description('Lists the runs in a folder, the latest first; one that is damaged says why.')
    .option(...ROOT)
    .option('--json', 'print one JSON object a line')
    .addHelpText(
      'after',
      examples([
        ['memcell runs list', 'those under runs/'],
        ['memcell runs list --root elsewhere --json', 'those of another folder, for a program'],
      ]),
    )
    .action(async ({ root, json }: RunsOptions) => {
      // the usual folder is there once a run was made
      if (root !== ROOT[2]) platform().listFolder(root);
      const { runJson, runLines } = await import('../runs/run-row.ts');
      const runs = listRuns(root);
      if (json) for (const run of runs) out.line(JSON.stringify(runJson(run)));
      else if (runs.length === 0) out.line(`There are no runs in '${root}' yet: memcell run adder makes one.`);
      else for (const line of runLines(runs, out.interactive ? out.width() : Infinity)) out.line(line);
    });
}

function addShow(group: Command, { out }: Shell): void {
  group
    .command('show')
    .argument('<run>', RUN)
    .summary('show a run')
    .description('Shows what a run was asked for, its score beside the published one, its last losses and its files.')
    .option(...ROOT)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      examples([
        ['memcell runs show last', 'the run that began last'],
        ['memcell runs show runs/seven', 'a run by its folder'],
      ]),
    )
    .action(async (name: string, { root, json }: RunsOptions) => {
      const { runDetails, showRun } = await import('../runs/show-run.ts');
      const run = readRun(findRun(name, root));
      if (json) out.line(JSON.stringify(runDetails(run)));
      else await showRun(run, out);
    });
}

function addCompare(group: Command, { out }: Shell): void {
  group
    .command('compare')
    .argument('<runs...>', `two or more: ${RUN}`)
    .summary('compare runs')
    .description('Shows what differs between runs, their scores, and their learning curves in one picture.')
    .option(...ROOT)
    .option('--svg <file>', 'write the picture to a file instead')
    .addHelpText(
      'after',
      examples([
        ['memcell runs compare runs/one runs/two', 'a line for each run, what differs in columns'],
        ['memcell runs compare runs/* --svg curves.svg', 'the curves of all of them as a picture'],
      ]),
    )
    .action(async (names: string[], { root, svg }: RunsOptions) => {
      const { compareRuns } = await import('../runs/compare-runs.ts');
      compareRuns(
        names.map((name) => findRun(name, root)),
        { out, svg },
      );
    });
}

function addPlot(group: Command, { out }: Shell): void {
  group
    .command('plot')
    .argument('<run>', RUN)
    .argument('[picture]', 'name of a picture in its plots/ (default: its learning curve)')
    .summary('draw the pictures of a run')
    .description("Draws a run's learning curve, or a picture that it left, in the terminal or into a file.")
    .option(...ROOT)
    .option('--svg <file>', 'write the picture to a file instead')
    .addHelpText(
      'after',
      examples([
        ['memcell runs plot last', 'the learning curve of the last run'],
        ['memcell runs plot last gates', 'runs/…/plots/gates.json'],
        ['memcell runs plot last --svg curve.svg', 'the learning curve as a picture'],
      ]),
    )
    .action(async (name: string, picture: string | undefined, { root, svg }: RunsOptions) => {
      const { plotRun } = await import('../runs/plot-run.ts');
      plotRun(findRun(name, root), { out, svg, picture });
    });
}
