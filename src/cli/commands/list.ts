import type { AddCommand } from '../shell.ts';
import { examples } from '../shell.ts';
import { wrap } from '../terminal.ts';

/** `memcell list`: the experiments and their presets. */
export const addList: AddCommand = (program, { out }) => {
  program
    .command('list')
    .summary('list the experiments')
    .description('Lists the published experiments that memcell reproduces, and their presets.')
    .option('--json', 'print one JSON object a line')
    .addHelpText(
      'after',
      examples([
        ['memcell list', 'names and presets'],
        ['memcell list --json', 'the same for a program'],
      ]),
    )
    .action(async ({ json }: { json?: true }) => {
      const { experiments } = await import('../../experiments/index.ts');
      const all = Object.values(experiments);
      const width = Math.max(...all.map(({ name }) => name.length), 'published'.length + 2);
      for (const { name, title, presets, published } of all) {
        if (json) {
          out.line(JSON.stringify({ name, title, presets, published }));
          continue;
        }
        out.line(`${out.paint('bold', name.padEnd(width))}  ${title}`);
        for (const [preset, { description }] of Object.entries(presets)) {
          out.line(
            `  ${out.paint('dim', preset.padEnd(width - 2))}  ${wrap(description, out.width() - width - 2, width + 2)}`,
          );
        }
      }
    });
};
