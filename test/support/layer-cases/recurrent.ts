import type { LayerCase } from '../layer-case.ts';

const noise = { dropout: 0.1, recurrentDropout: 0.1, variationalDropout: false };
const all = { layerNormalization: true, peephole: true, projectionUnits: 2, zoneout: { hidden: 0.1, cell: 0.2 } };
const layer = { className: 'LSTM', config: { units: 3, ...all, returnSequences: true } };
const cell = { className: 'LSTMCell', config: { units: 3, projectionUnits: 2, zoneout: { hidden: 0.3 } } };
const gruCell = { className: 'GRUCell', config: { units: 2, layerNormalization: true, ...noise } };

const rows: Readonly<Record<string, readonly LayerCase[]>> = {
  LSTM: [
    { config: { units: 3, zoneout: { hidden: 0.2, cell: 0.5 } }, input: [2, 4, 5], output: [2, 3], params: 108 },
    { config: { units: 3, layerNormalization: true }, input: [2, 4, 5], output: [2, 3], params: 162 },
    {
      config: { units: 3, peephole: true, peepholeInitializer: 'ones', peepholeRegularizer: 'l2' },
      input: [2, 4, 5],
      output: [2, 3],
      params: 117,
    },
    {
      config: { units: 3, projectionUnits: 2, projectionRegularizer: 'l1', projectionInitializer: 'heNormal' },
      input: [2, 3, 2],
      output: [2, 2],
      params: 24 + 24 + 12 + 6,
    },
    { config: { units: 3, ...noise, returnSequences: true }, input: [2, 4, 5], output: [2, 4, 3], params: 108 },
    {
      config: { units: 3, ...all, ...noise, goBackwards: true, returnSequences: true },
      input: [2, 3, 5],
      output: [2, 3, 2],
      params: 60 + 24 + 12 + 6 + 9 + 54,
    },
    {
      config: { units: 3, layerNormalization: true, useBias: false, recurrentActivation: 'hardSigmoid' },
      input: [2, 3, 2],
      output: [2, 3],
      params: 60 + 54,
    },
  ],
  LSTMCell: [{ config: { units: 3, ...all, ...noise }, input: [2, 2], output: [2, 2], params: 66 + 9 + 54 }],
  GRU: [
    { config: { units: 3, zoneout: { hidden: 0.2 } }, input: [2, 4, 5], output: [2, 3], params: 90 },
    { config: { units: 3, layerNormalization: true }, input: [2, 4, 5], output: [2, 3], params: 126 },
    {
      config: { units: 3, layerNormalization: true, resetAfter: false, ...noise, goBackwards: true },
      input: [2, 3, 2],
      output: [2, 3],
      params: 54 + 36,
    },
    {
      config: { units: 2, layerNormalization: true, useBias: false },
      input: [2, 2, 1],
      output: [2, 2],
      params: 18 + 24,
    },
  ],
  GRUCell: [
    {
      config: { units: 3, layerNormalization: true, zoneout: { hidden: 0.2 } },
      input: [2, 5],
      output: [2, 3],
      params: 126,
    },
  ],
  SimpleRNN: [
    {
      config: { units: 3, ...noise, zoneout: { hidden: 0.3 }, returnSequences: true, goBackwards: true },
      input: [2, 3, 2],
      output: [2, 3, 3],
      params: 18,
    },
  ],
  SimpleRNNCell: [{ config: { units: 3, zoneout: { hidden: 0.3 } }, input: [2, 5], output: [2, 3], params: 27 }],
  Bidirectional: [
    { config: { layer }, input: [2, 3, 2], output: [2, 3, 4], params: 2 * 129 },
    { config: { layer, mergeMode: 'sum' }, input: [2, 3, 2], output: [2, 3, 2], params: 2 * 129 },
  ],
  RNN: [
    {
      config: { cell: { className: 'StackedRNNCells', config: { cells: [cell, gruCell] } }, returnSequences: true },
      input: [2, 3, 2],
      output: [2, 3, 2],
      params: 66 + (12 + 12 + 12 + 24),
    },
  ],
  TimeDistributed: [{ config: { layer }, input: [2, 2, 3, 2], output: [2, 2, 3, 2], params: 129 }],
};

const drawing = ({ config }: LayerCase): boolean => /zoneout|Dropout/.test(JSON.stringify(config));

/** Options of recurrent layers that Keras has not. */
export const beyondKeras: typeof rows = Object.fromEntries(
  Object.entries(rows).map(([className, own]) => [className, own.map((row) => ({ ...row, draws: drawing(row) }))]),
);
