import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { forwardPass } from '../layers/trainable.ts';
import { Adam } from '../optimizers/index.ts';
import { scope } from '../tensor/scope.ts';
import { tensor } from '../tensor/tensor.ts';
import { beamSearch } from '../text/decode/beam-search.ts';
import { numeralPairs } from '../text/pairs/numeral-pairs.ts';
import { splitPairs } from '../text/pairs/split-pairs.ts';
import { LatinWords } from '../text/segment/latin-words.ts';
import { loadTextModel } from './load-text-model.ts';
import { saveTextModel } from './text-model.ts';
import { batchOfPairs, type IdPair, padded } from './translation-batches.ts';
import { Translator } from './translator.ts';
import type { TranslatorOptions } from './translator-options.ts';

const pairs = numeralPairs({ count: 60, maxDigits: 4, seed: 1 });
const small = { units: 8, embeddingUnits: 5, attentionUnits: 6, seed: 3 } as const;
const kinds: readonly TranslatorOptions[] = [
  {},
  { cell: 'GRU' },
  { bidirectional: false },
  { cell: 'GRU', bidirectional: false, dropout: 0.2 },
];

/** A translator whose weights are far enough from 0 that steps differ. */
function stirred(options: TranslatorOptions = {}): Translator {
  const translator = Translator.from(pairs, { ...small, ...options });
  const weights = translator.model.getWeights();
  translator.model.setWeights(
    weights.map(({ data, shape }) =>
      tensor(
        data.map((value) => 3 * value + 0.05),
        shape,
      ),
    ),
  );
  return translator;
}

function idsOf(translator: Translator, count: number): IdPair[] {
  const { vocabulary } = translator.target;
  return pairs.slice(0, count).map(({ source, target }) => ({
    source: translator.encode(source),
    target: Int32Array.of(...vocabulary.encode([...target]), vocabulary.endId as number),
  }));
}

function near(actual: ArrayLike<number>, expected: ArrayLike<number>, most = 1e-5): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    assert.ok(Math.abs((actual[i] as number) - (expected[i] as number)) <= most, `${i}: ${actual[i]} ${expected[i]}`);
  }
}

async function train(
  translator: Translator,
  steps: number,
  ownWords?: (step: number) => number,
): Promise<Float32Array[]> {
  translator.compile({ optimizer: new Adam({ learningRate: 0.01 }) });
  const batches = translator.batches(pairs, { batchSize: 16, seed: 2, ...(ownWords ? { ownWords } : {}) });
  await translator.model.fit(batches, undefined, { epochs: 1, stepsPerEpoch: steps });
  return translator.model.getWeights().map(({ data }) => data as Float32Array);
}

describe('a translator', () => {
  for (const options of kinds) {
    const { cell = 'LSTM', bidirectional = true } = options;
    it(`says step by step what its model says under teacher forcing (${cell}, both ways: ${bidirectional})`, () => {
      const translator = stirred(options);
      const { size } = translator.target.vocabulary;
      const ids = idsOf(translator, 7); // of different lengths
      const { input } = batchOfPairs(ids, translator.target.vocabulary.startId as number);
      const [, before] = input;
      const [, length = 0] = before.shape;
      const whole = scope(() => translator.model.forward(input, forwardPass())).data;
      let { logits, state } = translator.nextTokens.begin(ids.map(({ source }) => source));
      for (let t = 0; t < length; t++) {
        for (const [i, { target }] of ids.entries()) {
          if (t >= target.length) continue;
          const at = (i * length + t) * size;
          near(logits.subarray(i * size, (i + 1) * size), whole.subarray(at, at + size));
        }
        if (t + 1 === length) break;
        const next = Int32Array.from(ids, (_, i) => before.data[i * length + t + 1] as number);
        ({ logits, state } = translator.nextTokens.step(next, state));
      }
    });
  }

  it('does not look at padding: neither a longer neighbour nor what lies there changes anything', () => {
    const translator = stirred();
    const [short, long] = [translator.encode('五'), translator.encode('叁仟零伍')];
    const alone = translator.nextTokens.begin([short]);
    const beside = translator.nextTokens.begin([long, short]);
    const { size } = translator.target.vocabulary;
    near(beside.logits.subarray(size), alone.logits, 1e-6);
    const { steps, keys, mask } = beside.state.read;
    assert.deepEqual(mask.toArray(), [
      [1, 1, 1, 1],
      [1, 0, 0, 0],
    ]);
    const junk = ({ data, shape }: typeof steps) =>
      tensor(
        data.map((value, at) => (mask.data[Math.floor(at / (shape[2] as number))] === 1 ? value : 1e3)),
        shape,
      );
    const read = { steps: junk(steps), keys: junk(keys), mask };
    const tokens = Int32Array.of(4, 5);
    const clean = translator.nextTokens.step(tokens, beside.state).logits;
    const padding = translator.nextTokens.step(tokens, { ...beside.state, read }).logits;
    assert.deepEqual(padding, clean);
  });

  it('learns nothing from padding: the loss is the mean over the tokens that there are', () => {
    const translator = stirred();
    translator.compile({ optimizer: 'sgd' });
    const ids = idsOf(translator, 6);
    const startId = translator.target.vocabulary.startId as number;
    const lossOf = (some: readonly IdPair[]): number => {
      const { input, target } = batchOfPairs(some, startId);
      return translator.model.testOnBatch([...input], target).loss as number;
    };
    const counts = ids.map(({ target }) => target.length);
    const sum = ids.reduce((total, each, i) => total + lossOf([each]) * (counts[i] as number), 0);
    assert.ok(Math.abs(lossOf(ids) - sum / counts.reduce((a, b) => a + b)) < 1e-5);
  });

  it('searches beams as if each were alone, and picks rows of states', () => {
    const translator = stirred();
    const { nextTokens, target } = translator;
    const begun = nextTokens.begin([translator.encode('三千零五')]);
    const { endId, padId, unknownId, startId } = target.vocabulary;
    const banned = [padId, unknownId, startId] as number[];
    const beams = beamSearch(nextTokens, begun, { beamWidth: 3, maxLength: 5, endId, banned });
    assert.equal(beams.length, 3);
    for (const { ids, logProbability, ended } of beams) {
      let { logits, state } = begun;
      let sum = 0;
      for (const id of [...ids, ...(ended ? [endId as number] : [])]) {
        const kept = Array.from(logits, (value, i) => (banned.includes(i) ? 0 : Math.exp(value)));
        sum += Math.log((kept[id] as number) / kept.reduce((a, b) => a + b));
        ({ logits, state } = nextTokens.step(Int32Array.of(id), state));
      }
      assert.ok(Math.abs(sum - logProbability) < 1e-4, `${sum} ${logProbability}`);
    }
    const two = nextTokens.begin([translator.encode('五'), translator.encode('三千零五')]);
    const turned = nextTokens.select(two.state, Int32Array.of(1, 0, 1));
    const { logits } = nextTokens.step(Int32Array.of(4, 4, 4), turned);
    const straight = nextTokens.step(Int32Array.of(4, 4), two.state).logits;
    const { size } = target.vocabulary;
    near(logits.subarray(0, size), straight.subarray(size));
    near(logits.subarray(size, 2 * size), straight.subarray(0, size));
    near(logits.subarray(2 * size), straight.subarray(size));
  });

  it('with a share of 0 of its own words is trained as under teacher forcing, bit for bit; with more, otherwise', async () => {
    const forced = await train(Translator.from(pairs, small), 5);
    assert.deepEqual(await train(Translator.from(pairs, small), 5, () => 0), forced);
    assert.notDeepEqual(await train(Translator.from(pairs, small), 5, () => 1), forced);
  });

  it('tells the decoder its own likeliest words in their share, and never at the beginning or in padding', () => {
    const translator = stirred();
    const { startId, padId } = translator.target.vocabulary;
    const plain = translator.batches(pairs, { batchSize: 60, seed: 2 }).next().value;
    const own = translator.batches(pairs, { batchSize: 60, seed: 2, ownWords: () => 1 }).next().value;
    const half = translator.batches(pairs, { batchSize: 60, seed: 2, ownWords: () => 0.5 }).next().value;
    const [batch = 0, steps = 0] = plain.target.shape;
    const { size } = translator.target.vocabulary;
    const logits = translator.model.predict([...plain.input], { batchSize: 60 }).data;
    let changed = 0;
    for (let at = 0; at < batch * steps; at++) {
      const right = plain.input[1].data[at] as number;
      const said = own.input[1].data[at] as number;
      if (at % steps === 0 || right === padId) assert.equal(said, right);
      else {
        const row = Array.from(logits.subarray((at - 1) * size, at * size));
        for (const id of [padId, startId]) row[id as number] = -Infinity;
        assert.equal(said, row.indexOf(Math.max(...row)));
      }
      const mixed = half.input[1].data[at] as number;
      assert.ok(mixed === right || mixed === said);
      if (mixed !== right) changed++;
    }
    assert.ok(changed > 0.25 * batch * 2 && changed < batch * steps * 0.7, String(changed));
    assert.deepEqual(own.target.data, plain.target.data);
    assert.throws(() => translator.batches(pairs, { ownWords: () => 2 }).next(), {
      message: 'Cannot make batches: ownWords must be a finite number from 0 to 1, received 2',
    });
  });

  it('learns, translates what it has not seen, and is the same after a file', async () => {
    const all = numeralPairs({ count: 900, maxDigits: 3, seed: 1 });
    const { training, heldOut } = splitPairs(all, { heldOut: 60, seed: 1 });
    const translator = Translator.from(training, { units: 32, embeddingUnits: 16, seed: 1 });
    translator.compile({ optimizer: new Adam({ learningRate: 0.01 }) });
    await translator.model.fit(translator.batches(training, { batchSize: 32, seed: 1 }), undefined, {
      epochs: 1,
      stepsPerEpoch: 400,
    });
    const sources = heldOut.map(({ source }) => source);
    const said = translator.translateAll(sources);
    const right = said.filter((text, i) => text === heldOut[i]?.target).length;
    assert.ok(right >= 50, `${right} of ${heldOut.length}`);
    for (const [i, source] of sources.slice(0, 10).entries()) {
      assert.equal(translator.translate(source, { greedy: true }), said[i]);
      assert.equal(translator.translate(source, { beamWidth: 1 }), said[i]);
    }
    const drawn = (seed: number): string => translator.translate(sources[0] as string, { temperature: 5, seed });
    assert.equal(drawn(1), drawn(1));
    assert.ok(new Set([1, 2, 3, 4, 5].map(drawn)).size > 1);

    const folder = mkdtempSync(join(tmpdir(), 'memcell-translator-'));
    await saveTextModel(translator, folder);
    const again = (await loadTextModel(folder)) as Translator;
    rmSync(folder, { recursive: true });
    assert.deepEqual(again.translateAll(sources), said);
    assert.deepEqual(again.attention('五'), translator.attention('五'));
    assert.equal(again.translate('五'), translator.translate('五'));
    assert.deepEqual(again.info(), translator.info());
  });

  it('shows where it looked: a row for each token and the end, which sums to 1', () => {
    const { source, target, weights } = stirred().attention('三千零五', '3005');
    assert.deepEqual([source, target], [[...'三千零五'], [...'3005', '<end>']]);
    assert.deepEqual([weights.length, weights[0]?.length], [5, 4]);
    for (const row of weights) assert.ok(Math.abs(row.reduce((a, b) => a + b) - 1) < 1e-5);
  });

  it('takes words, vectors of words, and unknown ones', () => {
    const english = ['I see you.', 'You see me.', 'I hear you.'].map((source, i) => ({ source, target: `t${i}` }));
    const vectors = {
      size: 4,
      has: (token: string) => token === 'see',
      get: () => Float32Array.of(1, 2, 3, 4),
    };
    const translator = Translator.from(english, {
      ...small,
      embeddingUnits: 4,
      sourceSegmenter: new LatinWords(),
      sourceVectors: vectors,
    });
    const { vocabulary } = translator.source;
    assert.deepEqual([...translator.encode('I see')], [vocabulary.id('I'), vocabulary.id('see')]);
    const [embedding] = translator.model.getLayer('source_embedding').weights;
    const row = 4 * vocabulary.id('see');
    assert.deepEqual([...(embedding?.detach().data.subarray(row, row + 4) ?? [])], [1, 2, 3, 4]);
    assert.deepEqual(translator.unknownOf('I smell you, smell'), ['smell', ',']);
    const told: string[] = [];
    const pieces = translator.respond('I smell you', { tell: (line) => told.push(line), length: 2 });
    let next = pieces.next();
    while (!next.done) next = pieces.next();
    assert.deepEqual(next.value.unknown, ['smell']);
    assert.deepEqual(told, ['The model does not know "smell".']);
  });

  it('refuses what does not fit', async () => {
    const refuses = (run: () => unknown, message: string | RegExp): void => {
      assert.throws(run, { name: 'OptionError', message });
    };
    refuses(
      () => Translator.from([]),
      'Cannot make translator: pairs must be a list with at least one, received an empty one',
    );
    refuses(
      () => Translator.from(pairs, { units: 7 }),
      'Cannot make translator: units must be even where the encoder reads both ways, received 7',
    );
    refuses(() => Translator.from(pairs, { cell: 'RNN' as 'GRU' }), /cell must be one of LSTM, GRU, received 'RNN'/);
    refuses(() => Translator.from(pairs, { width: 7 } as object), /width/);
    refuses(
      () =>
        Translator.from(pairs, {
          ...small,
          sourceVectors: { size: 3, has: () => false, get: () => new Float32Array(3) },
        }),
      'Cannot make translator: sourceVectors must have 5 numbers each, received 3',
    );
    const translator = stirred();
    refuses(() => translator.translate(''), "Cannot translate: text must have a token, received ''");
    refuses(() => translator.translate('五', { beamWidth: 2, greedy: true }), /greedy must come without beamWidth/);
    refuses(
      () => translator.translate('五', { beamWidth: 2, seed: 1 }),
      /temperature, topK, topP and seed must come without/,
    );
    refuses(() => translator.batches([]), /pairs must be a list with at least one/);
    const other = Translator.from(numeralPairs({ count: 5, maxDigits: 1, seed: 3 }), small);
    await assert.rejects(Translator.fromInfo(other.model, translator.info()), {
      message:
        /^Cannot make translator: model must be for \d+ ids of the source and \d+ of the target, received one for/,
    });
    await assert.rejects(Translator.fromInfo(translator.model, { ...translator.info(), source: 3 }), {
      name: 'FormatError',
      message: 'Cannot make translator: source must have a segmenter, a vocabulary and blanks, received 3',
    });
    assert.equal(padded([Int32Array.of(1), Int32Array.of(2, 3)]).data.join(), '1,0,2,3');
  });
});
