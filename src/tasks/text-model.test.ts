import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { LatinWords } from '../text/segment/latin-words.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { languageModel } from './build-language-model.ts';
import { LanguageModel } from './language-model.ts';
import { loadTextModel } from './load-text-model.ts';
import { saveTextModel, type TextModel, textModelFiles } from './text-model.ts';

const root = mkdtempSync(join(tmpdir(), 'memcell-text-model-'));
after(() => rmSync(root, { recursive: true }));

const segmenter = new LatinWords();
const TEXT = 'the cat sat on the mat, and the dog sat on the cat';
const made = (): LanguageModel =>
  languageModel({ segmenter, vocabulary: Vocabulary.from(segmenter.segment(TEXT)), units: 5, layers: 1, seed: 1 });

/** A saved model whose text.json holds something else. */
async function changed(name: string, change: (info: Record<string, unknown>) => unknown): Promise<string> {
  const folder = join(root, name);
  await saveTextModel(made(), folder);
  const path = join(folder, 'text.json');
  const text = change(JSON.parse(readFileSync(path, 'utf8')));
  writeFileSync(path, typeof text === 'string' ? text : JSON.stringify(text));
  return folder;
}

async function refuses(folder: string, name: string, message: RegExp): Promise<void> {
  await assert.rejects(loadTextModel(folder), (error: Error) => {
    assert.equal(error.name, name);
    assert.ok(error.message.startsWith(`Cannot load text model '${folder}': `), error.message);
    assert.match(error.message, message);
    return true;
  });
}

describe('saveTextModel and loadTextModel', () => {
  it('give the same text model back, from the folder and from the file in it', async () => {
    const folder = join(root, 'whole', 'deep');
    const model = made();
    await saveTextModel(model, folder);
    const text = [...model.respond('the cat', { length: 20, seed: 3 })].join('');
    for (const path of [folder, `${folder}/`, join(folder, 'model.safetensors')]) {
      const again = await loadTextModel(path);
      assert.ok(again instanceof LanguageModel);
      assert.equal([...again.respond('the cat', { length: 20, seed: 3 })].join(''), text);
      assert.deepEqual(again.info(), model.info());
    }
  });
  it('write nothing where the model cannot be saved', async () => {
    const folder = join(root, 'nothing');
    await assert.rejects(saveTextModel({ task: 'language-model' } as unknown as TextModel, folder), {
      name: 'OptionError',
    });
    await assert.rejects(loadTextModel(folder), { name: 'ResourceError' });
  });
  it('say what is missing', async () => {
    await refuses(
      join(root, 'none'),
      'ResourceError',
      /it must be a folder or a model file, received a path where nothing is$/,
    );
    const folder = join(root, 'empty');
    mkdirSync(folder);
    await refuses(
      folder,
      'ResourceError',
      /text\.json must stand in the folder, received a model without its vocabulary$/,
    );
    writeFileSync(join(folder, 'model.safetensors'), '');
    await refuses(join(folder, 'model.safetensors'), 'ResourceError', /text\.json must stand beside it/);
    rmSync(join(folder, 'model.safetensors'));
    writeFileSync(join(folder, 'text.json'), '{}');
    await refuses(
      folder,
      'ResourceError',
      /model\.safetensors must stand in the folder, received a folder without it$/,
    );
  });
  it('say what is wrong in text.json', async () => {
    const { vocabulary, segmenter: entry } = made().info() as { vocabulary: object; segmenter: object };
    const cases: [string, (info: Record<string, unknown>) => unknown, RegExp][] = [
      ['text', () => '{"format": 1', /text\.json must be JSON, received a file that is not$/],
      ['list', () => [1], /text\.json must be a JSON object, received \[1\]$/],
      ['format', (info) => ({ ...info, format: 2 }), /format in text\.json must be 1, received 2$/],
      ['no-task', ({ format }) => ({ format }), /text\.json must name a task, received nothing$/],
      [
        'task',
        (info) => ({ ...info, task: 'constructor' }),
        /task in text\.json must be one of .*received "constructor"$/,
      ],
      ['info', (info) => ({ ...info, info: 7 }), /info in text\.json must be an object, received 7$/],
      ['vocabulary', (info) => ({ ...info, info: { segmenter: entry } }), /text\.json must fit the model.*vocabulary/],
      [
        'size',
        (info) => ({ ...info, info: { segmenter: entry, vocabulary: { tokens: ['a', 'b'], counts: [1, 1] } } }),
        /must fit the model.*\[B, T, 2\]/,
      ],
      [
        'segmenter',
        (info) => ({ ...info, info: { vocabulary, segmenter: { className: 'Cuts' } } }),
        /must fit the model.*'Cuts'/,
      ],
      ['no-segmenter', (info) => ({ ...info, info: { vocabulary } }), /must fit the model.*segmenter/],
    ];
    for (const [name, change, message] of cases) await refuses(await changed(name, change), 'FormatError', message);
  });
  it('say what is wrong in the model', async () => {
    const folder = await changed('cut', (info) => info);
    writeFileSync(join(folder, 'model.safetensors'), readFileSync(join(folder, 'model.safetensors')).subarray(0, 300));
    await assert.rejects(loadTextModel(folder), { name: 'FormatError' });
  });
});

describe('textModelFiles', () => {
  it('is the text.json of a run folder', () => {
    const files = textModelFiles(made());
    assert.deepEqual(Object.keys(files), ['text.json']);
    assert.equal(JSON.parse(new TextDecoder().decode(files['text.json'])).task, 'language-model');
  });
});
