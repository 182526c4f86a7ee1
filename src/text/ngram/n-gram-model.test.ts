import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Random } from '../../random.ts';
import { sampleTokens } from '../decode/sample-tokens.ts';
import { NGramModel, type NGramOptions } from './n-gram-model.ts';

const texts = fc.record({
  size: fc.integer({ min: 1, max: 7 }),
  order: fc.integer({ min: 1, max: 6 }),
  lengths: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 5 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
  ends: fc.boolean(),
  discount: fc.constantFrom<NGramOptions['discount']>('modified', 'single', 0.3, 1),
});
const refuses = (sequences: number[][], options: object, message: string): void => {
  assert.throws(() => new NGramModel(sequences, { vocabularySize: 4, ...options }), {
    name: 'OptionError',
    message: `Cannot make NGramModel: ${message}`,
  });
};

describe('NGramModel', () => {
  it('has probabilities over the whole vocabulary that sum to 1, behind every context', () => {
    fc.assert(
      fc.property(texts, ({ size, order, lengths, seed, ends, discount = 'modified' }) => {
        const random = new Random(seed);
        const sequences = lengths.map((length) => random.integers(length, 0, size));
        if (lengths.every((length) => length === 0)) return;
        const endId = ends ? size - 1 : undefined;
        const model = new NGramModel(sequences, { vocabularySize: size, order, endId, discount });
        for (const length of [0, 1, 2, 3, 9]) {
          const context = random.integers(length, 0, size);
          const each = Array.from({ length: size }, (_, id) => Math.exp(model.logProbability(id, context)));
          assert.ok(Math.abs(each.reduce((a, b) => a + b) - 1) < 1e-12, `${each}`);
          const logits = [...model.begin(context).logits].map(Math.exp);
          logits.forEach((probability, id) => {
            assert.ok(Math.abs(probability - each[id]!) < 1e-6 * each[id]!);
          });
        }
      }),
    );
  });
  it('steps from state to state as it looks at whole contexts', () => {
    const text = new Random(1).integers(400, 0, 6).map((id) => (id * id) % 5);
    const model = new NGramModel([text], { vocabularySize: 6, order: 4 });
    let now = model.begin([2]);
    const context = [2];
    for (const token of [1, 1, 4, 0, 5, 1, 4]) {
      now = model.step(Int32Array.of(token), now.state);
      context.push(token);
      assert.deepEqual(now, model.begin(context));
    }
    const two = model.step(Int32Array.of(4, 1), model.select(now.state, Int32Array.of(0, 0)));
    assert.deepEqual([...two.logits.subarray(6)], [...model.begin([...context, 1]).logits]);
    assert.deepEqual(
      [...model.logProbabilities(context)],
      context.map((token, i) => model.logProbability(token, context.slice(0, i))),
    );
  });
  it('takes what can be told from the text: a cycle is nearly certain', () => {
    const cycle = Int32Array.from({ length: 300 }, (_, i) => i % 3);
    const model = new NGramModel([cycle], { vocabularySize: 3, order: 2, discount: 0.1 });
    assert.ok(model.perplexity([cycle]) < 1.01);
    assert.deepEqual([...sampleTokens(model, model.begin([0]), { greedy: true, maxLength: 4 })], [1, 2, 0, 1]);
  });
  it('mixes by contexts, not by counts: San Francisco', () => {
    // 0 comes often, but only behind 1; 2 comes less often, behind everything
    const sequences = [...Array.from({ length: 20 }, () => [1, 0]), ...[1, 3, 4, 5].map((before) => [before, 2])];
    const model = new NGramModel(sequences, { vocabularySize: 7, order: 2, discount: 'single' });
    assert.ok(model.logProbability(2, [6]) > model.logProbability(0, [6]));
    assert.ok(model.logProbability(0, [1]) > model.logProbability(2, [1]));
  });
  it('knows where sequences begin and end', () => {
    const sequences = Array.from({ length: 40 }, (_, i) => [0, 1 + (i % 2), 3]);
    const model = new NGramModel(sequences, { vocabularySize: 5, order: 3, endId: 4, discount: 'single' });
    assert.ok(model.logProbability(0, []) > -0.1);
    assert.ok(model.logProbability(4, [0, 1, 3]) > -0.1);
    assert.deepEqual([...sampleTokens(model, model.begin(), { greedy: true, endId: 4 })], [0, 1, 3]);
    assert.ok(
      Math.abs(
        model.perplexity(sequences) - Math.exp(-(2 * model.logProbabilities([0, 1, 3]).reduce((a, b) => a + b)) / 8),
      ) < 0.02,
    );
  });
  it('refuses texts without tokens, and what is out of range', () => {
    refuses([], {}, 'sequences must hold a token, received none');
    refuses([[], []], { endId: 1 }, 'sequences must hold a token, received none');
    refuses([[0, 4]], {}, 'tokens must be a whole number from 0 to 3, received 4');
    refuses([[0, -1]], {}, 'tokens must be a whole number from 0 to 3, received -1');
    refuses([[0]], { order: 0 }, 'order must be a whole number from 1 to 16, received 0');
    refuses([[0]], { endId: 4 }, 'endId must be a whole number from 0 to 3, received 4');
    refuses([[0]], { discount: 0 }, 'discount must be a finite number above 0 and to 1, received 0');
    refuses([[0]], { discount: 'chen' }, "discount must be one of modified, single, received 'chen'");
    refuses([[0]], { vocabularySize: 0 }, 'vocabularySize must be a whole number from 1 to 1073741824, received 0');
    const model = new NGramModel([[0, 1]], { vocabularySize: 4 });
    assert.throws(() => model.logProbability(4, []), {
      message: 'Cannot find probability: token must be a whole number from 0 to 3, received 4',
    });
    assert.throws(() => model.begin([7]), {
      message: 'Cannot begin text: context must be a whole number from 0 to 3, received 7',
    });
    assert.throws(() => model.logProbabilities([1, 9]), {
      message: 'Cannot find probabilities: token 1 must be a whole number from 0 to 3, received 9',
    });
    assert.throws(() => model.perplexity([[]]), {
      message: 'Cannot find perplexity: sequences must hold a token, received none',
    });
  });
});
