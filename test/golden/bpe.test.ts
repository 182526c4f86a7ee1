// BytePairs learns the merges that Hugging Face's tokenizers learns, and cuts as it does.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BytePairs, type BytePairsOptions } from '../../src/text/index.ts';
import { loadGolden } from './load.ts';

interface Case {
  readonly options: BytePairsOptions;
  readonly text: string;
  readonly size: number;
  readonly merges: readonly (readonly [string, string])[];
  readonly tests: readonly (readonly [text: string, tokens: readonly string[]])[];
}

describe("BytePairs gives the merges of Hugging Face's tokenizers", () => {
  for (const { options, text, size, merges, tests } of loadGolden<Case>('bpe-tokenizers').cases) {
    it(`${text.slice(0, 12)}: ${JSON.stringify(options)}`, () => {
      const pairs = BytePairs.train(text, options);
      assert.deepEqual(pairs.config().merges, merges);
      assert.equal(pairs.tokens.length, size);
      for (const [line, tokens] of tests) assert.deepEqual(pairs.segment(line), tokens);
      assert.ok(tests.length > 0);
    });
  }
});
