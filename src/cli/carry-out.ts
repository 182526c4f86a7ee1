import type { Command } from 'commander';
import type { RunResult } from '../experiments/experiment.ts';
import type { Run } from '../logs/read-run.ts';
import { holdDialogue } from './dialogue.ts';
import { progressMode } from './progress.ts';
import type { RunChoice, RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';
import { tellBegin, tellScore } from './tell-run.ts';
import { wrapSentences } from './terminal.ts';
import { THREADS, useThreads } from './threads.ts';
import { UsageError } from './usage-error.ts';

/** Options that every run has, besides what it follows from. */
export interface RunOptions {
  out?: string;
  save?: string[];
  strict?: true;
  threads?: string;
  tensorboard?: true;
  plot?: true;
  json?: true;
  quiet?: true;
}

/** Adds them to a command; `endings` are those of the files that a model can be saved in. */
export function addRunOptions(command: Command, endings: string): Command {
  const append = (value: string, all: readonly string[] = []): string[] => [...all, value];
  return command
    .option('--save <file>', `save the model here, too: ${endings} (may be repeated)`, append)
    .option('--strict', 'the same bits on every machine, a little slower')
    .option(...THREADS)
    .option('--tensorboard', 'write event files for TensorBoard into the run folder')
    .option('--plot', 'draw how it goes, in the terminal')
    .option('--json', 'print one JSON object a line, the result last')
    .option('--quiet', 'print the result only');
}

/**
 * Carries out a run and tells how it goes and what came out.
 *
 * @param action what cannot be done where an option is wrong, as errors name it: 'run adder'.
 * @param resume the interrupted run that goes on.
 */
export async function carryOut(
  action: string,
  chosen: RunChoice,
  options: RunOptions,
  { shell, resume }: { readonly shell: Shell; readonly resume?: Run | undefined },
): Promise<void> {
  const { checkModelFile } = await import('./model-file.ts');
  const { out } = shell;
  const { experiment, preset } = chosen;
  const { out: folder, save = [] } = options;
  for (const path of save) checkModelFile(action, path);
  await useThreads(action, options.threads, shell.err, chosen.strict ? { strict: true } : {});
  const mode = progressMode(options, out);
  const shown = mode === 'bar' || mode === 'lines';
  const onBegin = (): void => {
    if (shown) tellBegin(experiment, preset, out);
  };
  if (options.plot && !shown) {
    throw new UsageError(`Cannot ${action}: --plot must stand without --json and --quiet, received both`);
  }
  const { LivePlot, figureLines } = await import('./live-plot.ts');
  const plot = options.plot ? new LivePlot(out) : undefined;
  const order: RunOrder = { ...chosen, folder, resume, save, mode, plot, onBegin };
  const { runExperiment } = await import('./run-experiment.ts');
  const outcome = await runExperiment(order, shell);
  const { result, failure } = outcome;
  if (shown && outcome.told) out.line();
  for (const sentence of options.json ? [] : result.summary) {
    out.line(shown ? wrapSentences(sentence, out.width()) : sentence);
  }
  if (failure !== undefined && !shown) throw failure;
  if (!shown) return;
  for (const figure of plot ? Object.values(result.figures ?? {}) : []) {
    if (figure.title !== plot?.shown?.title) for (const line of ['', ...figureLines(figure, out)]) out.line(line);
  }
  tellScore(outcome, experiment, out);
  if (failure !== undefined) throw failure;
  if (outcome.interrupted) return;
  await showProse(result, shell);
  const { dialogue } = result;
  if (dialogue === undefined) return;
  out.line();
  await holdDialogue(dialogue, out);
}

/** Writes the text that the model makes, piece after piece, until it ends or somebody presses Ctrl-C. */
async function showProse({ prose }: RunResult, { out, interruptible }: Shell): Promise<void> {
  if (prose === undefined) return;
  const signal = interruptible();
  out.line();
  for (const piece of prose()) {
    out.write(piece);
    await new Promise((resolve) => setImmediate(resolve)); // a signal is heard between two pieces
    if (signal.aborted) break;
  }
  out.line();
}
