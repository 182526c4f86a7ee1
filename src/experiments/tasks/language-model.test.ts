import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { quietShell } from '../../../test/support/quiet-shell.ts';
import { runExperiment } from '../../cli/run-experiment.ts';
import { generatedVerse } from '../../data/index.ts';
import { readRun } from '../../logs/read-run.ts';
import { loadTextModel } from '../../tasks/load-text-model.ts';
import type { RunResult } from '../experiment.ts';
import { languageModelTask } from './language-model.ts';

const root = mkdtempSync(join(tmpdir(), 'memcell-task-'));
after(() => rmSync(root, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(root, name), text);
  return join(root, name);
};
const verse = file('verse.txt', generatedVerse({ poems: 30, seed: 2 }));
const small = { units: '24', embedding: '12', 'batch-size': '8', window: '16' };
const train = (chosen: Record<string, string>, steps?: number): Promise<RunResult> =>
  languageModelTask.run({ preset: 'default', seed: 1, steps, chosen: { ...small, ...chosen } }, { callbacks: [] });

describe('the task language-model', () => {
  it('learns characters and words, beside n-grams', async () => {
    const characters = await train({ text: verse, epochs: '2', 'learning-rate': '0.01' });
    const { perplexity, bitsPerCharacter, baselinePerplexity } = characters.score as Record<string, number>;
    assert.ok(perplexity! < 15 && perplexity! > 1);
    assert.ok(Math.abs(bitsPerCharacter! - Math.log2(perplexity!)) < 1e-9);
    assert.ok(baselinePerplexity! > 1 && baselinePerplexity! < 6, `${baselinePerplexity}`);
    const words = await train({ text: verse, by: 'latin', 'min-count': '3', 'max-vocabulary': '50' }, 3);
    assert.deepEqual(words.model.outputShape, [null, null, 50]);
    assert.ok([...words.prose!()].join('').length > 100);
  });
  it('goes on as if it had never stopped, and leaves a text model', async () => {
    const run = (folder: string, stop: number | undefined, resume: boolean): ReturnType<typeof runExperiment> =>
      runExperiment(
        {
          ...{ experiment: languageModelTask, preset: 'default', seed: 1, steps: 5, strict: false, tensorboard: false },
          chosen: { ...small, text: verse, cell: 'gru', dropout: '0.3' },
          folder: join(root, folder),
          resume: resume ? readRun(join(root, folder)) : undefined,
          ...{ save: [], mode: 'json', plot: undefined, onBegin: () => {} },
        },
        quietShell((event) => event.event === 'step' && event.step === stop),
      );
    const whole = await run('whole', undefined, false);
    await run('parts', 2, false);
    const again = await run('parts', undefined, true);
    assert.deepEqual(again.end.score, whole.end.score);
    const [a, b] = await Promise.all(['whole', 'parts'].map((folder) => loadTextModel(join(root, folder))));
    assert.equal([...a!.respond('THE ', { seed: 3 })].join(''), [...b!.respond('THE ', { seed: 3 })].join(''));
  });
  it('refuses texts that have nothing to learn', async () => {
    await assert.rejects(train({ text: file('empty.txt', '') }), /it must hold text, received an empty file/);
    await assert.rejects(train({ text: file('one.txt', 'a'.repeat(900)) }), /vocabulary must have 2 tokens or more/);
    await assert.rejects(train({ text: file('word.txt', 'word') }), /must have 129 tokens or more, received 2/);
    const rare = { text: verse, by: 'latin', 'min-count': '100000' };
    await assert.rejects(train(rare), /at least one token must come 100000 times or more/);
    writeFileSync(join(root, 'wrong.txt'), Uint8Array.of(0x61, 0, 0xff, 0x80));
    await assert.rejects(train({ text: join(root, 'wrong.txt') }), { name: 'FormatError' });
  });
});
