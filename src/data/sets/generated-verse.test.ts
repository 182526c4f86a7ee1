import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generatedVerse } from './generated-verse.ts';
import { names, nouns, rhymes, verbs } from './verse-words.ts';

const verse = generatedVerse({ poems: 200, seed: 1 });
const heads = verse.match(/^THE .+$/gm)!;

describe('generatedVerse', () => {
  it('has the poems that it is asked for, and follows from its seed', () => {
    assert.equal(heads.length, 200);
    assert.deepEqual(new Set(heads), new Set(names));
    assert.equal(generatedVerse({ poems: 20, seed: 1 }), verse.slice(0, generatedVerse({ poems: 20, seed: 1 }).length));
    assert.notEqual(generatedVerse({ poems: 20, seed: 2 }), generatedVerse({ poems: 20, seed: 1 }));
  });
  it('names at the end who was named at the beginning', () => {
    const speakers = [...verse.matchAll(/^said (.+)\.$/gm)].map(([, name = '']) => name.toUpperCase());
    assert.deepEqual(speakers, heads);
  });
  it('rhymes, and its verbs agree with their subjects', () => {
    const couplets = [...verse.matchAll(/^(.+)[,;]\n(.+)\.$/gm)].filter(
      ([, , second = '']) => !second.startsWith('said '),
    );
    assert.ok(couplets.length > 400);
    for (const [, first = '', second = ''] of couplets) {
      const group = rhymes.find((ends) => ends.some((end) => first.endsWith(end)))!;
      assert.ok(
        group.some((end) => second.endsWith(end) && !first.endsWith(end)),
        `${first} / ${second}`,
      );
    }
    const lines = verse.replace(/^(.+),\nsaid /gm, '');
    for (const { one, many } of nouns) {
      for (const [, verb = ''] of lines.matchAll(new RegExp(`\\b${one} (\\w+)`, 'g')))
        assert.ok(verbs.includes(verb.slice(0, -1)), verb);
      for (const [, verb = ''] of lines.matchAll(new RegExp(`\\b${many} (\\w+)`, 'g')))
        assert.ok(verbs.includes(verb), verb);
    }
  });
  it('leaves no gap, and refuses what it does not take', () => {
    assert.doesNotMatch(verse, /undefined| {2}|,,|\n{3}/);
    for (const options of [{ poems: 0 }, { poems: 1e7 }, { seed: -1 }, { lines: 5 }]) {
      assert.throws(() => generatedVerse(options as object), { name: 'OptionError' });
    }
  });
});
