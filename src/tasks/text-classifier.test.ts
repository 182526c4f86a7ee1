import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Dense } from '../layers/dense.ts';
import { Embedding } from '../layers/embedding.ts';
import { LSTM } from '../layers/lstm.ts';
import { Sequential } from '../models/sequential.ts';
import { LatinWords } from '../text/segment/latin-words.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { labelsOf, textClassifier } from './build-text-classifier.ts';
import { probabilitiesOf } from './class-scores.ts';
import { classifierBatches } from './classifier-batches.ts';
import { loadTextModel } from './load-text-model.ts';
import { TextClassifier } from './text-classifier.ts';
import { saveTextModel } from './text-model.ts';
import type { TextSample } from './text-samples.ts';

const vocabulary = Vocabulary.from(['not', 'good', 'bad', 'food'], { padToken: '<pad>', unknownToken: '<unk>' });
const segmenter = new LatinWords();
const labels = ['no', 'so so', 'yes'];
const makeModel = (units = 3): Sequential =>
  new Sequential(
    [
      new Embedding({ inputDim: vocabulary.size, outputDim: 4, maskZero: true, embeddingsInitializer: 'randomNormal' }),
      new LSTM({ units: 5 }),
      new Dense({ units }),
    ],
    { seed: 3 },
  );
const make = (more: { lowerCase?: boolean; maxLength?: number } = {}): TextClassifier =>
  new TextClassifier(makeModel(), { segmenter, vocabulary, labels, ...more });
const refuses = (run: () => unknown, message: string): void => {
  assert.throws(run, { name: 'OptionError', message });
};

describe('TextClassifier', () => {
  it('gives texts of any length the same answers alone and together', () => {
    const classifier = make();
    const texts = Array.from({ length: 150 }, (_, i) => `not ${'good bad food '.repeat(1 + ((i * 7) % 5))}${i}`);
    const together = classifier.classify(texts);
    assert.equal(together.length, texts.length);
    for (const i of [0, 1, 17, 149]) assert.deepEqual(together[i], classifier.classify(texts[i] as string));
    for (const { label, probabilities } of together) {
      const values = Object.values(probabilities);
      assert.ok(Math.abs(values.reduce((sum, each) => sum + each, 0) - 1) < 1e-9);
      assert.equal(probabilities[label], Math.max(...values));
    }
  });
  it('is the softmax of its model', () => {
    const classifier = make();
    const logits = classifier.model.predict([[...vocabulary.encode(['not', 'good'])]]).data;
    assert.deepEqual(Object.values(classifier.classify('not good').probabilities), probabilitiesOf(logits));
  });
  it('names words that it does not know, and reads case as it is told', () => {
    assert.deepEqual(make().classify('Not Xyz, Good xyz!').unknown, ['xyz', ',', '!']);
    assert.deepEqual(make({ lowerCase: false }).classify('Not good').unknown, ['Not']);
    assert.notDeepEqual(make().classify('xyz'), make().classify('good'));
  });
  it('reads the end of a long text', () => {
    const short = make({ maxLength: 2 });
    assert.deepEqual(short.classify('food not good'), make().classify('not good'));
    assert.deepEqual(
      short.contributions('food not good').map(({ contribution }) => contribution !== 0),
      [false, false, true, false, true],
    );
  });
  it('says what each word does by leaving it out', () => {
    const classifier = make();
    const odds = (text: string): number => {
      const { yes = 0 } = classifier.classify(text).probabilities;
      return Math.log(yes / (1 - yes));
    };
    const found = classifier.contributions('food not\tbad', { label: 'yes' });
    assert.deepEqual(
      found.map(({ token }) => token),
      ['food', ' ', 'not', '\t', 'bad'],
    );
    const wanted = ['not bad', undefined, 'food bad', undefined, 'food not'];
    for (const [i, without] of wanted.entries()) {
      const expected = without === undefined ? 0 : odds('food not bad') - odds(without);
      assert.ok(Math.abs((found[i]?.contribution as number) - expected) < 1e-5);
    }
    assert.equal(classifier.contributions('good').length, 1);
    const { label } = classifier.classify('not bad');
    assert.deepEqual(classifier.contributions('not bad'), classifier.contributions('not bad', { label }));
  });
  it('answers with its class, and tells what it is told by', () => {
    const classifier = make();
    const told: string[] = [];
    const answer = classifier.respond('not xyz', { tell: (sentence) => told.push(sentence) });
    const { label, probabilities } = classifier.classify('not xyz');
    assert.equal(answer.next().value, label);
    const { done, value } = answer.next();
    assert.equal(done, true);
    const words = classifier.contributions('not xyz').filter(({ contribution }) => contribution !== 0);
    assert.deepEqual(value, { probabilities, unknown: ['xyz'], words });
    assert.equal(told.length, 3);
    assert.match(told[0] as string, new RegExp(`^${label} \\d+\\.\\d %, `));
    assert.match(told[1] as string, /^What counts most for .*: (not|xyz) [+−]\d+\.\d, (not|xyz) [+−]\d+\.\d$/);
    assert.equal(told[2], 'The model does not know "xyz".');
    assert.throws(() => classifier.respond('good', { topK: 3 }).next(), {
      name: 'UnsupportedError',
      message: 'Cannot classify text: topK is not supported and must be left out, received 3',
    });
  });
  it('is saved and loaded', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'memcell-classifier-'));
    try {
      const classifier = make({ lowerCase: false, maxLength: 7 });
      await saveTextModel(classifier, folder);
      const again = (await loadTextModel(folder)) as TextClassifier;
      assert.deepEqual(again.info(), classifier.info());
      assert.deepEqual(again.classify('not so Good'), classifier.classify('not so Good'));
      const info = JSON.parse(readFileSync(join(folder, 'text.json'), 'utf8'));
      for (const [change, message] of [
        [{ labels: ['a', 'b'] }, /must fit the model.*an output for each of 2 labels, received 3/],
        [{ vocabulary: 7 }, /must fit the model.*vocabulary must be an object, received 7/],
        [{ wrong: 7 }, /must fit the model.*'wrong'/],
      ] as const) {
        writeFileSync(join(folder, 'text.json'), JSON.stringify({ ...info, info: { ...info.info, ...change } }));
        await assert.rejects(loadTextModel(folder), { name: 'FormatError', message });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it('refuses texts without words, classes that there are not, and models that do not fit', () => {
    const classifier = make();
    refuses(() => classifier.classify(' \n'), "Cannot classify text: it must have a word, received ' \n'");
    refuses(() => classifier.classify(['good', '']), "Cannot classify text: it must have a word, received ''");
    refuses(
      () => classifier.classify(7 as never),
      'Cannot classify text: it must be a text or a list of them, received 7',
    );
    refuses(
      () => classifier.contributions('good', { label: 'maybe' }),
      "Cannot find class: label must be one of no, so so, yes, received 'maybe'",
    );
    refuses(
      () => new TextClassifier(makeModel(2), { segmenter, vocabulary, labels }),
      'Cannot create TextClassifier: model must have an output for each of 3 labels, received 2',
    );
    refuses(
      () => new TextClassifier(makeModel(1), { segmenter, vocabulary, labels: ['a'] }),
      "Cannot create TextClassifier: labels must be two texts or more, each once, received ['a']",
    );
    refuses(
      () => new TextClassifier(makeModel(), { segmenter, vocabulary: Vocabulary.from(['a']), labels }),
      'Cannot read texts: vocabulary must have a padToken and an unknownToken, received an instance of Vocabulary',
    );
  });
});

const samples: TextSample[] = Array.from({ length: 70 }, (_, i) => ({
  text: `${'word '.repeat(1 + ((i * 11) % 9))}w${i}`,
  label: i % 2 === 0 ? 'b' : 'a',
}));

describe('classifierBatches', () => {
  it('gives every sample once an epoch, with those of its length, and a mask of its words', () => {
    const classifier = textClassifier(samples);
    const data = classifierBatches(classifier, samples, { batchSize: 4, seed: 1 });
    const lengths: number[] = [];
    let padding = 0;
    for (const { input, mask, target } of data.epoch(0)) {
      const [rows, steps] = input.shape as readonly [number, number];
      assert.equal(input.dtype, 'int32');
      for (let row = 0; row < rows; row++) {
        const ids = input.data.subarray(row * steps, (row + 1) * steps);
        const length = ids.indexOf(0);
        lengths.push(length < 0 ? steps : length);
        assert.deepEqual(
          Array.from(mask!.data.subarray(row * steps, (row + 1) * steps)),
          Array.from(ids, (id) => (id === 0 ? 0 : 1)),
        );
      }
      padding += input.data.filter((id) => id === 0).length;
      assert.equal(target.shape[0], rows);
    }
    const wanted = samples.map(({ text }) => text.split(' ').length);
    assert.deepEqual(lengths.sort(), wanted.sort());
    assert.ok(padding < 120, String(padding)); // drawn without buckets there are about 250
    const order = (epoch: number): number[] => Array.from(data.epoch(epoch), ({ target }) => [...target.data]).flat();
    assert.deepEqual(order(3), order(3));
    assert.notDeepEqual(order(0), order(1));
  });
});

describe('textClassifier', () => {
  it('makes its classes and vocabulary of the samples', () => {
    const classifier = textClassifier(samples, { cell: 'gru', bidirectional: true, units: 4, embedding: 3 });
    assert.deepEqual(classifier.labels, ['a', 'b']);
    assert.deepEqual(classifier.reader.vocabulary.tokens, ['<pad>', '<unk>', 'word']);
    assert.deepEqual(
      classifier.model.layers.map(({ className }) => className),
      ['Embedding', 'Dropout', 'Bidirectional', 'Dropout', 'Dense'],
    );
  });
  it('refuses samples that nothing can be learnt from', () => {
    const one = { text: 'x', label: 'a' };
    refuses(
      () => textClassifier([]),
      'Cannot make text classifier: there must be a list of { text, label }, received none',
    );
    refuses(
      () => textClassifier([one, one]),
      "Cannot make text classifier: there must be two classes or more, received 'a' alone",
    );
    refuses(
      () => labelsOf([one, one, { text: 'y', label: '3.5' }], 2),
      "Cannot make text classifier: each class must have two texts or more, received one of '3.5'",
    );
    refuses(
      () => textClassifier(samples, { dropout: 1 }),
      'Cannot make text classifier: dropout must be a finite number from 0 and below 1, received 1',
    );
  });
});
