// Cases of the layers on images and sequences of channels.
import type { Shape } from '../../../src/tensor/shape.ts';
import type { LayerCase, LayerCases } from '../layer-case.ts';

const row = (config: Record<string, unknown>, input: Shape, output: Shape, params = 0): LayerCase => ({
  config,
  input,
  output,
  params,
});
const NOT_3: readonly Shape[] = [
  [2, 3],
  [2, 3, 4, 5],
];
const NOT_4: readonly Shape[] = [
  [2, 3, 4],
  [2, 3, 4, 5, 6],
];

const pool1D: LayerCases = {
  rows: [
    row({}, [2, 5, 3], [2, 2, 3]),
    row({ poolSize: 3, strides: 2, padding: 'same' }, [2, 6, 5], [2, 3, 5]),
    row({ poolSize: [1] }, [1, 2, 4], [1, 2, 4]),
  ],
  refused: [...NOT_3, [2, 1, 3]],
  wrong: { padding: 'causal' },
};
const pool2D: LayerCases = {
  rows: [
    row({}, [2, 4, 5, 3], [2, 2, 2, 3]),
    row({ poolSize: [3, 2], strides: [2, 1], padding: 'same' }, [2, 5, 4, 2], [2, 3, 4, 2]),
  ],
  refused: [...NOT_4, [2, 1, 4, 3]],
  wrong: { poolSize: [2] },
};
const global1D: LayerCases = {
  rows: [row({}, [2, 5, 3], [2, 3]), row({ keepDims: true }, [2, 5, 3], [2, 1, 3])],
  refused: NOT_3,
  wrong: { keepDims: 1 },
};
const global2D: LayerCases = {
  rows: [row({}, [2, 3, 4, 3], [2, 3]), row({ keepDims: true }, [2, 3, 4, 3], [2, 1, 1, 3])],
  refused: NOT_4,
  wrong: { dataFormat: 'first' },
};

/** By the name of the class. */
export const imageCases: Record<string, LayerCases> = {
  AveragePooling1D: pool1D,
  AveragePooling2D: pool2D,
  BatchNormalization: {
    rows: [
      row({ momentum: 0.5 }, [6, 3], [6, 3], 12),
      row({ momentum: 0.5, center: false }, [2, 4, 5], [2, 4, 5], 15),
      row({ momentum: 0.2, scale: false, epsilon: 0.1, betaRegularizer: 'l2' }, [2, 3, 2, 4], [2, 3, 2, 4], 12),
    ],
    refused: [[3]],
    wrong: { momentum: 2 },
  },
  Conv1D: {
    rows: [
      row({ filters: 4, kernelSize: 3 }, [2, 5, 3], [2, 3, 4], 40),
      row({ filters: 2, kernelSize: 2, strides: 2, padding: 'same', activation: 'tanh' }, [2, 5, 3], [2, 3, 2], 14),
      row(
        { filters: 3, kernelSize: [2], dilationRate: 2, padding: 'causal', useBias: false },
        [2, 6, 2],
        [2, 6, 3],
        12,
      ),
      row(
        { filters: 2, kernelSize: 1, kernelRegularizer: 'l2', biasConstraint: 'nonNeg', activityRegularizer: 'l1' },
        [2, 3, 2],
        [2, 3, 2],
        6,
      ),
    ],
    refused: [...NOT_3, [2, 2, 3]],
    wrong: { kernelSize: [1, 2] },
  },
  Conv2D: {
    rows: [
      row({ filters: 4, kernelSize: [2, 3] }, [2, 4, 5, 3], [2, 3, 3, 4], 76),
      row(
        { filters: 2, kernelSize: 3, strides: [2, 1], padding: 'same', activation: 'relu' },
        [2, 4, 3, 2],
        [2, 2, 3, 2],
        38,
      ),
      row({ filters: 3, kernelSize: 2, dilationRate: [1, 2], useBias: false }, [1, 3, 4, 2], [1, 2, 2, 3], 24),
    ],
    refused: [...NOT_4, [2, 1, 5, 3]],
    wrong: { padding: 'causal' },
  },
  Cropping1D: {
    rows: [row({}, [2, 5, 3], [2, 3, 3]), row({ cropping: [2, 0] }, [2, 5, 3], [2, 3, 3])],
    refused: [...NOT_3, [2, 2, 3]],
    wrong: { cropping: [1, -1] },
  },
  Flatten: { rows: [row({}, [2, 3, 4], [2, 12]), row({}, [2, 5], [2, 5])], wrong: { dataFormat: 'channels_last' } },
  GlobalAveragePooling1D: global1D,
  GlobalAveragePooling2D: global2D,
  GlobalMaxPooling1D: global1D,
  GlobalMaxPooling2D: global2D,
  LayerNormalization: {
    rows: [
      row({}, [2, 5], [2, 5], 10),
      row({ epsilon: 0.1, scale: false, betaRegularizer: 'l1' }, [2, 3, 4], [2, 3, 4], 4),
      row({ center: false, gammaInitializer: 'randomNormal' }, [2, 20], [2, 20], 20),
      row({ center: false, scale: false, axis: [-1] }, [2, 3], [2, 3]),
    ],
    refused: [[3]],
    wrong: { epsilon: 0 },
  },
  MaxPooling1D: pool1D,
  MaxPooling2D: pool2D,
  Permute: {
    rows: [row({ dims: [2, 1] }, [2, 3, 4], [2, 4, 3]), row({ dims: [3, 1, 2] }, [2, 3, 4, 5], [2, 5, 3, 4])],
    refused: [[2, 3]],
    wrong: { dims: [1, 3] },
  },
  RepeatVector: { rows: [row({ n: 3 }, [2, 4], [2, 3, 4])], refused: [[2, 3, 4]], wrong: { n: 0 } },
  Reshape: {
    rows: [row({ targetShape: [3, 4] }, [2, 12], [2, 3, 4]), row({ targetShape: [-1, 2] }, [2, 3, 4], [2, 6, 2])],
    refused: [
      [2, 13],
      [2, 3, 3],
    ],
    wrong: { targetShape: [-1, -1] },
  },
  SpatialDropout1D: { rows: [row({ rate: 0.5 }, [2, 3, 4], [2, 3, 4])], refused: NOT_3, wrong: { rate: -0.1 } },
  UpSampling1D: { rows: [row({}, [2, 3, 4], [2, 6, 4])], refused: NOT_3, wrong: { size: 0 } },
  ZeroPadding1D: {
    rows: [row({}, [2, 3, 4], [2, 5, 4]), row({ padding: [0, 2] }, [2, 3, 4], [2, 5, 4])],
    refused: NOT_3,
    wrong: { padding: -1 },
  },
  ZeroPadding2D: {
    rows: [
      row({}, [2, 3, 4, 1], [2, 5, 6, 1]),
      row({ padding: [2, [0, 1]] }, [2, 3, 4, 2], [2, 7, 5, 2]),
      row(
        {
          padding: [
            [1, 0],
            [0, 0],
          ],
        },
        [2, 3, 4, 2],
        [2, 4, 4, 2],
      ),
    ],
    refused: NOT_4,
    wrong: { padding: [1, 2, 3] },
  },
};
