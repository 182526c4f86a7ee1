// Cases of the layers that work on each number by itself, and of Softmax.
import type { LayerCase, LayerCases } from '../layer-case.ts';

const flat = (config: Record<string, unknown>): LayerCase => ({ config, input: [2, 5], output: [2, 5], params: 0 });
const deep = (config: Record<string, unknown>, params = 0): LayerCase => ({
  config,
  input: [2, 3, 4],
  output: [2, 3, 4],
  params,
});

/** By the name of the class. */
export const unitCases: Record<string, LayerCases> = {
  ELU: { rows: [flat({}), deep({ alpha: 0.3 })], wrong: { alpha: '1' } },
  GaussianNoise: { rows: [flat({ stddev: 0.5 })], wrong: { stddev: 1.5 } },
  LeakyReLU: { rows: [flat({}), deep({ negativeSlope: 0 })], wrong: { negativeSlope: -1 } },
  PReLU: {
    rows: [
      { ...flat({}), params: 5 },
      deep({ alphaInitializer: 'randomNormal', alphaRegularizer: 'l2' }, 12),
      deep({ alphaInitializer: 'randomNormal', sharedAxes: [1] }, 4),
    ],
    refused: [[2]],
    wrong: { sharedAxes: [0] },
  },
  ReLU: {
    rows: [flat({}), deep({ maxValue: 0.5, negativeSlope: 0.1 }), deep({ threshold: 0.25, negativeSlope: 0.5 })],
    wrong: { maxValue: -1 },
  },
  Softmax: { rows: [flat({}), deep({ axis: 1 }), deep({ axis: -2 })], wrong: { axis: 0.5 } },
};
