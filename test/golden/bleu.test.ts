// Corpus BLEU is sacreBLEU's.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Bleu, bleu } from '../../src/text/index.ts';
import { loadGolden } from './load.ts';

interface Case {
  readonly maxOrder: number;
  readonly translations: readonly string[][];
  readonly references: readonly string[][][];
  readonly expected: Readonly<Record<'exp' | 'none', Bleu>>;
}

describe('bleu gives the numbers of sacreBLEU', () => {
  for (const { maxOrder, translations, references, expected } of loadGolden<Case>('bleu-sacrebleu').cases) {
    for (const smoothing of ['exp', 'none'] as const) {
      it(`${translations[0]?.join(' ')}, order ${maxOrder}, ${smoothing}`, () => {
        const found = bleu(translations, references, { maxOrder, smoothing });
        const { precisions, ...numbers } = expected[smoothing];
        for (const [name, value] of Object.entries(numbers)) {
          assert.ok(Math.abs((found[name as keyof Bleu] as number) - value) <= 1e-9 * value, `${name} ${value}`);
        }
        // where nothing matches sacreBLEU gives as many zeros as it likes
        found.precisions.forEach((precision, i) => {
          assert.ok(Math.abs(precision - precisions[i]!) <= 1e-9 * precision);
        });
      });
    }
  }
});
