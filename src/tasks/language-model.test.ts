import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Adam, type Callback, Dense, Embedding, LSTM, Sequential, SGD } from '../index.ts';
import { exp, log } from '../math.ts';
import { Characters } from '../text/segment/characters.ts';
import { LatinWords } from '../text/segment/latin-words.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { languageModel } from './build-language-model.ts';
import { LanguageModel } from './language-model.ts';

const segmenter = new Characters();
const RHYME = 'one for the master, two for the dame, three for the boy who lives in the lane. ';

function model({ cell = 'LSTM', text = RHYME }: { cell?: 'LSTM' | 'GRU'; text?: string } = {}): LanguageModel {
  const vocabulary = Vocabulary.from(segmenter.segment(text));
  return languageModel({ segmenter, vocabulary, units: 7, embeddingDim: 5, layers: 2, cell, seed: 3 });
}

/** Mean loss of every token but the first, from one prediction over the whole text. */
function directLoss({ model: net }: LanguageModel, ids: Int32Array): number {
  const logits = net.predict([[...ids.subarray(0, -1)]]).data;
  const size = logits.length / (ids.length - 1);
  let loss = 0;
  for (let t = 0; t < ids.length - 1; t++) {
    const row = Array.from(logits.subarray(t * size, (t + 1) * size));
    const most = Math.max(...row);
    loss += most + log(row.reduce((sum, x) => sum + exp(x - most), 0)) - (row[ids[t + 1] as number] as number);
  }
  return loss / (ids.length - 1);
}

const near = (actual: number, expected: number, tolerance = 1e-5): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);

describe('LanguageModel.evaluate', () => {
  for (const cell of ['LSTM', 'GRU'] as const) {
    it(`carries states over windows and counts the last part of one: ${cell}`, async () => {
      const lm = model({ cell });
      const ids = lm.encode(RHYME);
      const loss = directLoss(lm, ids);
      for (const window of [1, 7, 64, 500]) {
        const score = await lm.evaluate(RHYME, { window });
        assert.equal(score.tokens, RHYME.length - 1);
        near(score.perplexity, exp(loss));
        near(score.bitsPerCharacter, loss / log(2));
      }
    });
  }
  it('reads streams side by side, each after the tokens before it, and counts every token once', async () => {
    const lm = model();
    const text = RHYME.repeat(4);
    const whole = await lm.evaluate(text);
    for (const streams of [2, 3, 8]) {
      const score = await lm.evaluate(text, { streams, window: 40 });
      assert.equal(score.tokens, text.length - 1);
      near(score.perplexity, whole.perplexity, 1e-4);
    }
    assert.equal((await lm.evaluate('one', { streams: 50, window: 3 })).tokens, 2);
  });
  it('takes ids, and divides by the characters of the text', async () => {
    const words = new LatinWords();
    const vocabulary = Vocabulary.from(words.segment(RHYME), { minCount: 2, unknownToken: '<unk>' });
    const lm = languageModel({ segmenter: words, vocabulary, units: 4, layers: 1 });
    const score = await lm.evaluate('the lord of the lane');
    assert.equal(score.tokens, 8);
    near(score.bitsPerCharacter, (8 * score.bitsPerToken) / ' lord of the lane'.length);
    near((await lm.evaluate(lm.encode('the lord of the lane'))).perplexity, score.perplexity);
  });
  it('refuses a text with nothing to foretell, and ends with its signal', async () => {
    await assert.rejects(model().evaluate('o'), {
      name: 'OptionError',
      message: 'Cannot evaluate language model: text must have 2 tokens or more, received 1',
    });
    await assert.rejects(model().evaluate(''), /must have 2 tokens or more, received 0/);
    await assert.rejects(model().evaluate(RHYME, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  });
});

describe('LanguageModel.nextTokens', () => {
  it('gives the logits of a prediction over the whole text, for several sequences at once', () => {
    const lm = model();
    const [a, b] = [lm.encode('one for the'), lm.encode('two for the')];
    const steps = lm.nextTokens();
    const [atA, atB] = [steps.begin(a), steps.begin(b.subarray(0, 3))];
    const join = (i: number): Float32Array => Float32Array.of(...atA.state[i]!, ...atB.state[i]!);
    const both = atA.state.map((_, i) => join(i));
    // rows swapped, and back by select
    const swapped = steps.select(both, Int32Array.of(1, 0));
    const told = steps.step(Int32Array.of(b[3]!, a[0]!), swapped);
    const wholeA = lm.model.predict([[...a, a[0]!]]).data.slice(-lm.vocabulary.size);
    const wholeB = lm.model.predict([[...b.subarray(0, 4)]]).data.slice(-lm.vocabulary.size);
    const size = lm.vocabulary.size;
    told.logits.subarray(0, size).forEach((x, i) => {
      near(x, wholeB[i]!);
    });
    told.logits.subarray(size).forEach((x, i) => {
      near(x, wholeA[i]!);
    });
    // what was given stays as it was
    const again = steps.step(Int32Array.of(b[3]!, a[0]!), swapped);
    assert.deepEqual([...again.logits], [...told.logits]);
  });
  it('reads a long prompt piece by piece', () => {
    const lm = model();
    const ids = lm.encode(RHYME.repeat(3));
    const whole = lm.model.predict([[...ids]]).data.slice(-lm.vocabulary.size);
    lm.nextTokens()
      .begin(ids)
      .logits.forEach((x, i) => {
        near(x, whole[i]!);
      });
  });
});

describe('LanguageModel.fit', () => {
  it('learns a text, and leaves a model that keeps no states', async () => {
    const lm = languageModel({ segmenter, vocabulary: Vocabulary.from('abc'), units: 16, layers: 1, seed: 1 });
    const text = 'abcab'.repeat(80);
    lm.compile({ optimizer: new Adam({ learningRate: 0.02 }) });
    const { history } = await lm.fit(text, { batchSize: 4, window: 9, epochs: 8 });
    assert.ok(history.loss!.at(-1)! < history.loss![0]! / 2);
    assert.ok((await lm.evaluate(text)).perplexity < 1.6);
    assert.ok(lm.model.layers.every((layer) => !('stateful' in layer) || layer.stateful === false));
    assert.deepEqual(lm.model.predict([[0, 1]]).toArray(), lm.model.predict([[0, 1]]).toArray());
  });
  it('carries states from batch to batch, and begins each epoch with none', async () => {
    const lm = model();
    const text = RHYME.repeat(3).slice(0, 161); // 32 windows of 5 steps
    lm.compile({ optimizer: new SGD({ learningRate: 1e-20 }) }); // too small to change a weight
    const batches: number[] = [];
    const counts: Callback = { onBatchEnd: (batch) => void batches.push(batch) };
    const { history } = await lm.fit(text, { batchSize: 1, window: 5, epochs: 2, callbacks: [counts] });
    assert.equal(batches.length, 64);
    for (const loss of history.loss!) near(loss, directLoss(lm, lm.encode(text)));
  });
  it('refuses a text that is too short', async () => {
    const lm = model();
    lm.compile({ optimizer: 'adam' });
    await assert.rejects(lm.fit('one for', { batchSize: 2, window: 4 }), {
      name: 'OptionError',
      message: 'Cannot make token batches: 2 streams in windows of 4 must have 9 tokens or more, received 7',
    });
  });
});

describe('LanguageModel.generate', () => {
  const lm = model();
  const all = (prompt: string, options: Parameters<LanguageModel['generate']>[1] = {}): string =>
    [...lm.generate(prompt, options)].join('');

  it('is greedy, drawn or searched for', () => {
    const greedy = all('one', { length: 30, greedy: true });
    assert.equal(greedy.length, 30);
    assert.equal(all('one', { length: 30, topK: 1 }), greedy);
    assert.equal(all('one', { length: 30, beamWidth: 1 }), greedy);
    assert.equal(all('one', { length: 30, seed: 4 }), all('one', { length: 30, seed: 4 }));
    assert.notEqual(all('one', { length: 30, seed: 4 }), all('one', { length: 30, seed: 5 }));
    assert.equal(all('one').length, 200);
  });
  it('follows the prediction over all that was said', () => {
    const ids = [...lm.encode('two for')];
    for (const id of lm.encode(all('two for', { length: 12, greedy: true }))) {
      const row = lm.model.predict([ids]).data.slice(-lm.vocabulary.size);
      assert.equal(id, row.indexOf(Math.max(...row)));
      ids.push(id);
    }
  });
  it('begins without a prompt', () => {
    assert.equal(all('', { length: 10, seed: 1 }).length, 10);
    const vocabulary = Vocabulary.from('abab', { startToken: '<s>', endToken: '</s>' });
    const own = languageModel({ segmenter, vocabulary, units: 4, layers: 1, seed: 1 });
    const text = [...own.generate('', { length: 400, seed: 2 })].join('');
    assert.match(text, /^[ab]+$/);
    assert.ok(text.length < 400); // the end token came
  });
  it('names what it does not know', () => {
    assert.throws(() => all('ÄÖ one Ä'), {
      name: 'OptionError',
      message:
        /^Cannot generate text: every token of the prompt must be among the 20 that the model knows, received "Ä", "Ö"$/,
    });
    const words = new LatinWords();
    const vocabulary = Vocabulary.from(words.segment(RHYME), { unknownToken: '<unk>' });
    const own = languageModel({ segmenter: words, vocabulary, units: 4, layers: 1, seed: 1 });
    const told: string[] = [];
    const text = own.generate('the unicorn', { length: 50, seed: 1, tell: (sentence) => told.push(sentence) });
    assert.ok(!/unk/.test([...text].join('')));
    assert.deepEqual(told, ['The model does not know "unicorn": it stands for any unknown word.']);
  });
  it('refuses options that are out of range, or mean nothing together', () => {
    const cases: [Parameters<typeof all>[1], string][] = [
      [{ length: 0 }, 'length must be a whole number from 1, received 0'],
      [{ greedy: true, seed: 1 }, 'greedy must come without seed, received 1'],
      [{ beamWidth: 2, temperature: 0.5 }, 'beamWidth must come without temperature, received 0.5'],
      [{ seed: -1 }, 'seed must be a whole number from 0 to 9007199254740991, received -1'],
    ];
    for (const [options, message] of cases) {
      assert.throws(() => all('one', options), { name: 'OptionError', message: `Cannot generate text: ${message}` });
    }
    assert.throws(() => all('one', { temperature: 0 }), { name: 'OptionError' });
  });
});

describe('LanguageModel', () => {
  it('refuses parts that do not fit', () => {
    const vocabulary = Vocabulary.from('abc');
    const net = new Sequential([
      new Embedding({ inputDim: 3, outputDim: 2 }),
      new LSTM({ units: 2 }),
      new Dense({ units: 3 }),
    ]);
    assert.throws(() => new LanguageModel({ model: net, vocabulary, segmenter }), /model must be built/);
    net.build([null, null]);
    assert.throws(() => new LanguageModel({ model: net, vocabulary, segmenter }), {
      name: 'ShapeError',
      message: /must read \[B, T\] and give \[B, T, 3\].* received \[null, null\] and \[null, 3\]/,
    });
    assert.throws(
      () => languageModel({ segmenter, vocabulary: Vocabulary.from('aaa') }),
      /vocabulary must have 2 tokens/,
    );
  });
});
