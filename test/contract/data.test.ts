// Every function and class of memcell/data refuses what it does not know, in a sentence, before any work.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as data from '../../src/data/index.ts';
import { MemcellError } from '../../src/errors.ts';

type Call = (options: object) => unknown;
interface Case {
  /** A call with these options beside those that it needs. */
  readonly call: Call;
  /** Options that must be refused, beside unknown ones. */
  readonly wrong: readonly object[];
}

const rows = [[1], [2], [3], [4]];
const cases: Readonly<Record<string, Case>> = {
  MinMaxScaler: { call: (o) => new data.MinMaxScaler(o), wrong: [{ range: [1, 0] }, { range: 3 }] },
  StandardScaler: { call: (o) => new data.StandardScaler(o), wrong: [{ withMean: 1 }] },
  batched: { call: (o) => data.batched(rows, rows, o), wrong: [{ batchSize: 0 }, { shuffle: 1 }, { seed: -1 }] },
  bucketByLength: {
    call: (o) => data.bucketByLength([[1], [1, 2]], rows.slice(0, 2), { boundaries: [2], ...o }),
    wrong: [{ batchSize: 0 }, { shuffle: 'no' }, { boundaries: [2, 1] }],
  },
  drawnDigits: { call: (o) => data.drawnDigits(o), wrong: [{ train: -1 }, { test: 0.5 }, { seed: 'x' }] },
  drawnShapes: { call: (o) => data.drawnShapes(o), wrong: [{ train: 1e9 }, { test: -1 }, { seed: -1 }] },
  findDataSet: { call: (o) => data.findDataSet('mnist', o), wrong: [{ folder: 1 }, { folder: '' }] },
  generatedNovel: { call: (o) => data.generatedNovel(o), wrong: [{ chapters: 0 }, { chapters: 1.5 }, { seed: -1 }] },
  generatedVerse: { call: (o) => data.generatedVerse(o), wrong: [{ poems: 0 }, { poems: 1.5 }, { seed: -1 }] },
  loadDataSet: { call: (o) => data.loadDataSet('mnist', o), wrong: [{ folder: 1 }, { folder: '' }] },
  loadText: { call: (o) => data.loadText('hongloumeng', o), wrong: [{ folder: 1 }, { folder: '' }] },
  padSequences: {
    call: (o) => data.padSequences([[1], [1, 2]], o),
    wrong: [{ maxLength: 0 }, { padding: 'left' }, { truncating: 'left' }, { value: 'x' }],
  },
  splitInTime: {
    call: (o) => data.splitInTime(rows, o),
    wrong: [{ validation: -1 }, { test: 5 }, { gap: -1 }, { sequenceLength: 0 }],
  },
  timeseriesDatasetFromArray: {
    call: (o) => data.timeseriesDatasetFromArray(rows, rows, { sequenceLength: 2, ...o }),
    wrong: [{ sequenceLength: 0 }, { sequenceStride: 0 }, { samplingRate: 0 }, { batchSize: 0 }, { startIndex: 9 }],
  },
  toCategorical: { call: (o) => data.toCategorical([0, 1, 2], o), wrong: [{ numClasses: 2 }, { numClasses: 0.5 }] },
  trainTestSplit: {
    call: (o) => data.trainTestSplit(rows, rows, o),
    wrong: [{ testSize: 0 }, { testSize: 9 }, { shuffle: 1 }, { seed: 0.5 }],
  },
};
/** Without options of their own; what they are given is tested beside them. */
const BARE = ['Dataset', 'sampleWeightOf', 'scalerFromConfig'];

describe('memcell/data', () => {
  it('has a case for each export', () => {
    for (const name of Object.keys(data)) assert.ok(cases[name] ?? BARE.includes(name), `add a case for '${name}'`);
  });
  for (const [name, { call, wrong }] of Object.entries(cases)) {
    for (const options of [{ unknown: 1 }, ...wrong]) {
      it(`${name} refuses ${JSON.stringify(options)}`, () =>
        assert.rejects(
          async () => call(options),
          (error: MemcellError) => error instanceof MemcellError && /^Cannot .*received /.test(error.message),
        ));
    }
  }
});
