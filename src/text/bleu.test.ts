import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bleu, exactShare } from './bleu.ts';
import { characterErrorRate, editDistance } from './edit-distance.ts';

const sequences = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 8 });
const refuses = (run: () => unknown, message: string): void => {
  assert.throws(run, { name: 'OptionError', message });
};

describe('bleu', () => {
  it('is 100 for the references themselves, of ids as of texts, and between 0 and 100', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(sequences, sequences), { minLength: 1, maxLength: 5 }), (pairs) => {
        const [a, b] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
        const { score } = bleu(a, b);
        assert.ok(score >= 0 && score <= 100 + 1e-9);
        const asTexts = (lists: number[][]): string[][] => lists.map((list) => list.map(String));
        assert.equal(bleu(asTexts(a), asTexts(b)).score, score);
        assert.equal(
          bleu(
            a.map((ids) => Int32Array.from(ids)),
            b,
          ).score,
          score,
        );
        const own = bleu(a, a).score;
        assert.ok(Math.abs(own - (a.some(({ length }) => length >= 4) ? 100 : 0)) < 1e-9);
      }),
    );
  });
  it('takes a text as its characters, and keeps tokens apart that look alike together', () => {
    assert.ok(Math.abs(bleu(['abcd'], ['abcd']).score - 100) < 1e-9);
    assert.equal(bleu([['a b', 'c']], [['a', 'b c']], { maxOrder: 2 }).score, 0);
    assert.equal(bleu([['1', '2']], [[1, 2]], { maxOrder: 1 }).score, 0);
  });
  it('is better for the better of two references', () => {
    const words = 'a b c d e'.split(' ');
    const bad = 'a x c y e'.split(' ');
    assert.ok(bleu([words], [[bad, words]]).score > bleu([words], [bad]).score);
  });
  it('refuses what has no partner', () => {
    const start = 'Cannot compute BLEU:';
    refuses(() => bleu([], []), `${start} there must be a reference for each of one or more, received 0 and 0`);
    refuses(
      () => bleu(['a'], ['a', 'b']),
      `${start} there must be a reference for each of one or more, received 1 and 2`,
    );
    refuses(
      () => bleu('a' as never, ['a']),
      `${start} there must be a reference for each of one or more, received 'a' and 1`,
    );
    refuses(() => bleu(['a'], ['a'], { maxOrder: 0 }), `${start} maxOrder must be a whole number from 1, received 0`);
    refuses(
      () => bleu(['a'], ['a'], { smoothing: 'floor' as never }),
      `${start} smoothing must be one of exp, none, received 'floor'`,
    );
  });
});

describe('exactShare', () => {
  it('counts sequences that are equal from end to end', () => {
    assert.equal(exactShare([[1, 2], [1], [], [3]], [[1, 2], [1, 2], [], [4]]), 0.5);
    refuses(
      () => exactShare([], []),
      'Cannot compute exact share: there must be a reference for each of one or more, received 0 and 0',
    );
  });
});

describe('editDistance', () => {
  it('is a distance', () => {
    fc.assert(
      fc.property(sequences, sequences, sequences, (a, b, c) => {
        const ab = editDistance(a, b);
        assert.equal(ab, editDistance(b, a));
        assert.equal(ab === 0, `${a}` === `${b}`);
        assert.ok(ab <= editDistance(a, c) + editDistance(c, b));
        assert.ok(ab >= Math.abs(a.length - b.length) && ab <= Math.max(a.length, b.length));
      }),
    );
  });
  it('counts what is put in, taken out and replaced', () => {
    assert.equal(editDistance('', 'abc'), 3);
    assert.equal(editDistance('flaw', 'lawn'), 2);
    assert.equal(editDistance(['the', 'cat'], ['the', 'fat', 'cat']), 1);
  });
  it('makes a rate of errors for each character of the references', () => {
    assert.equal(characterErrorRate(['😀b', ''], ['😀a', 'cd']), 0.75);
    refuses(
      () => characterErrorRate(['a'], ['']),
      'Cannot compute character error rate: references must hold a character, received none',
    );
  });
});
