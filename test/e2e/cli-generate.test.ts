// `memcell generate`: a text model answers from the command line, here and in a process of its own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { buildProgram } from '../../src/cli/program.ts';
import { reportError } from '../../src/cli/report-error.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { modelBytes } from '../../src/interop/io.ts';
import { Dense } from '../../src/layers/dense.ts';
import { Input } from '../../src/layers/input.ts';
import { Sequential } from '../../src/models/sequential.ts';
import { languageModel } from '../../src/tasks/build-language-model.ts';
import type { LanguageModel } from '../../src/tasks/language-model.ts';
import { saveTextModel } from '../../src/tasks/text-model.ts';
import { Characters, LatinWords, type Segmenter, Vocabulary } from '../../src/text/index.ts';
import { type Ended, env, folder, main, PATIENCE } from './process.ts';

const RHYME = 'the cat sat on the mat. ';
const letters = join(folder, 'letters');
const words = join(folder, 'words');

function made(segmenter: Segmenter, unknown: object): LanguageModel {
  const vocabulary = Vocabulary.from(segmenter.segment(RHYME), unknown);
  return languageModel({ segmenter, vocabulary, units: 6, layers: 1, seed: 1 });
}

before(async () => {
  await saveTextModel(made(new Characters(), {}), letters);
  await saveTextModel(made(new LatinWords(), { unknownToken: '<unk>' }), words);
});

/** The command in this process. */
async function generate(...args: string[]): Promise<Ended> {
  const printed = { out: '', err: '' };
  const terminal = (name: 'out' | 'err'): Terminal => {
    const write = (text: string): void => {
      printed[name] += text;
    };
    const line = (text = ''): void => write(`${text}\n`);
    return { interactive: false, width: () => 80, height: () => 24, paint: (_style, text) => text, write, line };
  };
  const [out, err] = [terminal('out'), terminal('err')];
  const shell = { out, err, version: '', interruptible: () => new AbortController().signal };
  let code = 0;
  try {
    await buildProgram(shell).parseAsync(['generate', ...args], { from: 'user' });
  } catch (error) {
    code = reportError(error, err, false);
  }
  return { code, ...printed };
}

async function fails(args: string[], code: number, error: string, hint?: string): Promise<void> {
  const err = `error: ${error}\n${hint === undefined ? '' : `hint: ${hint}\n`}`;
  assert.deepEqual(await generate(...args), { code, out: '', err });
}

describe('memcell generate', () => {
  it('writes the same text for the same seed, in another process too', async () => {
    const seeded = [letters, '--prompt', 'the ', '--length', '40', '--seed', '7'];
    const first = await generate(...seeded);
    assert.deepEqual([first.code, first.err, first.out.length], [0, '', 41]);
    assert.deepEqual(await generate(join(letters, 'model.safetensors'), ...seeded.slice(1)), first);
    assert.notEqual((await generate(...seeded.slice(0, -1), '8')).out, first.out);
    const other = spawnSync(process.execPath, [main, 'generate', ...seeded, '--threads', '1'], {
      env,
      encoding: 'utf8',
      timeout: PATIENCE,
    });
    assert.deepEqual({ code: other.status, out: other.stdout, err: other.stderr }, first);
  });
  it('does so in the strict build, and takes a prompt from standard input', () => {
    const args = [main, 'generate', letters, '--prompt', '-', '--length', '40', '--seed', '7', '--strict', '--json'];
    const [one, two] = ['1', '2'].map((threads) =>
      spawnSync(process.execPath, [...args, '--threads', threads], {
        env,
        encoding: 'utf8',
        input: 'the \n',
        timeout: PATIENCE,
      }),
    );
    assert.deepEqual([one!.status, one!.stderr], [0, '']);
    assert.equal(JSON.parse(one!.stdout).prompt, 'the ');
    assert.equal(one!.stdout, two!.stdout);
  });
  it('takes a prompt from a file', async () => {
    const file = join(folder, 'prompt.txt');
    writeFileSync(file, 'the \r\n');
    const greedy = (...prompt: string[]): Promise<Ended> => generate(letters, ...prompt, '--length', '9', '--greedy');
    assert.deepEqual(await greedy('--prompt-file', file), await greedy('--prompt', 'the '));
    writeFileSync(file, Uint8Array.of(0xff, 0xfe));
    await fails(
      [letters, '--prompt-file', file],
      1,
      `Cannot generate with '${letters}': prompt must be UTF-8, received bytes of '${file}' that are not`,
    );
  });
  it('--json prints the text and what else is known', async () => {
    const { out } = await generate(letters, '--prompt', 'the ', '--length', '9', '--beams', '2', '--json');
    const { text, logProbability, ...rest } = JSON.parse(out);
    assert.deepEqual(rest, { event: 'end', task: 'language-model', prompt: 'the ', tokens: 9 });
    assert.equal(text.length, 9);
    assert.ok(logProbability < 0);
  });
  it('begins without a prompt, and tells of words that the model does not know', async () => {
    assert.equal((await generate(words, '--length', '5', '--seed', '1')).code, 0);
    const { code, err } = await generate(words, '--prompt', 'the unicorn', '--length', '5', '--seed', '1');
    assert.deepEqual([code, err], [0, 'note: The model does not know "unicorn": it stands for any unknown word.\n']);
    await fails(
      [letters, '--prompt', 'Ä'],
      1,
      'Cannot generate text: every token of the prompt must be among the 11 that the model knows, received "Ä"',
      'Write it with what the training text has: blanks, line ends and signs count, too.',
    );
  });
  it('refuses what it cannot do', async () => {
    const usage = (args: string[], must: string): Promise<void> =>
      fails([letters, ...args], 2, `Cannot generate with '${letters}': ${must}`);
    await usage(['--length', '0'], "length must be a whole number from 1, received '0'");
    await usage(['--temperature', 'hot'], "temperature must be a number above 0, received 'hot'");
    await usage(['--top-p', '2'], "top-p must be a number above 0 and up to 1, received '2'");
    const both = '--prompt and --prompt-file must be given one at a time, received both';
    await usage(['--prompt', 'a', '--prompt-file', 'b'], both);
    const together = 'Cannot generate text: greedy must come without topK, received 3';
    await fails([letters, '--greedy', '--top-k', '3'], 1, together, 'Nothing is drawn: the text is always the same.');
  });
  it('refuses what is no text model', async () => {
    const nowhere = join(folder, 'none.safetensors');
    const nothing = 'it must be a folder or a model file, received a path where nothing is';
    await fails([nowhere], 1, `Cannot load text model '${nowhere}': ${nothing}`);
    const numbers = join(folder, 'numbers.safetensors');
    writeFileSync(numbers, modelBytes(new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })])));
    await fails(
      [numbers],
      1,
      `Cannot load text model '${numbers}': text.json must stand beside it, received a model without its vocabulary`,
      'saveTextModel and the runs of text experiments write both; memcell predict takes models of numbers.',
    );
    await fails(
      ['verses'],
      1,
      "Cannot find run 'verses': it must be a folder, a run of 'runs', the beginning of one, or last, received no such run",
      "memcell runs list shows those of 'runs'.",
    );
  });
});
