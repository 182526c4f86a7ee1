import { readFileSync } from 'node:fs';
import { OptionError } from '../../errors.ts';
import { findRun } from '../../logs/find-run.ts';
import { platform } from '../../platform/index.ts';
import type { RespondOptions } from '../../tasks/text-model.ts';
import { wholeNumber } from '../options.ts';
import { type AddCommand, examples } from '../shell.ts';
import { harmless } from '../terminal.ts';
import { THREADS, useThreads } from '../threads.ts';
import { UsageError } from '../usage-error.ts';

interface GenerateOptions {
  prompt?: string;
  promptFile?: string;
  length?: string;
  temperature?: string;
  topK?: string;
  topP?: string;
  greedy?: true;
  beams?: string;
  seed?: string;
  strict?: true;
  threads?: string;
  json?: true;
}

/** `memcell generate`: lets a text model answer a prompt. */
export const addGenerate: AddCommand = (program, { out, err, interruptible }) => {
  program
    .command('generate')
    .argument('<model>', 'a run, its folder or its model.safetensors; last: the last run')
    .summary('let a text model write')
    .description(
      'Lets a text model answer a prompt: a language model goes on with it, a translator translates it, a classifier ' +
        'says its class. Text comes as it is made. The same seed gives the same text; each task takes the options ' +
        'that mean something to it.\n\n' +
        'A prompt from a file or from standard input is taken without its last line end. A language model begins on its ' +
        'own where no prompt is given. Words that it does not know are told on standard error; a model of ' +
        'characters refuses those that it never saw.',
    )
    .option('--prompt <text>', 'what to answer; -: standard input')
    .option('--prompt-file <file>', 'a file that holds it')
    .option('--length <n>', 'tokens at most: characters or words, as the model has them (default: 200)')
    .option('--temperature <x>', 'below 1 bolder guesses are rarer (default: 1)')
    .option('--top-k <k>', 'draw among the k likeliest tokens')
    .option('--top-p <p>', 'draw among the likeliest tokens that have this share together')
    .option('--greedy', 'take the likeliest token each time')
    .option('--beams <n>', 'follow n texts at once and give the likeliest')
    .option('--seed <n>', 'whole number from 0 that what is drawn follows from (default: 0)')
    .option('--strict', 'the same text on every machine, a little slower')
    .option(...THREADS)
    .option('--json', 'print one JSON object when the text is whole')
    .addHelpText(
      'after',
      examples([
        ['memcell generate last --prompt "ROMEO:" --temperature 0.7', 'go on in the manner of what was learnt'],
        ['memcell generate runs/translate-… --prompt "how are you?"', 'translate'],
        ['echo "a fine book" | memcell generate reviews --prompt - --json', 'classes and their probabilities'],
      ]),
    )
    .action(async (path: string, options: GenerateOptions) => {
      const action = `generate with '${path}'`;
      const given = respondOptions(action, options);
      const prompt = promptOf(action, options);
      await useThreads(action, options.threads, err, options.strict ? { strict: true } : {});
      const { loadTextModel } = await import('../../tasks/load-text-model.ts');
      const { customObjects } = await import('../../experiments/custom-objects.ts');
      const model = await loadTextModel(placeOf(path), { customObjects });
      const tell = (sentence: string): void => err.line(`${err.paint('dim', 'note:')} ${harmless(sentence)}`);
      const answer = model.respond(prompt, { ...given, ...(options.json ? {} : { tell }) });
      const signal = interruptible();
      let text = '';
      let step = answer.next();
      for (; !step.done && !signal.aborted; step = answer.next()) {
        text += step.value;
        if (!options.json) out.write(harmlessText(step.value));
        await new Promise((resolve) => setImmediate(resolve)); // Ctrl-C is heard between two pieces
      }
      if (!options.json) {
        out.line();
        return;
      }
      const facts = step.done ? step.value : {};
      out.line(JSON.stringify({ event: 'end', task: model.task, prompt, text, ...facts }));
    });
};

/** Where the model is: a path, or a run by its name. */
function placeOf(path: string): string {
  const named = !/[/\\]|\.(safetensors|keras|h5|t7)$/i.test(path);
  return named && platform().kindOf(path) === 'nothing' ? findRun(path, 'runs') : path;
}

/** The options that were given, as text models take them. */
function respondOptions(action: string, options: GenerateOptions): RespondOptions {
  const { length, temperature, topK, topP, greedy, beams, seed } = options;
  const whole = (name: string, text: string): number => wholeNumber(action, name, text);
  return {
    ...(length === undefined ? {} : { length: whole('length', length) }),
    ...(temperature === undefined ? {} : { temperature: number(action, 'temperature', temperature) }),
    ...(topK === undefined ? {} : { topK: whole('top-k', topK) }),
    ...(topP === undefined ? {} : { topP: number(action, 'top-p', topP, 1) }),
    ...(greedy === undefined ? {} : { greedy }),
    ...(beams === undefined ? {} : { beamWidth: whole('beams', beams) }),
    ...(seed === undefined ? {} : { seed: wholeNumber(action, 'seed', seed, { from: 0 }) }),
  };
}

/** A number above 0. */
function number(action: string, name: string, text: string, to = Infinity): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value > 0 && value <= to && value < Infinity) return value;
  const most = to === Infinity ? '' : ` and up to ${to}`;
  throw new UsageError(`Cannot ${action}: ${name} must be a number above 0${most}, received '${text}'`);
}

function promptOf(action: string, { prompt, promptFile }: GenerateOptions): string {
  if (prompt !== undefined && promptFile !== undefined) {
    throw new UsageError(`Cannot ${action}: --prompt and --prompt-file must be given one at a time, received both`);
  }
  if (promptFile === undefined && prompt !== '-') return prompt ?? '';
  const bytes = promptFile === undefined ? readFileSync(0) : platform().readFile(promptFile);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r?\n$/, '');
  } catch (cause) {
    const place = promptFile === undefined ? 'standard input' : `'${promptFile}'`;
    throw new OptionError(`Cannot ${action}: prompt must be UTF-8, received bytes of ${place} that are not`, { cause });
  }
}

/** The text without what a terminal would obey. */
function harmlessText(text: string): string {
  return harmless(text).replaceAll('\\x0d', '');
}
