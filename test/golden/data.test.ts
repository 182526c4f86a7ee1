// What memcell/data makes of sequences and labels is what Keras makes of them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { padSequences, sampleWeightOf, toCategorical } from '../../src/data/index.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { type GoldenTensor, loadGolden } from './load.ts';

interface Case {
  readonly of: 'padSequences' | 'toCategorical' | 'sampleWeightOf';
  readonly labels: number[];
  readonly sequences: readonly number[][];
  /** Shape of a step of the sequences, whose numbers stand in one list. */
  readonly step: readonly number[];
  readonly options: object;
  readonly result: GoldenTensor;
}

const run = {
  padSequences: ({ sequences, step, options }: Case) => {
    const width = step[0] ?? 1;
    return padSequences(
      sequences.map((values) => tensor(values, [values.length / width, ...step])),
      options,
    );
  },
  toCategorical: ({ labels, options }: Case) => toCategorical(labels, options),
  sampleWeightOf: ({ labels, options }: Case) => sampleWeightOf(labels, options as Record<number, number>),
};

describe("memcell/data gives Keras's numbers", () => {
  for (const [i, each] of loadGolden<Case>('data-keras').cases.entries()) {
    it(`${each.of} ${JSON.stringify(each.options)} (${i})`, () => {
      const { shape, data } = run[each.of](each);
      assert.deepEqual([...shape], each.result.shape);
      assert.deepEqual(
        [...data],
        each.result.data.map((value) => (data instanceof Float32Array ? Math.fround(value) : value)),
      );
    });
  }
});
