import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Jieba } from '../../src/text/segment/jieba.ts';
import { loadGolden } from './load.ts';

const { cases } = loadGolden<{ text: string; hmm: string[]; plain: string[] }>('segmentation-jieba');
const [guessing, plain] = [await Jieba.load(), await Jieba.load({ hmm: false })];

// over a whole novel, 580,225 words, jieba-wasm cuts as Python's jieba does: no tolerance is needed
describe("Jieba cuts as Python's jieba", () => {
  for (const { text, hmm: expected, plain: expectedPlain } of cases) {
    it(text, () => {
      assert.deepEqual(guessing.segment(text), expected);
      assert.deepEqual(plain.segment(text), expectedPlain);
    });
  }
});
