import type { PresetName, Score } from '../../experiments/experiment.ts';
import { isRecord } from '../../logs/json.ts';
import { holdDialogue } from '../dialogue.ts';
import { formatCount, formatNumber } from '../numbers.ts';
import { choice, seed, wholeNumber } from '../options.ts';
import { progressMode } from '../progress.ts';
import type { RunOutcome } from '../run-experiment.ts';
import { type AddCommand, examples } from '../shell.ts';
import { type Terminal, wrap } from '../terminal.ts';
import { didYouMean, UsageError } from '../usage-error.ts';

interface RunOptions {
  preset: string;
  seed: string;
  steps?: string;
  out?: string;
  strict?: true;
  json?: true;
  quiet?: true;
}

/** Columns of the names in front of a score. */
const INDENT = 13;
const PRESETS: readonly PresetName[] = ['default', 'published'];

/** `memcell run`: reproduces an experiment. */
export const addRun: AddCommand = (program, shell) => {
  program
    .command('run')
    .argument('<experiment>', 'its name, as memcell list shows it')
    .summary('run an experiment')
    .description('Trains the model of a published experiment and prints its score beside the published one.')
    .option(
      '--preset <name>',
      "published: the source's numbers to the letter; default: what we would do today",
      'default',
    )
    .option('--seed <n>', 'whole number from 0 that all random numbers follow from', '1')
    .option('--steps <n>', "training steps at most (default: the preset's)")
    .option('--out <folder>', 'folder of the run (default: runs/<experiment>-<time>)')
    .option('--strict', 'the same bits on every machine, a little slower')
    .option('--json', 'print one JSON object a line, the result last')
    .option('--quiet', 'print the result only')
    .addHelpText(
      'after',
      examples([
        ['memcell run adder', 'train until every sum is right, then ask for sums'],
        ['memcell run adder --preset published', "the source's own numbers"],
        ['memcell run lstm-by-hand', 'every gate of one memory cell, step by step'],
        ['memcell run adder --seed 7 --out runs/seven', 'another start, in a folder of your choice'],
        ['memcell run adder --json --quiet', 'one JSON object: score, seconds, folder'],
      ]),
    )
    .action(async (name: string, options: RunOptions) => {
      const { experiments } = await import('../../experiments/index.ts');
      const experiment = Object.hasOwn(experiments, name) ? experiments[name] : undefined;
      if (experiment === undefined) {
        const names = Object.keys(experiments);
        const must = `experiment must be one of ${names.join(', ')}`;
        throw new UsageError(`Cannot run '${name}': ${must}, received '${name}'`, didYouMean(name, names));
      }
      const action = `run ${name}`;
      const preset = choice(action, 'preset', options.preset, PRESETS);
      const { out } = shell;
      const mode = progressMode(options, out);
      const shown = mode === 'bar' || mode === 'lines';
      const onBegin = (): void => {
        if (!shown) return;
        const { description } = experiment.presets[preset];
        const indent = name.length + 2;
        out.line(`${out.paint('bold', name)}  ${wrap(experiment.title, out.width() - indent, indent)}`);
        out.line(out.paint('dim', wrap(`preset ${preset}: ${description}`, out.width())));
        out.line();
      };
      const order = {
        experiment,
        preset,
        seed: seed(action, options.seed),
        steps: options.steps === undefined ? undefined : wholeNumber(action, 'steps', options.steps),
        folder: options.out,
        strict: options.strict === true,
        mode,
        onBegin,
      };
      const { runExperiment } = await import('../run-experiment.ts');
      const outcome = await runExperiment(order, shell);
      if (options.json === true) return;
      if (shown) out.line();
      for (const sentence of outcome.result.summary) out.line(shown ? wrap(sentence, out.width()) : sentence);
      if (!shown) return;
      tellScore(outcome, experiment.published, out);
      const { dialogue } = outcome.result;
      if (dialogue !== undefined && outcome.end.stopped === undefined) {
        out.line();
        await holdDialogue(dialogue, out);
      }
    });
};

/** The score beside the published one, and where everything is. */
function tellScore({ result, end, saved }: RunOutcome, published: { score: Score; text: string }, out: Terminal): void {
  const row = (name: string, text: string): void => {
    out.line(out.paint('dim', name.padEnd(INDENT)) + wrap(text, out.width() - INDENT, INDENT));
  };
  out.line();
  row('score', formatScore(end.score));
  const scored = formatScore(published.score);
  const besides = scored === '' ? published.text : `${scored}: ${published.text}`;
  row('published', result.incomparable === undefined ? besides : `not compared: ${result.incomparable}`);
  row(end.stopped === undefined ? 'saved' : 'interrupted', `the model is in ${saved}`);
}

function formatScore(score: Score): string {
  const shown = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(shown).join(' ');
    if (isRecord(value)) return list(value, ': ', ' ');
    if (typeof value !== 'number') return JSON.stringify(value);
    return Number.isInteger(value) ? formatCount(value) : formatNumber(value);
  };
  const list = (values: Score, is: string, and: string): string =>
    Object.entries(values)
      .map(([name, value]) => `${name}${is}${shown(value)}`)
      .join(and);
  return list(score, ' ', ', ');
}
