// What the contract suites of layers try, by class name.
import type { LayerCases } from '../layer-case.ts';
import { imageCases } from './images.ts';
import { mergeCases } from './merges.ts';
import { beyondKeras } from './recurrent.ts';
import { unitCases } from './units.ts';

const lstm = { units: 3 };
const cases: Record<string, LayerCases> = {
  ...imageCases,
  ...unitCases,
  ...mergeCases,
  Activation: {
    rows: [{ config: { activation: 'tanh' }, input: [2, 3], output: [2, 3], params: 0 }],
    wrong: { activation: 'tan' },
  },
  Dense: {
    rows: [
      { config: { units: 4, activation: 'sigmoid' }, input: [2, 3], output: [2, 4], params: 16 },
      { config: { units: 4, useBias: false }, input: [2, 5, 3], output: [2, 5, 4], params: 12 },
      {
        config: { units: 1, kernelRegularizer: 'l2', biasConstraint: 'nonNeg' },
        input: [2, 3],
        output: [2, 1],
        params: 4,
      },
    ],
    refused: [[3]],
    wrong: { units: 0 },
  },
  Dropout: { rows: [{ config: { rate: 0.5 }, input: [2, 3], output: [2, 3], params: 0 }], wrong: { rate: 1 } },
  Embedding: {
    rows: [
      { config: { inputDim: 5, outputDim: 3 }, input: [2, 4], output: [2, 4, 3], params: 15, ids: 5 },
      {
        config: { inputDim: 4, outputDim: 2, embeddingsRegularizer: 'l2', maskZero: true },
        input: [3],
        output: [3, 2],
        params: 8,
        ids: 4,
      },
      {
        config: { inputDim: 3, outputDim: 1, sparseGradient: false, embeddingsConstraint: 'maxNorm' },
        input: [2, 3, 2],
        output: [2, 3, 2, 1],
        params: 3,
        ids: 3,
      },
    ],
    refused: [[]],
    wrong: { inputDim: 0 },
  },
  InputLayer: {
    rows: [{ config: { shape: [3] }, input: [2, 3], output: [2, 3], params: 0 }],
    refused: [[2, 4]],
    wrong: { shape: [0] },
  },
  LSTM: {
    rows: [
      { config: lstm, input: [2, 4, 5], output: [2, 3], params: 108 },
      {
        config: { ...lstm, returnSequences: true, goBackwards: true },
        input: [2, 4, 5],
        output: [2, 4, 3],
        params: 108,
      },
      {
        config: { ...lstm, useBias: false, recurrentActivation: 'hardSigmoid' },
        input: [1, 1, 1],
        output: [1, 3],
        params: 48,
      },
      {
        config: { ...lstm, recurrentRegularizer: 'l1', activityRegularizer: 'l2' },
        input: [3, 2, 2],
        output: [3, 3],
        params: 72,
      },
    ],
    refused: [
      [2, 3],
      [2, 3, 4, 5],
    ],
    wrong: { units: 2.5 },
  },
  Masking: {
    rows: [{ config: { maskValue: 0.5 }, input: [2, 3, 4], output: [2, 3, 4], params: 0 }],
    refused: [[2, 3]],
    wrong: { maskValue: '0' },
  },
};

const cell = { className: 'LSTMCell', config: { units: 3 } };
cases.LSTMCell = {
  rows: [
    { config: lstm, input: [2, 5], output: [2, 3], params: 108 },
    { config: { ...lstm, activation: 'relu', useBias: false }, input: [1, 2], output: [1, 3], params: 60 },
  ],
  refused: [[2, 4, 5]],
  wrong: { dropout: 1 },
};
cases.GRU = {
  rows: [
    { config: lstm, input: [2, 4, 5], output: [2, 3], params: 90 },
    { config: { ...lstm, resetAfter: false, goBackwards: true }, input: [2, 3, 2], output: [2, 3], params: 54 },
    {
      config: { ...lstm, returnSequences: true, useBias: false, recurrentActivation: 'hardSigmoidKeras2' },
      input: [2, 2, 1],
      output: [2, 2, 3],
      params: 36,
    },
  ],
  refused: [[2, 3]],
  wrong: { resetAfter: 'no' },
};
cases.GRUCell = {
  rows: [
    { config: lstm, input: [2, 5], output: [2, 3], params: 90 },
    { config: { ...lstm, resetAfter: false }, input: [2, 5], output: [2, 3], params: 81 },
  ],
  refused: [[2, 4, 5]],
  wrong: { recurrentActivation: 'tan' },
};
cases.SimpleRNN = {
  rows: [
    { config: lstm, input: [2, 4, 5], output: [2, 3], params: 27 },
    { config: { ...lstm, activation: 'relu', returnSequences: true }, input: [2, 3, 2], output: [2, 3, 3], params: 18 },
    { config: { ...lstm, activation: 'sigmoid', useBias: false }, input: [2, 2, 1], output: [2, 3], params: 12 },
  ],
  refused: [[2, 3]],
  wrong: { zeroOutputForMask: null, stateful: 2 },
};
cases.SimpleRNNCell = {
  rows: [{ config: lstm, input: [2, 5], output: [2, 3], params: 27 }],
  refused: [[2, 4, 5]],
  wrong: { recurrentDropout: -1 },
};
const gru = { className: 'GRU', config: { units: 3 } };
const steps = { className: 'LSTM', config: { units: 3, returnSequences: true } };
cases.Bidirectional = {
  rows: [
    { config: { layer: gru }, input: [2, 4, 5], output: [2, 6], params: 180 },
    { config: { layer: steps, mergeMode: 'mul' }, input: [2, 3, 2], output: [2, 3, 3], params: 144 },
    {
      config: { layer: { className: 'RNN', config: { cell } }, mergeMode: 'ave' },
      input: [1, 2, 2],
      output: [1, 3],
      params: 144,
    },
    {
      config: { layer: gru, backwardLayer: { className: 'LSTM', config: { units: 2, goBackwards: true } } },
      input: [2, 3, 1],
      output: [2, 5],
      params: 54 + 32,
    },
  ],
  refused: [[2, 3]],
  wrong: { mergeMode: 'max' },
};
cases.TimeDistributed = {
  rows: [
    {
      config: { layer: { className: 'Dense', config: { units: 4 } } },
      input: [2, 3, 5],
      output: [2, 3, 4],
      params: 24,
    },
    { config: { layer: gru }, input: [2, 3, 2, 4], output: [2, 3, 3], params: 81 },
  ],
  refused: [[2, 3]],
  wrong: { layer: 5 },
};
cases.RNN = {
  rows: [
    { config: { cell }, input: [2, 4, 5], output: [2, 3], params: 108 },
    { config: { cell, returnSequences: true, goBackwards: true }, input: [2, 2, 2], output: [2, 2, 3], params: 72 },
    {
      config: { cell: { className: 'StackedRNNCells', config: { cells: [cell, cell] } }, activityRegularizer: 'l2' },
      input: [2, 3, 2],
      output: [2, 3],
      params: 156,
    },
  ],
  refused: [[2, 3]],
  wrong: { stateful: 1 },
};
cases.StackedRNNCells = {
  rows: [
    {
      config: { cells: [cell, { className: 'LSTMCell', config: { units: 2 } }] },
      input: [3, 2],
      output: [3, 2],
      params: 120,
    },
  ],
  refused: [[2, 3, 4]],
  wrong: { cells: [] },
};

for (const [className, rows] of Object.entries(beyondKeras)) {
  const own = cases[className] as LayerCases;
  cases[className] = { ...own, rows: [...own.rows, ...rows] };
}

/** Cases of every layer. */
export const layerCases: Readonly<Record<string, LayerCases>> = cases;
