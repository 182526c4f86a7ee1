import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { memoryStore } from '../../test/support/resumed.ts';
import { weightsOf } from '../../test/support/weights-of.ts';
import { BackupAndRestore } from '../interop/io.ts';
import { Translator } from '../tasks/translator.ts';
import { numeralPairs } from '../text/pairs/numeral-pairs.ts';
import type { RunResult } from './experiment.ts';
import { translateTask } from './tasks/translate.ts';
import { translate } from './translate.ts';
import { generatedPairs, heldOutPairs } from './translation-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'memcell-translate-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const lines = numeralPairs({ count: 80, maxDigits: 3, seed: 1 }).map(({ source, target }) => `${source}\t${target}\tx`);
const tiny = { units: '8', embedding: '4', 'source-by': 'characters', 'target-by': 'characters', 'min-count': '1' };

async function train(text: string, chosen: Readonly<Record<string, string>> = tiny): Promise<[RunResult, string[]]> {
  const told: string[] = [];
  const tell = (sentence: string): void => void told.push(sentence);
  const request = { preset: 'default', seed: 1, steps: 4, chosen: { ...chosen, text } } as const;
  return [await translateTask.run(request, { callbacks: [], tell }), told];
}

describe('translate', () => {
  it('scores held-out pairs, draws where it looked, keeps its vocabularies, and shows some translations', async () => {
    const said: string[] = [];
    const draw = (): void => void said.push('drawn');
    const chosen = { data: 'generated', 'own-words': '0.5', beam: '2' };
    const result = await translate.run({ preset: 'default', seed: 1, steps: 8, chosen }, { callbacks: [], draw });
    assert.deepEqual(Object.keys(result.score), ['exactShare', 'bleu', 'of']);
    assert.deepEqual([result.score.of, result.steps, said.length], [10, 8, 1]);
    const { attention } = result.figures ?? {};
    assert.ok(attention?.kind === 'heat' && attention.rows.length === attention.rowLabels?.length);
    assert.equal(attention.rows[0]?.length, attention.columnLabels?.length);
    assert.match(
      result.summary[1] ?? '',
      /^By the likeliest token each time: 0 of 10 held-out texts exactly \(0\.0 %\)/,
    );
    assert.match([...(result.prose?.() ?? [])].join(''), /^.+ → .*\(.+\)\n/);
    const { info } = JSON.parse(new TextDecoder().decode(result.files?.['text.json']));
    const again = await Translator.fromInfo(result.model, info);
    assert.equal(again.source.segmenter.className, 'Characters');
  });

  it('goes on bit for bit where it was interrupted, with words of its own too', async () => {
    const request = { preset: 'default', seed: 1, steps: 6, chosen: { data: 'numerals', 'own-words': '1' } } as const;
    const whole = await translate.run(request, { callbacks: [] });
    const store = memoryStore();
    const controller = new AbortController();
    let steps = 0;
    const stop = { onBatchEnd: () => (++steps === 3 ? controller.abort() : undefined) };
    const backup = () => new BackupAndRestore(store, { saveFreq: 1 });
    const part = { callbacks: [stop, backup()], signal: controller.signal };
    assert.equal((await translate.run(request, part)).steps, 3);
    const again = await translate.run(request, { callbacks: [{}, backup()] });
    assert.deepEqual(weightsOf(again.model), weightsOf(whole.model));
    const forced = await translate.run({ ...request, chosen: { data: 'numerals' } }, { callbacks: [] });
    assert.notDeepEqual(weightsOf(forced.model), weightsOf(whole.model));
  });

  it('holds out pairs of which nothing is learnt', () => {
    for (const kind of ['generated', 'dates', 'numerals'] as const) {
      const pairs = generatedPairs(kind, 600, 3);
      const { training, heldOut } = heldOutPairs(pairs, 50, 3);
      assert.deepEqual([pairs.length, training.length, heldOut.length], [600, 550, 50]);
      const learnt = new Set(training.flatMap(({ source, target }) => [source, target]));
      assert.ok(heldOut.every(({ source, target }) => !learnt.has(source) && !learnt.has(target)));
    }
  });
});

describe('memcell train --task translate', () => {
  it('learns from pairs of a file, and says what it leaves out', async () => {
    const [{ score, model, files }, told] = await train(
      file('pairs.tsv', [...lines, `${'一'.repeat(60)}\t1`].join('\n')),
    );
    assert.equal(score.of, 8);
    assert.deepEqual(told.slice(0, 2), [
      'Columns after the second one are not read.',
      '1 pair of more than 50 tokens is left out.',
    ]);
    const { info } = JSON.parse(new TextDecoder().decode(files?.['text.json']));
    assert.equal(typeof (await Translator.fromInfo(model, info)).translate('三'), 'string');
  });

  it('begins with word vectors, as wide as its embedding', async () => {
    const vectors = file('vectors.txt', '2 3\n一 1 2 3\n二 4 5 6\n');
    const path = file('pairs.tsv', lines.join('\n'));
    const [{ model }] = await train(path, { ...tiny, embedding: '3', 'source-vectors': vectors });
    assert.equal(model.getLayer('source_embedding').weights[0]?.shape[1], 3);
    await assert.rejects(train(path, { ...tiny, 'source-vectors': vectors }), {
      message: 'Cannot make translator: sourceVectors must have 4 numbers each, received 3',
    });
  });

  it('refuses files that are no pairs, with the line', async () => {
    const refuses = async (name: string, content: string | Uint8Array, message: string): Promise<void> => {
      const path = file(name, content);
      await assert.rejects(train(path), ({ message: said }: Error) => {
        assert.ok(said.includes(message), said);
        return said.startsWith('Cannot ');
      });
    };
    await refuses('no-tab.tsv', `${lines[0]}\nno tab\n`, 'every line must have a tab, received "no tab" in line 2');
    await refuses('empty.tsv', '', 'it must hold text, received an empty file');
    await refuses('blank.tsv', '\n \n', 'there must be at least one pair, received a text without any');
    await refuses('side.tsv', 'a\t\n', 'no side of a pair may be empty, received "a\\t" in line 1');
    await refuses('bytes.tsv', Uint8Array.of(0x61, 9, 0xff, 0xfe), 'received 0xFF at offset 2 (line 1)');
    await refuses(
      'few.tsv',
      lines.slice(0, 3).join('\n'),
      'there must be at least 10 pairs that are not too long, received 3',
    );
  });
});
