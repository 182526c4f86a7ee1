import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chineseCount, chineseNumber } from './chinese-numbers.ts';
import { generatedNovel } from './generated-novel.ts';
import { people } from './novel-people.ts';
import { reedStory } from './reed-story.ts';

const novel = generatedNovel();
const chapters = novel.split(/^(?=第.+回)/m);

describe('generatedNovel', () => {
  it('has the chapters that it is asked for, the first four written', () => {
    assert.equal(chapters.length, 120);
    assert.deepEqual(chapters.slice(0, 4).join('').trimEnd().split('\n'), reedStory);
    for (const [i, chapter] of chapters.entries())
      assert.ok(chapter.startsWith(`第${chineseNumber(i + 1)}回  `), chapter);
    assert.ok(novel.length > 60_000, `${novel.length}`);
  });
  it('follows from its seed; a shorter one is the beginning of a longer one', () => {
    assert.equal(generatedNovel({ chapters: 30 }), chapters.slice(0, 30).join(''));
    const other = generatedNovel({ seed: 7 }).split(/^(?=第.+回)/m);
    assert.equal(other[3], chapters[3]);
    assert.notEqual(other[4], chapters[4]);
  });
  it('counts every thing with its word, and gives back as many as were lent', () => {
    const made = chapters.slice(4).join('');
    for (const { thing, measure } of people) {
      for (const [, counted] of made.matchAll(new RegExp(`[一两三四五六七八九](.)${thing}`, 'g'))) {
        assert.equal(counted, measure, thing);
      }
    }
    const lent = [...made.matchAll(/拿了(.+?)回.+\n.+?把(.+?)送还/g)];
    assert.ok(lent.length > 50);
    for (const [, taken, returned] of lent) assert.equal(returned, taken);
  });
  it('leaves no gap where something should be said', () => {
    assert.doesNotMatch(novel, /undefined|NaN|，，|。。|“”/);
    for (const one of people) {
      for (const text of Object.values(one).flat()) assert.ok(text.length > 0, one.name);
      assert.equal(one.full.length, 3);
      assert.equal(one.deed.length, 3);
    }
  });
  it('refuses what it does not take', () => {
    for (const options of [{ chapters: 3 }, { chapters: 1000 }, { seed: -1 }, { length: 5 }]) {
      assert.throws(() => generatedNovel(options as object), { name: 'OptionError' });
    }
  });
});

describe('chineseNumber', () => {
  it('writes numbers out', () => {
    const all = [1, 10, 11, 20, 34, 100, 101, 110, 115, 999].map(chineseNumber);
    assert.equal(all.join(' '), '一 十 十一 二十 三十四 一百 一百零一 一百一十 一百一十五 九百九十九');
    assert.equal([2, 3, 12].map(chineseCount).join(' '), '两 三 十二');
  });
});
